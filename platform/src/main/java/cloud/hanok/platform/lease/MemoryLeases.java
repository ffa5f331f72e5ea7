package cloud.hanok.platform.lease;

import cloud.hanok.platform.cassandra.StoreUnavailableException;
import java.util.concurrent.ConcurrentHashMap;

/** Rows of leases in memory, for tests of what is not about their store. */
public final class MemoryLeases implements LeaseStore {
    private final ConcurrentHashMap<LeaseKey, LeasePool> rows = new ConcurrentHashMap<>();
    private volatile boolean away;

    /** Answers nothing from now on, or does again. */
    public void away(boolean now) {
        away = now;
    }

    @Override
    public LeasePool read(LeaseKey key) {
        if (away) {
            throw new StoreUnavailableException("away", new IllegalStateException());
        }
        return rows.getOrDefault(key, LeasePool.NONE);
    }

    @Override
    public synchronized Outcome write(LeaseKey key, long revision, LeasePool next, int keepSeconds) {
        if (read(key).revision() != revision) {
            return Outcome.REFUSED;
        }
        rows.put(key, next);
        return Outcome.APPLIED;
    }

    @Override
    public void noteHolding(String holder, LeaseKey key) {}
}
