package cloud.hanok.platform.lease;

import cloud.hanok.platform.cassandra.StoreUnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One budget at this gateway. [event loop] {@link #use} and {@link #giveBack} touch only memory: what may be used yet is one
 * number, and taking from it one compare-and-set. Asking for more, giving back and renewing are one kind of step, which
 * writes this gateway's entry of the row ({@link LeasePool}) as memory has it; one step runs at a time, elsewhere.
 *
 * <p>What memory may use is never more than the row says: memory is lowered before the row, and raised after it. A step
 * whose fate is unknown is read again, and what it may still do late is refused by the row's revision once another was
 * written.
 */
public final class Lease {
    /** Gateways that write one row at once get in each other's way this often at most. */
    private static final int MAX_RACES = 24;
    /** How long what did not fit is refused without asking again; it doubles while it goes on. */
    private static final long FIRST_REFUSAL_MILLIS = 500;

    private static final long LONGEST_REFUSAL_MILLIS = 4_000;
    /** How soon a request that waits for others to give back is asked for again. */
    private static final long ASK_AGAIN_MILLIS = 300;
    /** A store that failed is not asked sooner, so that an outage is not answered with a storm. */
    private static final long FAILED_MILLIS = 1_000;
    /** Asked again within this time, a portion is doubled; much later it is halved. */
    private static final long SOON_MILLIS = 5_000;
    /** How often a gateway looks whether another one wants what it does not use: when there is little left, and else. */
    private static final long LOOK_SCARCE_MILLIS = 500;

    private static final long LOOK_MILLIS = 10_000;
    /** Where there is plenty for all, a gateway keeps what it does not use so many times longer: a rare caller asks rarely. */
    private static final long PLENTY = 12;

    /** For how long a wish stands, and whoever saw it keeps nothing in hand. */
    private static final long WANTED_MILLIS = 3_000;
    /**
     * Of a budget without end, such as a month's spending, a portion is this part of the whole as long as there is plenty, so
     * that a gateway goes on for a while without the store.
     */
    private static final long PROVISION_PARTS = 16;

    /** A portion holds this many of the requests that asked for it. */
    private static final long FIRST_PORTION_REQUESTS = 8;
    /** Budgets that began unseen are counted again this often, for this long: longer than any request runs. */
    private static final long COUNT_AGAIN_MILLIS = 10_000;

    private static final long COUNT_FOR_MILLIS = 3_600_000;

    private final LeaseKey key;
    private final LeaseTerms terms;
    private final LeaseDivision division;
    private final LeasedAccount account;
    private final Leases around;
    private final AtomicLong headroom = new AtomicLong();
    private volatile long limit = -1;
    private volatile long aheadBelow = Long.MIN_VALUE;
    private volatile long validUntilMillis = Long.MAX_VALUE;
    private volatile boolean touched;
    private volatile boolean working;
    private volatile boolean yielding;
    private volatile @Nullable LeasePool known;

    // The rest is guarded by this object's monitor.
    private long share;
    private long granted;
    private long lost;
    private boolean joined;
    private boolean noted;
    private boolean stale = true;
    private @Nullable CompletableFuture<Void> waiting;
    private long leastWaiting;
    private long allWaiting;
    private long patienceEndsMillis;
    private long retryAtMillis = Long.MAX_VALUE;
    private long refusedUntilMillis;
    private long refusedNeed = Long.MAX_VALUE;
    private long refusalMillis = FIRST_REFUSAL_MILLIS;
    private @Nullable CompletableFuture<Void> failed;
    private long failedUntilMillis;
    private long lastPortion;
    private long askedMillis;
    private long usedMillis;
    private long renewedMillis;
    private long lookAtMillis;
    /** It gave back what it did not use: nothing is asked for ahead until somebody asks. */
    private boolean resting;

    private long yieldUntilMillis;
    private boolean scarce = true;

    Lease(LeaseKey key, LeaseTerms terms, LeaseDivision division, LeasedAccount account, Leases around) {
        this.key = key;
        this.terms = terms;
        this.division = division;
        this.account = account;
        this.around = around;
        this.usedMillis = around.millis();
    }

    /** What it is a lease of. */
    public LeaseKey key() {
        return key;
    }

    /**
     * Takes an amount.
     *
     * @param amount not negative
     * @param limitNow the limit as it is known now; when it is another than last time, grants are made anew under it
     */
    public LeaseUse use(long amount, long limitNow) {
        if (limitNow != limit) {
            limitBecame(limitNow);
        }
        if (validUntilMillis != Long.MAX_VALUE && around.millis() >= validUntilMillis) {
            lapse();
        }
        return take(amount) ? LeaseUse.USED : slowly(amount);
    }

    /** Gives back what was taken and not used. A negative amount is what was used beyond what was taken. */
    public void giveBack(long amount) {
        if (yielding && amount > 0) {
            giveAway(amount);
        } else {
            headroom.addAndGet(amount);
        }
    }

    /** Of the limit, what is used or held here, or granted to others, as far as it is known here. */
    public synchronized long taken() {
        return Math.max(0, limit - left());
    }

    /** Of the limit, what is left to be used or asked for, as far as it is known here. */
    public long left() {
        LeasePool pool = known;
        long told = limit;
        if (told < 0) {
            return Long.MAX_VALUE;
        }
        long free = pool == null ? division.pool(told) : pool.free(division.pool(told));
        return Math.clamp(Math.max(0, headroom.get()) + Math.max(0, free), 0, told);
    }

    /** What is used or held here. */
    public synchronized long used() {
        return share + granted - headroom.get();
    }

    @Override
    public synchronized String toString() {
        return "Lease[" + key.subject() + " of " + key.period() + ": " + granted + " granted, " + headroom + " in hand"
                + (working ? ", working" : "") + (waiting == null ? "" : ", waited for") + "]";
    }

    private boolean take(long amount) {
        while (true) {
            long left = headroom.get();
            if (left < amount) {
                return false;
            }
            if (headroom.compareAndSet(left, left - amount)) {
                if (!touched) {
                    touched = true;
                }
                if (left - amount < aheadBelow && !working) {
                    askAhead();
                }
                return true;
            }
        }
    }

    private synchronized LeaseUse slowly(long amount) {
        if (take(amount)) {
            return LeaseUse.USED;
        }
        touched = true;
        resting = false;
        long now = around.millis();
        // What was used beyond the grant is told to the row by the same step, and is not asked for once more.
        long need = amount - Math.max(0, headroom.get());
        CompletableFuture<Void> failure = failed;
        if (failure != null && now < failedUntilMillis) {
            return new LeaseUse.Pending(failure);
        }
        if (amount > limit || (now < refusedUntilMillis && need >= refusedNeed)) {
            return LeaseUse.REFUSED;
        }
        CompletableFuture<Void> wait = waiting;
        if (wait == null) {
            wait = new CompletableFuture<>();
            waiting = wait;
            leastWaiting = need;
            allWaiting = need;
            patienceEndsMillis = now + terms.patienceMillis();
            start();
        } else {
            leastWaiting = Math.min(leastWaiting, need);
            allWaiting = saturated(allWaiting, amount);
        }
        return new LeaseUse.Pending(wait);
    }

    private synchronized void askAhead() {
        resting = false;
        if (!working && waiting == null && around.millis() >= refusedUntilMillis) {
            start();
        }
    }

    private synchronized void limitBecame(long now) {
        long before = limit;
        if (before == now) {
            return;
        }
        limit = now;
        divide();
        refusedUntilMillis = 0;
        refusalMillis = FIRST_REFUSAL_MILLIS;
        if (now < before && granted > 0) {
            surrender();
            stale = true;
            start();
        }
    }

    /** The lease ran out without being renewed: what it granted is others' now. */
    private synchronized void lapse() {
        if (around.millis() >= validUntilMillis) {
            headroom.addAndGet(-granted);
            granted = 0;
            stale = true;
            validUntilMillis = Long.MAX_VALUE;
        }
    }

    private synchronized void giveAway(long amount) {
        long away = Math.min(amount, granted);
        granted -= away;
        headroom.addAndGet(amount - away);
        start();
    }

    private void divide() {
        long now = limit < 0 ? 0 : division.share(limit);
        headroom.addAndGet(now - share);
        share = now;
    }

    /** Nobody uses it: what is not in use is others' until somebody does. */
    private void rest() {
        resting = true;
        surrender();
    }

    /** Takes what is granted and not in use out of memory; the next step tells the row. */
    private void surrender() {
        while (true) {
            long left = headroom.get();
            long surplus = Math.min(left, granted);
            if (surplus <= 0) {
                return;
            }
            if (headroom.compareAndSet(left, left - surplus)) {
                granted -= surplus;
                return;
            }
        }
    }

    /** What is used beyond what was granted, by a cost above its bound or after a lapse, is told to the row as granted. */
    private void admitOveruse() {
        long over = Math.max(0, -headroom.get());
        headroom.addAndGet(over);
        granted += over;
    }

    private void start() {
        if (working) {
            return;
        }
        working = true;
        try {
            around.execute(this::work);
        } catch (RejectedExecutionException e) {
            working = false;
            fail(e);
        }
    }

    /** What is to be done now and then: retry, renew, look, give back. */
    synchronized void tick(long now) {
        divide();
        if (touched) {
            touched = false;
            usedMillis = now;
        }
        if (yielding && now >= yieldUntilMillis) {
            yielding = false;
        }
        if (working) {
            return;
        }
        boolean idle = now - usedMillis >= (scarce ? terms.idleMillis() : PLENTY * terms.idleMillis());
        if (waiting != null) {
            if (now >= retryAtMillis) {
                retryAtMillis = Long.MAX_VALUE;
                stale = true;
                start();
            }
        } else if (idle && granted > 0 && headroom.get() > 0) {
            rest();
            start();
        } else if (terms.leaseMillis() > 0 && granted > 0 && now - renewedMillis >= terms.leaseMillis() / 3) {
            start();
        } else if ((joined && known == null && now >= failedUntilMillis)
                || rowSaysMore()
                || (idle && terms.counted() && owesReport())) {
            start();
        } else if (granted > 0 && headroom.get() > 0 && now >= lookAtMillis) {
            stale = true;
            start();
        }
    }

    /**
     * Takes its place in the row, where an earlier life of this gateway may stand. Blocks.
     *
     * @throws StoreUnavailableException when it could not be done
     */
    public void enter() {
        synchronized (this) {
            if (working || joined) {
                return;
            }
            working = true;
        }
        try {
            negotiate();
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                working = false;
            }
            throw e;
        }
    }

    /** Gives back what it does not hold, and reports: the process ends. Blocks. */
    void close() {
        synchronized (this) {
            if (working || !joined) {
                return;
            }
            working = true;
            rest();
        }
        work();
    }

    /** Memory was lowered while a step was under way, or the step that was to tell the row failed. */
    private boolean rowSaysMore() {
        LeasePool pool = known;
        return pool != null && pool.of(around.holder()).granted() > lost + granted;
    }

    private boolean owesReport() {
        LeasePool pool = known;
        return pool != null && pool.of(around.holder()).reported() != account.reported();
    }

    private void work() {
        try {
            negotiate();
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                stale = true;
                working = false;
                fail(e);
            }
        }
    }

    private void fail(Throwable cause) {
        CompletableFuture<Void> wait = waiting;
        failedUntilMillis = around.millis() + FAILED_MILLIS;
        if (wait != null) {
            waiting = null;
            failed = wait;
            wait.completeExceptionally(cause);
        } else {
            failed = CompletableFuture.failedFuture(cause);
        }
    }

    /**
     * What a step is to write.
     *
     * @param need what is waited for, 0 when nothing is
     * @param want what would be good to have
     * @param base this gateway's entry without what it asks for
     */
    private record Plan(long need, long want, long base, boolean asks) {}

    private void negotiate() {
        for (int race = 0; race < MAX_RACES; race++) {
            LeasePool remembered = known;
            boolean read = stale() || remembered == null;
            LeasePool was = read || remembered == null ? around.store().read(key) : remembered;
            long now = around.millis();
            LeasePool pool = entered(was, now);
            Plan plan = plan(pool, now);
            long reported = account.reported();
            LeasePool others = pool.without(around.holder());
            if (terms.counted() && countIsDue(was, others, plan, now)) {
                long carried = Math.max(0, account.recorded() - others.reported() - reported);
                others = others.counted(carried, now);
            }
            long free = others.free(division.pool(Math.max(0, limit))) - plan.base();
            int holders = Math.max(others.holders() + 1, division.gateways());
            long give = plan.asks() ? LeasePool.portion(free, plan.need(), plan.want(), holders) : 0;
            boolean tooLittle = give < plan.need();
            if (tooLittle && !read) {
                // What is remembered may be old: nobody is refused on it.
                known = null;
                continue;
            }
            long wantedMillis = tooLittle && terms.patienceMillis() > 0 ? now : 0;
            var mine = new LeasePool.Holding(plan.base() + give, reported, now, wantedMillis);
            LeasePool next = others.with(around.holder(), mine, now);
            if (saysTheSame(was, next, mine)) {
                // Also where memory was lowered and asks for as much again before the row was told.
                finished(was, plan, give, free - give, now);
                return;
            }
            if (terms.counted() && !noted) {
                around.store().noteHolding(around.holder(), key);
                noted = true;
            }
            switch (around.store().write(key, was.revision(), next, terms.keepSeconds())) {
                case APPLIED -> {
                    finished(next, plan, give, free - give, now);
                    return;
                }
                case REFUSED -> known = null;
                case UNKNOWN -> {
                    known = null;
                    LeasePool after = around.store().read(key);
                    if (after.revision() > was.revision()
                            && after.of(around.holder()).equals(mine)) {
                        finished(after, plan, give, free - give, now);
                        return;
                    }
                }
            }
        }
        throw new StoreUnavailableException(
                "the lease of " + key.subject() + " was not settled in time", new IllegalStateException("contended"));
    }

    private synchronized boolean stale() {
        boolean was = stale;
        stale = false;
        return was;
    }

    /** The row without what is over; at the first sight also without what an earlier life of this gateway left. */
    private synchronized LeasePool entered(LeasePool was, long now) {
        LeasePool pool = terms.leaseMillis() > 0 ? was.withoutOlderThan(now - terms.leaseMillis()) : was;
        if (!joined && !terms.counted() && terms.leaseMillis() == 0) {
            // How much of it that life used is not known.
            lost = was.of(around.holder()).granted();
        }
        return pool;
    }

    private synchronized Plan plan(LeasePool pool, long now) {
        boolean wanted = pool.wantedByAnother(around.holder(), now - WANTED_MILLIS);
        if (wanted) {
            yielding = true;
            yieldUntilMillis = now + WANTED_MILLIS;
            if (waiting == null) {
                surrender();
            }
        }
        admitOveruse();
        long base = lost + granted;
        if (waiting == null) {
            boolean ahead = headroom.get() < aheadBelow && !resting && !wanted && now >= refusedUntilMillis;
            return new Plan(0, ahead ? Math.max(nextPortion(now), provision()) : 0, base, ahead);
        }
        long need = Math.max(0, leastWaiting);
        long demand = Math.max(allWaiting, Math.max(severalOf(need), nextPortion(now)));
        return new Plan(need, wanted ? need : Math.max(demand, provision()), base, true);
    }

    private long provision() {
        return terms.counted() ? division.pool(Math.max(0, limit)) / PROVISION_PARTS : 0;
    }

    private long nextPortion(long now) {
        long since = now - askedMillis;
        if (since < SOON_MILLIS) {
            return saturated(lastPortion, lastPortion);
        }
        return since < 4 * SOON_MILLIS ? lastPortion : lastPortion / 2;
    }

    private boolean countIsDue(LeasePool was, LeasePool others, Plan plan, long now) {
        boolean earlierLife = !isJoined() && !was.of(around.holder()).equals(LeasePool.Holding.NONE);
        if (was.revision() == 0 || earlierLife) {
            return true;
        }
        boolean unseen = account.mayHaveBegunUnseen();
        if (unseen && now - was.createdMillis() < COUNT_FOR_MILLIS && now - was.countedMillis() >= COUNT_AGAIN_MILLIS) {
            return true;
        }
        long free = others.free(division.pool(Math.max(0, limit))) - plan.base();
        return free < plan.need() && (unseen || was.carried() > 0) && now - was.countedMillis() >= FIRST_REFUSAL_MILLIS;
    }

    private synchronized boolean isJoined() {
        return joined;
    }

    private boolean saysTheSame(LeasePool was, LeasePool next, LeasePool.Holding mine) {
        LeasePool.Holding before = was.of(around.holder());
        boolean renewalDue = terms.leaseMillis() > 0
                && mine.granted() > 0
                && mine.renewedMillis() - before.renewedMillis() >= terms.leaseMillis() / 3;
        return isJoined()
                && !renewalDue
                && before.granted() == mine.granted()
                && before.reported() == mine.reported()
                && (before.wantedMillis() == 0) == (mine.wantedMillis() == 0)
                && mine.wantedMillis() == 0
                && was.carried() == next.carried();
    }

    private void finished(LeasePool pool, Plan plan, long give, long free, long now) {
        CompletableFuture<Void> answered = null;
        synchronized (this) {
            known = pool;
            joined = true;
            failed = null;
            granted += give;
            headroom.addAndGet(give);
            if (terms.leaseMillis() > 0) {
                renewedMillis = now;
                validUntilMillis = granted > 0 ? now + terms.leaseMillis() / 3 * 2 : Long.MAX_VALUE;
            }
            scarce = free < 4 * Math.max(1, lastPortion);
            lookAtMillis = now + (scarce ? LOOK_SCARCE_MILLIS : LOOK_MILLIS);
            if (give > 0) {
                lastPortion = give;
                askedMillis = now;
                refusalMillis = FIRST_REFUSAL_MILLIS;
                refusedUntilMillis = 0;
            }
            aheadBelow = free > 0 && (give > 0 || !plan.asks()) ? aheadOf() : Long.MIN_VALUE;
            if (give < plan.need() && now < patienceEndsMillis && pool.othersMayGiveBack(around.holder())) {
                retryAtMillis = now + ASK_AGAIN_MILLIS;
            } else {
                if (give < plan.need()) {
                    refusedNeed = plan.need();
                    refusedUntilMillis = now + refusalMillis;
                    refusalMillis = Math.min(LONGEST_REFUSAL_MILLIS, 2 * refusalMillis);
                }
                if (plan.need() > 0 || waiting == null || plan.asks()) {
                    answered = waiting;
                    waiting = null;
                }
            }
            working = false;
            if (waiting != null && retryAtMillis == Long.MAX_VALUE) {
                // It came while this step, which asked for nothing, was under way.
                start();
            }
        }
        if (answered != null) {
            answered.complete(null);
        }
    }

    /** With less than this in hand more is asked for before it is needed. */
    private long aheadOf() {
        return Math.max(lastPortion, share) / 4;
    }

    private static long severalOf(long need) {
        return need > Long.MAX_VALUE / FIRST_PORTION_REQUESTS ? Long.MAX_VALUE : need * FIRST_PORTION_REQUESTS;
    }

    private static long saturated(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
