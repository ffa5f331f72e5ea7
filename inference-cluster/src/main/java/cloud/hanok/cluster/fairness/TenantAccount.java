package cloud.hanok.cluster.fairness;

import cloud.hanok.platform.id.TenantId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One tenant in one deployment. Its counter is what it was served here, plus what others served it, plus what it was lifted
 * by. Each part only grows at its gateway, and is shared as a sum and a maximum, so it does not matter in what order, or
 * how often, gateways hear of each other. A correction of an estimate is the one thing that lowers it.
 */
final class TenantAccount {
    private final TenantId tenant;
    /** Served by this gateway, over all its lives; any thread. */
    private final AtomicLong own = new AtomicLong();
    /** Any thread raises it. */
    private final AtomicLong lifted = new AtomicLong();
    /** Turns that hold a place; any thread. */
    private final AtomicInteger running = new AtomicInteger();

    private volatile long others;
    private volatile boolean waitsElsewhere;
    private volatile int share = Service.DEFAULT_SHARE;

    /** Guarded by the queue's lock, as everything below. */
    private final List<Deque<Turn>> waiting = new ArrayList<>();

    private final Map<String, ServiceRecord> heard = new HashMap<>();
    private volatile int waitingCount;
    private volatile int refused;

    TenantAccount(TenantId tenant) {
        this.tenant = tenant;
        for (int i = 0; i < PriorityClass.values().length; i++) {
            waiting.add(new ArrayDeque<>(1));
        }
    }

    TenantId tenant() {
        return tenant;
    }

    /** In {@link Service#SCALE}ths of a unit by share. */
    long counter() {
        return own.get() + others + lifted.get();
    }

    /** The same without what it was lifted by: what was truly served, by all gateways. */
    long served() {
        return own.get() + others;
    }

    void charge(long virtual) {
        own.addAndGet(virtual);
    }

    /** Idleness earns no credit: the counter is at least this. */
    void liftTo(long target) {
        long missing = target - counter();
        if (missing > 0) {
            lifted.addAndGet(missing);
        }
    }

    int share() {
        return share;
    }

    void share(int purchased) {
        if (share != purchased) {
            share = purchased;
        }
    }

    AtomicInteger running() {
        return running;
    }

    Deque<Turn> waiting(PriorityClass of) {
        return waiting.get(of.ordinal());
    }

    int waitingCount() {
        return waitingCount;
    }

    boolean waitsElsewhere() {
        return waitsElsewhere;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the queue's lock
    void waitingChanged(int by) {
        waitingCount += by;
    }

    /** Refusals since its last grants: each came with a time after the one before. */
    int refused() {
        return refused;
    }

    void refused(int count) {
        refused = count;
    }

    ServiceRecord report(String gateway, long nowMillis) {
        return new ServiceRecord(gateway, tenant, own.get(), lifted.get(), waitingCount > 0, nowMillis);
    }

    /**
     * Takes what a gateway reported.
     *
     * @param freshAfterMillis what is older says nothing of who waits now
     * @return whether it is newer than what was known
     */
    boolean hear(ServiceRecord record, long freshAfterMillis) {
        ServiceRecord before = heard.put(record.gateway(), record);
        long known = before == null ? 0 : before.service();
        if (record.service() != known) {
            others += record.service() - known;
        }
        lifted.accumulateAndGet(record.lifted(), Math::max);
        boolean elsewhere = false;
        for (ServiceRecord each : heard.values()) {
            elsewhere |= each.waiting() && each.writtenAtMillis() >= freshAfterMillis;
        }
        waitsElsewhere = elsewhere;
        return before == null || before.writtenAtMillis() != record.writtenAtMillis();
    }

    /** What this gateway itself had written in an earlier life. */
    void restore(ServiceRecord record) {
        own.accumulateAndGet(record.service(), Long::sum);
        lifted.accumulateAndGet(record.lifted(), Math::max);
    }
}
