package cloud.hanok.platform.lease;

import cloud.hanok.platform.turn.Turns;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** All leases of this gateway, and the turn that keeps them. */
public final class Leases implements AutoCloseable {
    /** Retries, renewals and looks are this late at most. */
    public static final Duration TURN = Duration.ofMillis(100);

    private final LeaseStore store;
    private final String holder;
    private final Executor executor;
    private final Clock clock;
    private final Set<Lease> kept = ConcurrentHashMap.newKeySet();
    private final Turns turns = new Turns("lease-keeper", TURN, this::turn);

    /**
     * @param holder the lasting id of this gateway; no two processes have it at once
     * @param executor runs the steps, which block: virtual threads
     */
    public Leases(LeaseStore store, String holder, Executor executor, Clock clock) {
        this.store = store;
        this.holder = holder;
        this.executor = executor;
        this.clock = clock;
    }

    /** A lease that is kept from now on, until it is dropped. */
    public Lease open(LeaseKey key, LeaseTerms terms, LeaseDivision division, LeasedAccount account) {
        Lease lease = new Lease(key, terms, division, account, this);
        kept.add(lease);
        return lease;
    }

    /** Keeps a lease no longer: its period is over. What was granted of it expires or stands as spent. */
    public void drop(Lease lease) {
        kept.remove(lease);
    }

    /** Begins to keep them. */
    public void start() {
        turns.startAfterPause();
    }

    /** One turn; called by the keeper, and by tests. */
    public void turn() {
        long now = clock.millis();
        for (Lease lease : kept) {
            lease.tick(now);
        }
    }

    /** Gives back what is not held. Blocks, for as long as the store takes. */
    @Override
    public void close() {
        turns.end();
        for (Lease lease : kept) {
            lease.close();
        }
    }

    LeaseStore store() {
        return store;
    }

    String holder() {
        return holder;
    }

    void execute(Runnable step) {
        executor.execute(step);
    }

    long millis() {
        return clock.millis();
    }
}
