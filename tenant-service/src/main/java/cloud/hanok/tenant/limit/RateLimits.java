package cloud.hanok.tenant.limit;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.lease.Lease;
import cloud.hanok.platform.lease.LeaseKey;
import cloud.hanok.platform.lease.LeaseUse;
import cloud.hanok.platform.lease.Leases;
import cloud.hanok.platform.roster.GatewayRoster;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * The rates of tenants at this gateway. [event loop] Touches only memory. All gateways together never let more requests of
 * a window pass than its limit; see {@code docs/decisions/0010-limits-by-leases.md} for what that bounds.
 */
public final class RateLimits {
    /** Where a slot may come free at any moment, this is when it is worth trying again. */
    private static final long SLOT_RETRY_MILLIS = 1_000;

    private final Leases leases;
    private final SeatShares shares;
    private final Clock clock;
    private final ConcurrentHashMap<Counted, RateCounter> counters = new ConcurrentHashMap<>();

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
            RateCounter.Window window = counter(tenant, limit, atMillis).at(atMillis);
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
            RateCounter.Window window = counter(tenant, limit, atMillis).at(atMillis);
            parts.add(new RateHold.Part(limit, window.lease(), 0, window.endMillis()));
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

    private RateCounter counter(TenantId tenant, Limit limit, long atMillis) {
        var counted = new Counted(tenant, limit.subject());
        RateCounter counter = counters.get(counted);
        return counter != null
                ? counter
                : counters.computeIfAbsent(counted, c -> new RateCounter(tenant, limit, shares, leases, atMillis));
    }
}
