package cloud.hanok.platform.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;

/**
 * The first bytes of a segment: magic, version, whose it is, its number, the sequence its first record has, a checksum.
 *
 * <p>A segment supersedes all before it from its first sequence on. So when a write fails, its segment is abandoned where
 * it stands and the next one begins after the last record that is known to be on the disk.
 */
record SegmentHeader(long gatewayHash, long number, long firstSequence) {
    static final int BYTES = 64;
    private static final long MAGIC = 0x48414E4F4B4A524EL; // "HANOKJRN"
    private static final int VERSION = 1;
    private static final int CRC = 36;

    /** The first 8 bytes of the id's SHA-256. */
    static long hash(String gateway) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(gateway.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    ByteBuffer bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putLong(MAGIC)
                .putInt(VERSION)
                .putLong(gatewayHash)
                .putLong(number)
                .putLong(firstSequence);
        bytes.putInt(CRC, checksum(bytes));
        return bytes.clear();
    }

    static SegmentHeader read(Disk.DiskFile file, Path path, long gatewayHash) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        if (file.read(bytes, 0) < BYTES || bytes.getLong(0) != MAGIC) {
            throw new JournalCorruptedException(path, 0, "this is no header of a segment.");
        }
        if (bytes.getInt(8) != VERSION) {
            throw new IOException(path + " was written by another version of the journal (" + bytes.getInt(8)
                    + "; this is " + VERSION + "). Start the version that wrote it.");
        }
        if (bytes.getInt(CRC) != checksum(bytes)) {
            throw new JournalCorruptedException(path, 0, "the header's checksum does not hold.");
        }
        SegmentHeader header = new SegmentHeader(bytes.getLong(12), bytes.getLong(20), bytes.getLong(28));
        if (header.gatewayHash != gatewayHash) {
            throw new IOException(
                    "The journal " + path.getParent()
                            + " belongs to another gateway. Start that gateway's id on it, or give this one a directory of its own.");
        }
        return header;
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(0, CRC));
        return (int) crc.getValue();
    }
}
