package cloud.hanok.platform.change;

import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import java.time.Clock;

/**
 * How far our clock is from Cassandra's. Two processes that are each within half the allowed skew are within it of each
 * other; one that is not must not be ready, for its changes could be written behind everybody's poll.
 */
public final class ClockSkew {
    private static final CqlStatement NOW =
            CqlStatement.read("SELECT toUnixTimestamp(now()) AS millis FROM system.local");

    private final Cql cql;
    private final Clock clock;

    public ClockSkew(Keyspaces keyspaces, Clock clock) {
        this.cql = keyspaces.platform();
        this.clock = clock;
    }

    /**
     * Milliseconds our clock is ahead (positive) or behind, as little as the time of one answer allows to say. Blocks.
     *
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when Cassandra does not answer
     */
    public long millis() {
        long before = clock.millis();
        long theirs = cql.row(NOW).orElseThrow().getLong("millis");
        long after = clock.millis();
        // Theirs was read between the two: within them there is no skew to be seen.
        return theirs < before ? before - theirs : theirs > after ? after - theirs : 0;
    }

    /** Whether it is within half of what the feed allows. Blocks. */
    public boolean isWithin(ChangeFeedSettings settings) {
        return Math.abs(millis()) <= settings.allowedClockSkew().toMillis() / 2;
    }
}
