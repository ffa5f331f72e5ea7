package cloud.hanok.platform.change;

import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.cassandra.WriteOutcome;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.id.Ulids;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Announces changes to every process, and first to the one that they are made in. Blocks. */
public final class ChangeLog {
    /**
     * How often a row is written until one is acknowledged. A row whose write timed out may appear at any time later,
     * behind every poll, so each attempt is a new row in the bucket of its own moment.
     */
    public static final int WRITE_ATTEMPTS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(ChangeLog.class);

    private final Cql cql;
    private final Ulids ulids;
    private final Consumer<Change> here;

    /** Where nobody reads a feed. */
    public ChangeLog(Keyspaces keyspaces, Ulids ulids) {
        this(keyspaces, ulids, _ -> {});
    }

    /** @param here told at once, on the thread of whoever announces: {@link ChangeFeed#tell} */
    public ChangeLog(Keyspaces keyspaces, Ulids ulids, Consumer<Change> here) {
        this.cql = keyspaces.platform();
        this.ulids = ulids;
        this.here = here;
    }

    /**
     * Announces a change: after the entity's row was acknowledged, before the caller is answered. When this returns,
     * this process has the change, and every process whose feed runs has the change within its next poll.
     *
     * @throws StoreUnavailableException when it could not be announced: the entity's row stands, and other processes
     *     see it once their entry is read again for its age
     */
    public void publish(Change change) {
        here.accept(change);
        StoreUnavailableException last = null;
        for (int attempt = 1; attempt <= WRITE_ATTEMPTS; attempt++) {
            Ulid id = ulids.next();
            try {
                WriteOutcome outcome = cql.tryWrite(
                        ChangeTable.INSERT,
                        ChangeTable.bucketOf(id.epochMillis()),
                        id.toString(),
                        change.kind().name(),
                        change.entity());
                switch (outcome) {
                    case WriteOutcome.Acknowledged() -> {
                        return;
                    }
                    case WriteOutcome.UnknownWrite(var cause) ->
                        last = new StoreUnavailableException("Cassandra did not acknowledge a change", cause);
                }
            } catch (StoreUnavailableException e) {
                last = e;
            }
            LOG.warn("change {} was not acknowledged, attempt {} of {}", change, attempt, WRITE_ATTEMPTS);
        }
        throw java.util.Objects.requireNonNull(last);
    }
}
