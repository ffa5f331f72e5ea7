package cloud.hanok.cluster.fairness;

import cloud.hanok.cluster.fairness.QueueRefusedException.Reason;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.cluster.serving.ServingReplica;
import cloud.hanok.platform.id.TenantId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One deployment's queue at one gateway. While a replica has a free place and nobody waits, a request takes it without a
 * lock. Else the tenant with the least counter is next, and within a tenant whoever came first; a class goes before
 * those below it, but for one place in {@link #GUARD}. A free place is never kept from whoever waits.
 *
 * <p>VTC (OSDI'24), algorithm 2: a tenant that comes back is lifted to the least counter among those who wait, or, when
 * nobody does, to that of the tenant that was served last. Any thread; the lock is held for a look at each waiting tenant.
 */
public final class FairQueue {
    /** A waiting class gets at least one place of so many, whoever waits above it. */
    static final int GUARD = 16;

    /** Official SDKs do not obey a longer advice: they give up. */
    static final long MAX_RETRY_MILLIS = 120_000;

    /** What a request is taken to last before one has ended. */
    private static final long FIRST_HOLD_NANOS = 1_000_000_000;

    /** Part of the newest in the running mean of how long a place is held. */
    private static final int MEAN_OF = 16;

    private static final long MILLI = 1_000_000;

    private final FairnessSettings settings;
    private final LongSupplier nanos;
    private final ConcurrentMap<TenantId, TenantAccount> accounts = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    /** Those whose engine failed: they had their turn. */
    private final Deque<Turn> returning = new ArrayDeque<>();

    private final List<List<TenantAccount>> lanes = new ArrayList<>();
    private final ServedWindow served = new ServedWindow();
    private int grantedPastWaiting;
    private volatile int waiting;
    private volatile ServingDeployment deployment;
    private volatile @Nullable TenantAccount last;
    private volatile long elsewhere = Long.MIN_VALUE;
    private volatile long meanHoldNanos = FIRST_HOLD_NANOS;

    /** @param nanos a monotonic clock */
    public FairQueue(ServingDeployment deployment, FairnessSettings settings, LongSupplier nanos) {
        this.deployment = deployment;
        this.settings = settings;
        this.nanos = nanos;
        for (int i = 0; i < PriorityClass.values().length; i++) {
            lanes.add(new ArrayList<>());
        }
    }

    /**
     * Asks for a place.
     *
     * @param now the deployment as it is now
     * @param share what the tenant purchased, 1 to {@link Service#MAX_SHARE}
     * @param promptTokens estimate of its input
     * @return a turn that holds a place, or waits for one
     * @throws QueueRefusedException when it may not even wait
     */
    public Turn ask(ServingDeployment now, TenantId tenant, int share, PriorityClass priority, long promptTokens) {
        see(now);
        TenantAccount account = account(tenant);
        account.share(share);
        long units = Service.units(promptTokens, 0);
        long askedNanos = nanos.getAsLong();
        if (waiting == 0) {
            ServingReplica free = take(now, null);
            if (free != null) {
                cameBack(account, List.of());
                served(account);
                return new Turn(this, account, priority, share, units, free, null, askedNanos);
            }
        }
        requireEngine(now, null);
        var turn = new Turn(this, account, priority, share, units, null, null, askedNanos);
        Turn pushedOut = null;
        lock.lock();
        try {
            if (account.waitingCount() >= settings.maxWaitingPerTenant()) {
                pushedOut = newestBelow(priority, account);
                if (pushedOut == null) {
                    throw refusal(account, Reason.TENANT_FULL);
                }
            } else if (waiting >= settings.maxWaiting()) {
                pushedOut = newestBelow(priority, null);
                if (pushedOut == null) {
                    pushedOut = mostOf(account);
                }
            }
            if (pushedOut != null) {
                remove(pushedOut);
            }
            cameBack(account, lanes.get(priority.ordinal()));
            enqueue(turn);
        } finally {
            lock.unlock();
        }
        if (pushedOut != null) {
            pushedOut.tellRefused(refusal(pushedOut.account(), Reason.QUEUE_FULL));
        }
        dispatch();
        return turn;
    }

    /** Requests that wait. */
    public int waiting() {
        return waiting;
    }

    /** The deployment as it was known last. */
    ServingDeployment deployment() {
        return deployment;
    }

    /** Replaces what is known of the replicas, and gives out what that frees. */
    public void update(ServingDeployment now) {
        deployment = now;
        dispatch();
    }

    /** Refuses those whose time is over, or everybody when no engine is well; gives out what is free. */
    public void tick() {
        if (waiting == 0) {
            return;
        }
        long nowNanos = nanos.getAsLong();
        boolean dead = !hasEngine(deployment, null);
        List<Turn> over = new ArrayList<>();
        lock.lock();
        try {
            for (Turn turn : allWaiting()) {
                if (dead || nowNanos - turn.askedNanos >= settings.maxWait().toNanos()) {
                    remove(turn);
                    over.add(turn);
                }
            }
        } finally {
            lock.unlock();
        }
        for (Turn turn : over) {
            turn.tellRefused(refusal(turn.account(), dead ? Reason.NO_ENGINE : Reason.TOO_LATE));
        }
        dispatch();
    }

    /**
     * What the tenants that wait now were served by all gateways since the queue last asked, each divided by its share, in
     * units; tenants that have just begun to wait are not among them. Not for several threads at once.
     */
    public double[] servedSinceLastAsked() {
        List<TenantAccount> backlogged = new ArrayList<>();
        lock.lock();
        try {
            for (List<TenantAccount> lane : lanes) {
                backlogged.addAll(lane);
            }
        } finally {
            lock.unlock();
        }
        return served.since(backlogged);
    }

    /** What this gateway has to say of each tenant. */
    List<TenantAccount> accounts() {
        return List.copyOf(accounts.values());
    }

    /** Takes what gateways said; one's own word is of its earlier life. Called by one thread at a time. */
    void hear(List<ServiceRecord> records, String self, boolean first, long freshAfterMillis) {
        long leastWaiting = Long.MAX_VALUE;
        long mostServed = Long.MIN_VALUE;
        for (ServiceRecord record : records) {
            boolean own = record.gateway().equals(self);
            if (own && !first) {
                continue;
            }
            TenantAccount account = account(record.tenant());
            boolean fresh = record.writtenAtMillis() >= freshAfterMillis;
            if (own) {
                account.restore(record);
            } else {
                lock.lock();
                try {
                    fresh &= account.hear(record, freshAfterMillis);
                } finally {
                    lock.unlock();
                }
            }
            if (fresh) {
                mostServed = Math.max(mostServed, account.counter());
                if (record.waiting()) {
                    leastWaiting = Math.min(leastWaiting, account.counter());
                }
            }
        }
        if (leastWaiting != Long.MAX_VALUE) {
            elsewhere = leastWaiting;
        } else if (mostServed != Long.MIN_VALUE) {
            elsewhere = mostServed;
        }
    }

    Turn again(Turn failed, @Nullable ServingReplica except) {
        ServingDeployment now = deployment;
        requireEngine(now, except);
        long nowNanos = nanos.getAsLong();
        var turn = new Turn(
                this,
                failed.account(),
                failed.priority(),
                failed.share(),
                failed.promptUnits(),
                null,
                except,
                nowNanos);
        lock.lock();
        try {
            returning.add(turn);
            waitingChanged(turn.account(), 1);
        } finally {
            lock.unlock();
        }
        dispatch();
        return turn;
    }

    void released(Turn turn) {
        turn.replica().end();
        turn.account().running().decrementAndGet();
        long held = nanos.getAsLong() - turn.heldSinceNanos();
        long mean = meanHoldNanos;
        meanHoldNanos = mean == FIRST_HOLD_NANOS ? held : mean + (held - mean) / MEAN_OF;
        if (waiting > 0) {
            dispatch();
        }
    }

    /** A client left while it waited, or a moment after it got its place. */
    void left(Turn turn) {
        boolean held;
        lock.lock();
        try {
            held = turn.state() == Turn.State.HELD;
            if (held) {
                turn.state(Turn.State.OVER);
            } else if (turn.state() == Turn.State.WAITING) {
                remove(turn);
            }
        } finally {
            lock.unlock();
        }
        if (held) {
            released(turn);
        }
    }

    private void dispatch() {
        while (waiting > 0) {
            Turn granted;
            lock.lock();
            try {
                granted = grant();
            } finally {
                lock.unlock();
            }
            if (granted == null) {
                return;
            }
            granted.tellGranted();
        }
    }

    private @Nullable Turn grant() {
        ServingDeployment now = deployment;
        for (Turn turn : returning) {
            ServingReplica free = take(now, turn.except);
            if (free != null) {
                return give(turn, free);
            }
        }
        if (waiting == returning.size()) {
            return null;
        }
        ServingReplica free = take(now, null);
        if (free == null) {
            return null;
        }
        Turn next = next();
        served(next.account());
        return give(next, free);
    }

    private Turn give(Turn turn, ServingReplica free) {
        remove(turn);
        turn.hold(free, nanos.getAsLong());
        return turn;
    }

    /** Of the highest class that waits, or, once in {@link #GUARD}, of the highest below it. */
    private Turn next() {
        int highest = waitingClass(0);
        int below = waitingClass(highest + 1);
        int chosen = highest;
        if (below < lanes.size() && ++grantedPastWaiting >= GUARD) {
            grantedPastWaiting = 0;
            chosen = below;
        }
        PriorityClass priority = PriorityClass.values()[chosen];
        return least(lanes.get(chosen)).waiting(priority).getFirst();
    }

    private int waitingClass(int from) {
        int at = from;
        while (at < lanes.size() && lanes.get(at).isEmpty()) {
            at++;
        }
        return at;
    }

    /** Of two that were served the same, the one that holds fewer places for its share. */
    private static TenantAccount least(List<TenantAccount> waiting) {
        TenantAccount best = waiting.getFirst();
        long least = best.counter();
        for (int i = 1; i < waiting.size(); i++) {
            TenantAccount other = waiting.get(i);
            long counter = other.counter();
            if (counter < least || (counter == least && holdsLess(other, best))) {
                best = other;
                least = counter;
            }
        }
        return best;
    }

    private static boolean holdsLess(TenantAccount one, TenantAccount than) {
        return (long) one.running().get() * than.share() < (long) than.running().get() * one.share();
    }

    /** A tenant of which nothing waits, here or elsewhere, gets no credit for its idleness. */
    private void cameBack(TenantAccount account, List<TenantAccount> lane) {
        if (account.waitingCount() > 0 || account.waitsElsewhere()) {
            return;
        }
        if (!lane.isEmpty()) {
            account.liftTo(least(lane).counter());
            return;
        }
        TenantAccount before = last;
        if (before != null && before != account) {
            account.liftTo(before.counter());
        }
        long heard = elsewhere;
        if (heard > Long.MIN_VALUE) {
            account.liftTo(heard);
        }
    }

    /** Snapshots are compared as such: a write for each request would have all event loops fetch it again. */
    @SuppressWarnings("ReferenceEquality")
    private void see(ServingDeployment now) {
        if (deployment != now) {
            deployment = now;
        }
    }

    private void served(TenantAccount account) {
        if (last != account) {
            last = account;
        }
        if (account.refused() > 0) {
            account.refused(account.refused() - 1);
        }
    }

    private void enqueue(Turn turn) {
        Deque<Turn> own = turn.account().waiting(turn.priority());
        if (own.isEmpty()) {
            lanes.get(turn.priority().ordinal()).add(turn.account());
        }
        own.addLast(turn);
        waitingChanged(turn.account(), 1);
    }

    private void remove(Turn turn) {
        turn.state(Turn.State.OVER);
        Deque<Turn> own = turn.account().waiting(turn.priority());
        if (!own.isEmpty() && own.remove(turn)) {
            if (own.isEmpty()) {
                lanes.get(turn.priority().ordinal()).remove(turn.account());
            }
        } else {
            returning.remove(turn);
        }
        waitingChanged(turn.account(), -1);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    private void waitingChanged(TenantAccount account, int by) {
        waiting += by;
        account.waitingChanged(by);
    }

    private List<Turn> allWaiting() {
        List<Turn> all = new ArrayList<>(returning);
        for (PriorityClass priority : PriorityClass.values()) {
            for (TenantAccount account : lanes.get(priority.ordinal())) {
                all.addAll(account.waiting(priority));
            }
        }
        return all;
    }

    /**
     * The newest that waits in a class below one: it gives its place up before anybody of that class is refused.
     *
     * @param of whose; null: of the tenant with the most waiting there
     */
    private @Nullable Turn newestBelow(PriorityClass priority, @Nullable TenantAccount of) {
        for (int below = lanes.size() - 1; below > priority.ordinal(); below--) {
            PriorityClass lower = PriorityClass.values()[below];
            TenantAccount most = null;
            for (TenantAccount each : lanes.get(below)) {
                boolean more = most == null
                        || each.waiting(lower).size() > most.waiting(lower).size();
                if (of == null ? more : each == of) {
                    most = each;
                }
            }
            if (most != null) {
                return most.waiting(lower).getLast();
            }
        }
        return null;
    }

    /**
     * The newest of the tenant with the most waiting for its share, if that is not the one that asks: whoever fills the
     * queue makes room in it.
     */
    private Turn mostOf(TenantAccount asking) {
        Turn newest = null;
        TenantAccount most = asking;
        long count = asking.waitingCount() + 1L;
        for (PriorityClass priority : PriorityClass.values()) {
            for (TenantAccount each : lanes.get(priority.ordinal())) {
                if (each != asking && each.waitingCount() * (long) most.share() > count * each.share()) {
                    most = each;
                    count = each.waitingCount();
                    newest = each.waiting(priority).getLast();
                }
            }
        }
        if (newest == null) {
            throw refusal(asking, Reason.QUEUE_FULL);
        }
        return newest;
    }

    /**
     * When a place in the queue will likely be free for one more of this tenant: places are given back each mean time held
     * by all places, and the tenant gets its share of them. Each refusal since is told a later time, so that those who were
     * refused together do not come back together.
     */
    private QueueRefusedException refusal(TenantAccount account, Reason reason) {
        long shares = 0;
        boolean counted = false;
        lock.lock();
        try {
            for (List<TenantAccount> lane : lanes) {
                for (TenantAccount each : lane) {
                    shares += each.share();
                    counted |= each == account;
                }
            }
            account.refused(Math.min(account.refused() + 1, settings.maxWaiting()));
        } finally {
            lock.unlock();
        }
        double part = (double) account.share() / (counted ? shares : shares + account.share());
        double apartNanos = (double) meanHoldNanos / Math.max(1, capacity(deployment)) / part;
        double millis = apartNanos * Math.max(1, account.refused()) / MILLI;
        return new QueueRefusedException(reason, (long) Math.clamp(Math.ceil(millis), 1, MAX_RETRY_MILLIS));
    }

    private long capacity(ServingDeployment now) {
        long capacity = 0;
        for (ServingReplica replica : now.replicas()) {
            capacity += replica.isHealthy() ? limit(replica) : 0;
        }
        return capacity;
    }

    private int limit(ServingReplica replica) {
        int own = replica.concurrency();
        return own == ServingReplica.UNKNOWN_CONCURRENCY ? settings.concurrencyPerReplica() : own;
    }

    private static boolean hasEngine(ServingDeployment now, @Nullable ServingReplica except) {
        return now.leastBusy(except) != null;
    }

    private static void requireEngine(ServingDeployment now, @Nullable ServingReplica except) {
        if (!hasEngine(now, except)) {
            throw new QueueRefusedException(Reason.NO_ENGINE, 1_000);
        }
    }

    /** A place on the healthy replica with the smallest part of its places taken; null when none has one. */
    private @Nullable ServingReplica take(ServingDeployment now, @Nullable ServingReplica except) {
        List<ServingReplica> replicas = now.replicas();
        while (true) {
            ServingReplica best = null;
            long bestTaken = 0;
            long bestLimit = 1;
            for (int i = 0; i < replicas.size(); i++) {
                ServingReplica replica = replicas.get(i);
                long limit = limit(replica);
                long taken = replica.inFlight();
                boolean excluded = except != null && replica.id().equals(except.id());
                if (!excluded
                        && taken < limit
                        && replica.isHealthy()
                        && (best == null || taken * bestLimit < bestTaken * limit)) {
                    best = replica;
                    bestTaken = taken;
                    bestLimit = limit;
                }
            }
            if (best == null || best.beginBelow((int) bestLimit)) {
                return best;
            }
        }
    }

    private TenantAccount account(TenantId tenant) {
        TenantAccount known = accounts.get(tenant);
        return known == null ? accounts.computeIfAbsent(tenant, TenantAccount::new) : known;
    }
}
