package cloud.hanok.tenant.limit;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.lease.Lease;
import cloud.hanok.platform.lease.LeaseKey;
import cloud.hanok.platform.lease.LeaseUse;
import cloud.hanok.platform.lease.Leases;
import cloud.hanok.platform.roster.GatewayRoster;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The rates of tenants at this gateway. [event loop] Touches only memory. All gateways together never let more requests of
 * a window pass than its limit; see {@code docs/decisions/0010-limits-by-leases.md} for what that bounds.
 */
public final class RateLimits {
    /** Where a slot may come free at any moment, this is when it is worth trying again. */
    private static final long SLOT_RETRY_MILLIS = 1_000;

    /** Limits counted at one gateway, some kilobyte each; whoever comes under one more is told to come back. */
    static final int MAX_COUNTERS = 200_000;

    /** Counters that are looked at, whether they can be forgotten, whenever there is one more. */
    private static final int LOOKED_AT = 16;

    private final Leases leases;
    private final SeatShares shares;
    private final Clock clock;
    private final ConcurrentHashMap<Counted, RateCounter> counters = new ConcurrentHashMap<>();

    /** Where the next look goes on; guarded by this. */
    private Iterator<RateCounter> looking = Collections.emptyIterator();

    private record Counted(TenantId tenant, String subject) {}

    public RateLimits(Leases leases, GatewayRoster roster, Clock clock) {
        this(leases, roster::seats, roster::gateways, clock);
    }

    /**
     * @param seats by how much a share is divided; 0: there is none
     * @param gateways how many there are
     */
    public RateLimits(Leases leases, IntSupplier seats, IntSupplier gateways, Clock clock) {
        this.leases = leases;
        this.shares = new SeatShares(seats, gateways);
        this.clock = clock;
    }

    /**
     * Takes a request from every limit it comes under, or from none.
     *
     * @param rates that it comes under
     * @param atMillis the moment in its id, epoch
     * @param tokens the most it may use
     * @return the {@link RateHold}, which the caller must end
     */
    public RateDecision take(TenantId tenant, List<Limit> rates, long atMillis, long tokens) {
        if (rates.isEmpty()) {
            return RateHold.NONE;
        }
        List<RateHold.Part> parts = new ArrayList<>(rates.size());
        for (Limit limit : rates) {
            RateCounter.Window window = window(tenant, limit, atMillis);
            if (window == null) {
                new RateHold(parts, atMillis).end(false, 0);
                return new RateDecision.Pending(CompletableFuture.failedStage(
                        new IllegalStateException("more than " + MAX_COUNTERS + " limits are counted here")));
            }
            long amount = limit.kind().tokens() ? tokens : 1;
            Lease lease = window.lease();
            switch (lease.use(amount, limit.amount())) {
                case LeaseUse.Used used -> parts.add(new RateHold.Part(limit, lease, amount, window.endMillis()));
                case LeaseUse.Pending pending -> {
                    new RateHold(parts, atMillis).end(false, 0);
                    return new RateDecision.Pending(pending.known());
                }
                case LeaseUse.Refused refused -> {
                    new RateHold(parts, atMillis).end(false, 0);
                    return new RateDecision.Refused(
                            limit, amount, retryAfter(limit, amount, window), standing(tenant, rates, atMillis));
                }
            }
        }
        return new RateHold(parts, atMillis);
    }

    /** How limits stand, without taking anything. */
    public RateHold standing(TenantId tenant, List<Limit> rates, long atMillis) {
        List<RateHold.Part> parts = new ArrayList<>(rates.size());
        for (Limit limit : rates) {
            RateCounter.Window window = window(tenant, limit, atMillis);
            if (window != null) {
                parts.add(new RateHold.Part(limit, window.lease(), 0, window.endMillis()));
            }
        }
        return new RateHold(parts, atMillis);
    }

    /** The lease that a limit is kept by at a moment. */
    public static LeaseKey keyOf(TenantId tenant, Limit limit, long atMillis) {
        return RateCounter.keyOf(tenant, limit, atMillis);
    }

    private long retryAfter(Limit limit, long amount, RateCounter.Window window) {
        if (amount > limit.amount()) {
            return 0;
        }
        return limit.kind().windowMillis() == 0 ? SLOT_RETRY_MILLIS : Math.max(1, window.endMillis() - clock.millis());
    }

    /** Null when there are too many. */
    private RateCounter.@Nullable Window window(TenantId tenant, Limit limit, long atMillis) {
        var counted = new Counted(tenant, limit.subject());
        while (true) {
            RateCounter counter = counters.get(counted);
            if (counter == null) {
                forgetIdle(clock.millis());
                if (counters.size() >= MAX_COUNTERS) {
                    return null;
                }
                counter = counters.computeIfAbsent(
                        counted, c -> new RateCounter(tenant, limit, shares, leases, atMillis));
            }
            RateCounter.Window window = counter.at(atMillis);
            if (window != null) {
                return window;
            }
            counters.remove(counted, counter);
        }
    }

    /** A few at a time, so that no request pays for all of them. */
    private synchronized void forgetIdle(long nowMillis) {
        for (int looked = 0; looked < LOOKED_AT; looked++) {
            if (!looking.hasNext()) {
                looking = counters.values().iterator();
                if (!looking.hasNext()) {
                    return;
                }
            }
            if (looking.next().closedWhenIdle(nowMillis)) {
                looking.remove();
            }
        }
    }

    /** Limits that are counted here. */
    int size() {
        return counters.size();
    }
}
