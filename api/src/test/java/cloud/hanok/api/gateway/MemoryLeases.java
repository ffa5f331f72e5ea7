package cloud.hanok.api.gateway;

import cloud.hanok.platform.lease.LeaseKey;
import cloud.hanok.platform.lease.LeasePool;
import cloud.hanok.platform.lease.LeaseStore;
import java.util.concurrent.ConcurrentHashMap;

/** Rows of leases in memory, for what is not about their store. */
final class MemoryLeases implements LeaseStore {
    private final ConcurrentHashMap<LeaseKey, LeasePool> rows = new ConcurrentHashMap<>();
    volatile boolean away;

    @Override
    public LeasePool read(LeaseKey key) {
        if (away) {
            throw new cloud.hanok.platform.cassandra.StoreUnavailableException("away", new IllegalStateException());
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
