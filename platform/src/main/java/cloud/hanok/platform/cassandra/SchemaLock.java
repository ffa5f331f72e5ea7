package cloud.hanok.platform.cassandra;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease under which one program at a time changes the schema. The row lives by its TTL, so an owner that died
 * blocks nobody for longer than that, and nobody's clock decides.
 */
final class SchemaLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaLock.class);

    /** Longer than any single data definition may take, so that a live owner always renews in time. */
    static final Duration LEASE = Duration.ofSeconds(90);

    private static final Duration ASK_AGAIN = Duration.ofMillis(250);
    private static final String NAME = "migrations";
    private static final CqlStatement TAKE = CqlStatement.decision(
            "INSERT INTO schema_lock (name, owner) VALUES (?, ?) IF NOT EXISTS USING TTL " + LEASE.toSeconds());
    private static final CqlStatement RENEW = CqlStatement.decision(
            "UPDATE schema_lock USING TTL " + LEASE.toSeconds() + " SET owner = ? WHERE name = ? IF owner = ?");
    private static final CqlStatement GIVE_BACK =
            CqlStatement.decision("DELETE FROM schema_lock WHERE name = ? IF owner = ?");

    private final Cql cql;
    private final String owner;
    private long renewedNanos;

    private SchemaLock(Cql cql, String owner) {
        this.cql = cql;
        this.owner = owner;
        this.renewedNanos = System.nanoTime();
    }

    /**
     * Takes the lock, waiting for whoever has it.
     *
     * @param owner a name nobody else uses
     * @throws IllegalStateException when it was not free within the patience
     */
    static SchemaLock take(Cql cql, String owner, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        String holder = "another program";
        while (true) {
            // Whoever does not know whether it got the lock asks again: the row then says so.
            switch (cql.decide(TAKE, NAME, owner)) {
                case DecisionOutcome.Applied() -> {
                    return new SchemaLock(cql, owner);
                }
                case DecisionOutcome.Refused(var current) -> {
                    holder = String.valueOf(current.getString("owner"));
                    if (holder.equals(owner)) {
                        return new SchemaLock(cql, owner);
                    }
                }
                case DecisionOutcome.Unknown(var cause) -> holder = "unknown: " + cause.getMessage();
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the schema is being changed by " + holder + " and was not free within "
                        + patience.toSeconds() + " s; look at that program, or start again later");
            }
            LockSupport.parkNanos(ASK_AGAIN.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("interrupted while waiting for the schema lock");
            }
        }
    }

    /**
     * Keeps the lock for another lease when a third of the running one is over.
     *
     * @throws IllegalStateException when it was lost
     */
    void renew() {
        if (System.nanoTime() - renewedNanos < LEASE.toNanos() / 3) {
            return;
        }
        if (!(cql.decide(RENEW, owner, NAME, owner) instanceof DecisionOutcome.Applied)) {
            throw new IllegalStateException("the schema lock was lost; start again");
        }
        renewedNanos = System.nanoTime();
    }

    @Override
    public void close() {
        try {
            if (cql.decide(GIVE_BACK, NAME, owner) instanceof DecisionOutcome.Unknown(var cause)) {
                LOG.warn("the schema lock may be held until its lease ends", cause);
            }
        } catch (StoreUnavailableException e) {
            LOG.warn("the schema lock is held until its lease ends", e);
        }
    }
}
