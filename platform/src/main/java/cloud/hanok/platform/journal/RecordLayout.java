package cloud.hanok.platform.journal;

import cloud.hanok.platform.id.Ulid;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A record's bytes, big-endian, padded with zeros to a multiple of 8.
 *
 * <pre>
 *  0  int   CRC32C of everything after it, padding excluded
 *  4  int   bytes of payload
 *  8  int   kind (1..3; an all-zero header is the unwritten rest of a segment)
 * 12  int   attempt
 * 16  long  sequence
 * 24  long  the highest sequence known to be on disk when this record was written
 * 32  16 B  request
 * 48  payload
 * </pre>
 *
 * <p>The field at 24 is what tells a torn tail from damage: a crash can only tear records whose fsync had not
 * returned. A bad record that a later, valid one names as synced was once durable, and its loss is reported.
 */
final class RecordLayout {
    static final int HEADER_BYTES = 48;
    static final int ALIGNMENT_BYTES = 8;

    private static final int CRC = 0;
    private static final int LENGTH = 4;
    private static final int KIND = 8;
    private static final int ATTEMPT = 12;
    private static final int SEQUENCE = 16;
    private static final int SYNCED = 24;
    private static final int REQUEST = 32;

    private RecordLayout() {}

    /** Bytes a record with such a payload takes in a segment. */
    static int bytesOf(int payloadBytes) {
        return (HEADER_BYTES + payloadBytes + ALIGNMENT_BYTES - 1) & -ALIGNMENT_BYTES;
    }

    /** Writes all but sequence, synced sequence and checksum at the buffer's position, and moves it behind the record. */
    static void put(
            ByteBuffer into, RecordKind kind, Ulid request, int attempt, byte[] payload, int offset, int length) {
        int at = into.position();
        into.putInt(0)
                .putInt(length)
                .putInt(kind.code())
                .putInt(attempt)
                .putLong(0)
                .putLong(0);
        request.write(into);
        into.put(payload, offset, length);
        int end = at + bytesOf(length);
        while (into.position() < end) {
            into.put((byte) 0);
        }
    }

    /** Completes the record that begins at an offset. */
    static void seal(ByteBuffer bytes, int at, long sequence, long synced, CRC32C crc) {
        bytes.putLong(at + SEQUENCE, sequence);
        bytes.putLong(at + SYNCED, synced);
        bytes.putInt(at + CRC, checksum(bytes, at, crc));
    }

    /** Bytes of the record that begins at an offset, padding included. */
    static int sizeAt(ByteBuffer bytes, int at) {
        return bytesOf(bytes.getInt(at + LENGTH));
    }

    static RecordKind kindAt(ByteBuffer bytes, int at) {
        return RecordKind.ofCode(bytes.getInt(at + KIND));
    }

    static AttemptKey keyAt(ByteBuffer bytes, int at) {
        return new AttemptKey(
                bytes.getLong(at + REQUEST), bytes.getLong(at + REQUEST + Long.BYTES), bytes.getInt(at + ATTEMPT));
    }

    static long sequenceAt(ByteBuffer bytes, int at) {
        return bytes.getLong(at + SEQUENCE);
    }

    static long syncedAt(ByteBuffer bytes, int at) {
        return bytes.getLong(at + SYNCED);
    }

    /** Whether a header could begin a record whose payload is at most so long; its checksum is another question. */
    static boolean plausibleAt(ByteBuffer bytes, int at) {
        int length = bytes.getInt(at + LENGTH);
        return RecordKind.isCode(bytes.getInt(at + KIND))
                && length >= 0
                && length <= JournalSettings.PAYLOAD_CEILING_BYTES;
    }

    static boolean checksumHolds(ByteBuffer bytes, int at, CRC32C crc) {
        return bytes.getInt(at + CRC) == checksum(bytes, at, crc);
    }

    static JournalRecord read(ByteBuffer bytes, int at) {
        byte[] payload = new byte[bytes.getInt(at + LENGTH)];
        bytes.get(at + HEADER_BYTES, payload);
        return new JournalRecord(
                sequenceAt(bytes, at),
                kindAt(bytes, at),
                new Ulid(bytes.getLong(at + REQUEST), bytes.getLong(at + REQUEST + Long.BYTES)),
                bytes.getInt(at + ATTEMPT),
                payload);
    }

    private static int checksum(ByteBuffer bytes, int at, CRC32C crc) {
        int length = bytes.getInt(at + LENGTH);
        crc.reset();
        crc.update(bytes.slice(at + LENGTH, HEADER_BYTES - LENGTH + length));
        return (int) crc.getValue();
    }
}
