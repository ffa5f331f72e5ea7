package cloud.hanok.platform.change;

import cloud.hanok.platform.cassandra.CqlStatement;
import java.time.Duration;

/** The table of changes: one partition a minute. */
final class ChangeTable {
    /** Width of a partition. */
    static final long BUCKET_MILLIS = Duration.ofMinutes(1).toMillis();

    /** How long a row lives, as the schema file says. */
    static final Duration TIME_TO_LIVE = Duration.ofHours(1);

    static final CqlStatement INSERT =
            CqlStatement.write("INSERT INTO changes (minute, id, kind, entity) VALUES (?, ?, ?, ?)");

    /** The id of a row begins with its time, so that a poll reads only the end of a partition. */
    static final CqlStatement SELECT_FROM =
            CqlStatement.read("SELECT id, kind, entity FROM changes WHERE minute = ? AND id >= ?");

    private ChangeTable() {}

    static long bucketOf(long epochMillis) {
        return Math.floorDiv(epochMillis, BUCKET_MILLIS);
    }
}
