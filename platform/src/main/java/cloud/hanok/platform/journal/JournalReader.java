package cloud.hanok.platform.journal;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Reads the journal in order for shipping, beside the writer. For one thread, which may block. */
public final class JournalReader implements Closeable {
    JournalReader() {}

    /**
     * The next records whose fsync succeeded, each once per reader.
     *
     * @param maximumRecords at most so many
     * @return in order of sequence without a gap; empty when there is nothing new
     * @throws JournalCorruptedException when what was durable cannot be read back
     */
    public List<JournalRecord> read(int maximumRecords) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Waits until {@link #read(int)} would return a record.
     *
     * @return false when the time passed or the journal was closed first
     */
    public boolean await(Duration timeout) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {}
}
