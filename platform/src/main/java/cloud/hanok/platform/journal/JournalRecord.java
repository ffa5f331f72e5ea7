package cloud.hanok.platform.journal;

import cloud.hanok.platform.id.Ulid;

/**
 * One durable record.
 *
 * @param sequence its place in this gateway's journal: the first is 1, each next one more, over restarts too; a gap
 *     means a lost record
 * @param kind what it says
 * @param request the request
 * @param attempt the attempt of that request
 * @param payload the bytes that were appended; not copied, do not change them
 */
@SuppressWarnings("ArrayRecordComponent")
public record JournalRecord(long sequence, RecordKind kind, Ulid request, int attempt, byte[] payload) {
    @Override
    public String toString() {
        return kind + " " + sequence + " of request " + request + " attempt " + attempt + ", " + payload.length
                + " bytes";
    }
}
