package cloud.hanok.platform.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Walks the records of one segment. It says where the good ones end, not whether they may end there. */
final class SegmentCursor implements Closeable {
    private static final int WINDOW_BYTES =
            Math.max(256 << 10, 2 * RecordLayout.bytesOf(JournalSettings.PAYLOAD_CEILING_BYTES));

    private final Disk.DiskFile file;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);
    private final CRC32C crc = new CRC32C();
    private long windowStart;
    private long offset = SegmentHeader.BYTES;

    SegmentCursor(Disk.DiskFile file) {
        this.file = file;
    }

    /** Where the next record begins. */
    long offset() {
        return offset;
    }

    /** Forgets what was read ahead: the writer may have written there since. */
    void refresh() {
        window.limit(0);
    }

    /** The next record if it is whole and has this sequence; otherwise null, and the cursor stays. */
    @Nullable
    JournalRecord next(long sequence) throws IOException {
        if (!load(RecordLayout.HEADER_BYTES)) {
            return null;
        }
        int at = (int) (offset - windowStart);
        if (!RecordLayout.plausibleAt(window, at) || RecordLayout.sequenceAt(window, at) != sequence) {
            return null;
        }
        int size = RecordLayout.sizeAt(window, at);
        if (!load(size)) {
            return null;
        }
        at = (int) (offset - windowStart);
        if (!RecordLayout.checksumHolds(window, at, crc)) {
            return null;
        }
        offset += size;
        return RecordLayout.read(window, at);
    }

    /** The end of the last byte that is not zero, from the cursor on; the cursor's offset when all are. */
    long writtenEnd() throws IOException {
        long end = offset;
        ByteBuffer chunk = ByteBuffer.allocate(WINDOW_BYTES);
        for (long at = offset; file.read(chunk.clear(), at) > 0; at += chunk.position()) {
            for (int i = chunk.position() - 1; i >= 0; i--) {
                if (chunk.get(i) != 0) {
                    end = at + i + 1;
                    break;
                }
            }
        }
        return end;
    }

    /**
     * Looks behind a bad record for a whole one that was written when the bad one was already durable.
     *
     * @param sequence of the record that is bad or missing at the cursor
     * @return that witness, or null: then a crash in mid-write explains what is here
     */
    @Nullable
    JournalRecord witnessOf(long sequence) throws IOException {
        long bad = offset;
        try {
            for (offset += RecordLayout.ALIGNMENT_BYTES;
                    load(RecordLayout.HEADER_BYTES);
                    offset += RecordLayout.ALIGNMENT_BYTES) {
                int at = (int) (offset - windowStart);
                if (RecordLayout.plausibleAt(window, at) && RecordLayout.syncedAt(window, at) >= sequence) {
                    JournalRecord witness = next(RecordLayout.sequenceAt(window, at));
                    if (witness != null) {
                        return witness;
                    }
                }
            }
            return null;
        } finally {
            offset = bad;
        }
    }

    private boolean load(int bytes) throws IOException {
        if (offset >= windowStart && offset + bytes <= windowStart + window.limit()) {
            return true;
        }
        windowStart = offset;
        window.clear();
        int read = file.read(window, offset);
        window.flip();
        return read >= bytes;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
