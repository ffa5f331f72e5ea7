package cloud.hanok.platform.journal;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The attempts whose OPEN is on the disk and whose SETTLE is not, and the segments that must stay for them. */
final class LiveAttempts {
    private final Map<AttemptKey, Segment> segments = new HashMap<>();

    /** Recovery found one; its segment knows already. */
    void add(AttemptKey key, Segment segment) {
        segments.put(key, segment);
    }

    /**
     * Notes records that have come to the disk.
     *
     * @param records from 0 to the limit
     * @param current the segment they are in
     * @return how many OPENs need no SETTLE any more
     */
    int note(ByteBuffer records, Segment current) {
        int settled = 0;
        for (int at = 0; at < records.limit(); at += RecordLayout.sizeAt(records, at)) {
            settled += switch (RecordLayout.kindAt(records, at)) {
                case OPEN -> {
                    current.opened();
                    yield release(segments.put(RecordLayout.keyAt(records, at), current));
                }
                case SETTLE -> release(segments.remove(RecordLayout.keyAt(records, at)));
                case AMEND -> 0;
            };
        }
        return settled;
    }

    /** Records up to the buffer's position. */
    static int count(ByteBuffer records) {
        int count = 0;
        for (int at = 0; at < records.position(); at += RecordLayout.sizeAt(records, at)) {
            count++;
        }
        return count;
    }

    private static int release(@Nullable Segment before) {
        if (before == null) {
            return 0;
        }
        before.settled();
        return 1;
    }
}
