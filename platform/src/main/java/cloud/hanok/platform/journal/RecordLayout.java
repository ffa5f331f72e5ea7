package cloud.hanok.platform.journal;

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
    static final int CRC = 0;
    static final int LENGTH = 4;
    static final int KIND = 8;
    static final int ATTEMPT = 12;
    static final int SEQUENCE = 16;
    static final int SYNCED = 24;
    static final int REQUEST = 32;
    static final int HEADER_BYTES = 48;
    static final int ALIGNMENT_BYTES = 8;

    private RecordLayout() {}

    /** Bytes a record with such a payload takes in a segment. */
    static int bytesOf(int payloadBytes) {
        return (HEADER_BYTES + payloadBytes + ALIGNMENT_BYTES - 1) & -ALIGNMENT_BYTES;
    }
}
