package cloud.hanok.platform.lease;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All leases of this gateway, and the turn that keeps them. */
public final class Leases implements AutoCloseable {
    /** Retries, renewals and looks are this late at most. */
    public static final Duration TURN = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    private final LeaseStore store;
    private final String holder;
    private final Executor executor;
    private final Clock clock;
    private final Set<Lease> kept = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private @Nullable Thread keeper;

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
    public synchronized void start() {
        if (keeper == null && closing.getCount() > 0) {
            keeper = Thread.ofVirtual().name("lease-keeper").start(this::run);
        }
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
        closing.countDown();
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

    private void run() {
        try {
            while (!closing.await(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    turn();
                } catch (RuntimeException unexpected) {
                    LOG.error("leases could not be kept for a turn", unexpected);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
