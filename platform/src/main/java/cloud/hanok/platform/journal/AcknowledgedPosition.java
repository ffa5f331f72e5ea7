package cloud.hanok.platform.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * How far the journal has been shipped: a sequence and its checksum, written in turn to two places of one small file. A
 * write torn by a crash leaves the other place. The file never grows, so that shipping goes on, and with it the deletion
 * of segments, when the disk is full.
 */
final class AcknowledgedPosition implements Closeable {
    /** Far enough apart that no disk writes both at once. */
    private static final int PLACE_BYTES = 4096;

    private static final int CONTENT_BYTES = 12;

    private final Disk.DiskFile file;
    private volatile long sequence;
    private int place;

    private AcknowledgedPosition(Disk.DiskFile file, long sequence, int place) {
        this.file = file;
        this.sequence = sequence;
        this.place = place;
    }

    static AcknowledgedPosition open(Disk disk, Path directory) throws IOException {
        Path path = directory.resolve("acknowledged");
        if (Files.exists(path) && Files.size(path) < 2 * PLACE_BYTES) {
            // The very first opening was cut short: nothing was acknowledged before it ended.
            disk.delete(path);
        }
        Disk.DiskFile file = Files.exists(path) ? disk.open(path) : disk.preallocate(path, 2 * PLACE_BYTES);
        long[] found = {read(file, 0), read(file, 1)};
        if (found[0] < 0 && found[1] < 0) {
            file.close();
            throw new JournalCorruptedException(path, 0, "the acknowledged position cannot be read.");
        }
        int newer = found[0] >= found[1] ? 0 : 1;
        return new AcknowledgedPosition(file, found[newer], newer);
    }

    long sequence() {
        return sequence;
    }

    void moveTo(long acknowledged) throws IOException {
        int next = 1 - place;
        ByteBuffer bytes = ByteBuffer.allocate(CONTENT_BYTES);
        bytes.putLong(acknowledged).putInt(checksum(bytes)).flip();
        file.write(bytes, (long) next * PLACE_BYTES);
        file.force();
        place = next;
        sequence = acknowledged;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** The sequence in a place, 0 when none was written there, -1 when it is torn. */
    private static long read(Disk.DiskFile file, int place) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(CONTENT_BYTES);
        if (file.read(bytes, (long) place * PLACE_BYTES) < CONTENT_BYTES) {
            return -1;
        }
        long sequence = bytes.getLong(0);
        int checksum = bytes.getInt(Long.BYTES);
        if (sequence == 0 && checksum == 0) {
            return 0;
        }
        return checksum == checksum(bytes) ? sequence : -1;
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(0, Long.BYTES));
        return (int) crc.getValue();
    }
}
