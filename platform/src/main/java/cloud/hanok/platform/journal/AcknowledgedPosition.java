package cloud.hanok.platform.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** How far the journal has been shipped: a sequence and its checksum in a small file that is replaced whole. */
final class AcknowledgedPosition {
    private static final int BYTES = 12;

    private final Disk disk;
    private final Path file;
    private volatile long sequence;

    private AcknowledgedPosition(Disk disk, Path file, long sequence) {
        this.disk = disk;
        this.file = file;
        this.sequence = sequence;
    }

    static AcknowledgedPosition read(Disk disk, Path directory) throws IOException {
        Path file = directory.resolve("acknowledged");
        if (!Files.exists(file)) {
            return new AcknowledgedPosition(disk, file, 0);
        }
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length != BYTES || ByteBuffer.wrap(bytes).getInt(Long.BYTES) != checksum(bytes)) {
            throw new JournalCorruptedException(file, 0, "the acknowledged position cannot be read.");
        }
        return new AcknowledgedPosition(disk, file, ByteBuffer.wrap(bytes).getLong());
    }

    long sequence() {
        return sequence;
    }

    void moveTo(long acknowledged) throws IOException {
        byte[] bytes = new byte[BYTES];
        ByteBuffer.wrap(bytes).putLong(acknowledged);
        ByteBuffer.wrap(bytes).putInt(Long.BYTES, checksum(bytes));
        disk.replace(file, bytes);
        sequence = acknowledged;
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, Long.BYTES);
        return (int) crc.getValue();
    }
}
