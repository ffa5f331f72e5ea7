package cloud.hanok.platform.journal;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the journal in order for shipping, beside the writer. For one thread, which may block. */
public final class JournalReader implements Closeable {
    private final SegmentLog segments;
    private final Disk disk;
    private final SyncSignal signal;
    private long next;
    private @Nullable Segment segment;
    private @Nullable SegmentCursor cursor;

    JournalReader(SegmentLog segments, Disk disk, SyncSignal signal, long firstSequence) {
        this.segments = segments;
        this.disk = disk;
        this.signal = signal;
        this.next = firstSequence;
    }

    /**
     * The next records whose fsync succeeded, each once per reader.
     *
     * @param maximumRecords at most so many
     * @return in order of sequence without a gap; empty when there is nothing new
     * @throws JournalCorruptedException when what was durable cannot be read back
     */
    public List<JournalRecord> read(int maximumRecords) throws IOException {
        long last = Math.min(signal.syncedSequence(), next + maximumRecords - 1);
        List<JournalRecord> records = new ArrayList<>((int) Math.max(0, last - next + 1));
        if (cursor != null) {
            cursor.refresh();
        }
        while (next <= last) {
            SegmentCursor at = cursorAt(next);
            JournalRecord record = at.next(next);
            if (record == null) {
                throw damaged(at.offset());
            }
            records.add(record);
            next++;
        }
        return records;
    }

    /**
     * Waits until {@link #read(int)} would return a record.
     *
     * @return false when the time passed or the journal was closed first
     */
    public boolean await(Duration timeout) throws InterruptedException {
        return signal.await(next, timeout);
    }

    @Override
    public void close() throws IOException {
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
    }

    private SegmentCursor cursorAt(long sequence) throws IOException {
        Segment wanted = segments.find(sequence)
                .orElseThrow(() -> new IOException("record " + sequence
                        + " was acknowledged and its segment deleted; take a new reader, it begins behind that"));
        if (cursor != null && wanted.equals(segment)) {
            return cursor;
        }
        close();
        SegmentCursor opened = new SegmentCursor(disk.open(wanted.path()));
        segment = wanted;
        cursor = opened;
        for (long before = wanted.firstSequence(); before < sequence; before++) {
            if (opened.next(before) == null) {
                throw damaged(opened.offset());
            }
        }
        return opened;
    }

    private JournalCorruptedException damaged(long offset) {
        if (segment == null) {
            throw new IllegalStateException("no segment is being read");
        }
        return new JournalCorruptedException(
                segment.path(), offset, "record " + next + " was durable and cannot be read back.");
    }
}
