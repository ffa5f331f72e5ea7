package cloud.hanok.tenant.limit;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.lease.Lease;
import cloud.hanok.platform.lease.LeaseDivision;
import cloud.hanok.platform.lease.LeaseKey;
import cloud.hanok.platform.lease.LeaseTerms;
import cloud.hanok.platform.lease.LeasedAccount;
import cloud.hanok.platform.lease.Leases;
import cloud.hanok.platform.time.Seoul;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One limit of a rate at this gateway: the leases of its windows. A window is a minute of the clock, or a day of Seoul, and
 * a request is of the window that the moment in its id falls in.
 */
final class RateCounter {
    private static final LeaseTerms MINUTE = new LeaseTerms(0, 600, 0, 1_000, false);
    private static final LeaseTerms DAY = new LeaseTerms(0, 2 * 86_400, 1_000, 5_000, false);
    /** Slots are renewed while they are held, and come back from a dead gateway when they were not for so long. */
    private static final LeaseTerms SLOTS = new LeaseTerms(15_000, 86_400, 1_500, 2_000, false);

    private final TenantId tenant;
    private final Limit limit;
    private final LeaseDivision division;
    private final Leases leases;
    /** A limit that nobody came under for so long is forgotten, once its window is over. */
    private static final long IDLE_MILLIS = 600_000;

    /** So often at most it is noted that somebody did. */
    private static final long TOUCH_MILLIS = 60_000;

    private volatile long touchedMillis;
    private volatile boolean closed;
    private volatile Window current;
    private volatile Window previous;

    /** @param endMillis exclusive; {@link Long#MAX_VALUE} where there is no window */
    record Window(long startMillis, long endMillis, Lease lease) {
        boolean holds(long atMillis) {
            return atMillis >= startMillis && atMillis < endMillis;
        }
    }

    RateCounter(TenantId tenant, Limit limit, LeaseDivision division, Leases leases, long atMillis) {
        this.tenant = tenant;
        this.limit = limit;
        this.division = division;
        this.leases = leases;
        this.touchedMillis = atMillis;
        this.current = window(atMillis);
        this.previous = current;
    }

    /** The window of a moment; null when the counter was forgotten, and another one has to be asked. */
    @Nullable
    Window at(long atMillis) {
        if (atMillis - touchedMillis > TOUCH_MILLIS) {
            touchedMillis = atMillis;
        }
        Window now = current;
        if (closed) {
            return null;
        }
        return now.holds(atMillis) ? now : other(atMillis);
    }

    /**
     * Forgets the limit when nobody came under it for long, its window is over and none of it is held: asked again, it begins
     * anew, and what was granted of a window must not be granted twice.
     *
     * @return whether it did
     */
    synchronized boolean closedWhenIdle(long nowMillis) {
        boolean over = limit.kind().windowMillis() == 0
                ? current.lease().used() == 0
                : current.endMillis() + IDLE_MILLIS < nowMillis;
        if (!over || touchedMillis + IDLE_MILLIS >= nowMillis) {
            return false;
        }
        closed = true;
        leases.drop(previous.lease());
        leases.drop(current.lease());
        return true;
    }

    /** A request whose body took long is still of the window it began in. */
    private synchronized @Nullable Window other(long atMillis) {
        Window now = current;
        if (closed) {
            return null;
        }
        if (atMillis < now.endMillis()) {
            return now.holds(atMillis) ? now : previous;
        }
        Window next = window(atMillis);
        leases.drop(previous.lease());
        previous = now;
        current = next;
        return next;
    }

    /** The lease of a limit at a moment. */
    static LeaseKey keyOf(TenantId tenant, Limit limit, long atMillis) {
        String period = switch (limit.kind()) {
            case REQUESTS_PER_MINUTE, TOKENS_PER_MINUTE ->
                Long.toString(atMillis - Math.floorMod(atMillis, LimitKind.REQUESTS_PER_MINUTE.windowMillis()));
            case REQUESTS_PER_DAY, TOKENS_PER_DAY -> dayOf(atMillis).toString();
            case CONCURRENT_REQUESTS, SPEND_PER_MONTH -> "now";
        };
        return new LeaseKey(tenant, limit.subject(), period);
    }

    private static LocalDate dayOf(long atMillis) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(atMillis), Seoul.ZONE);
    }

    private Window window(long atMillis) {
        LeaseKey key = keyOf(tenant, limit, atMillis);
        return switch (limit.kind()) {
            case REQUESTS_PER_MINUTE, TOKENS_PER_MINUTE -> {
                long start = atMillis - Math.floorMod(atMillis, LimitKind.REQUESTS_PER_MINUTE.windowMillis());
                yield window(start, start + LimitKind.REQUESTS_PER_MINUTE.windowMillis(), key, MINUTE);
            }
            case REQUESTS_PER_DAY, TOKENS_PER_DAY -> {
                LocalDate day = dayOf(atMillis);
                yield window(
                        day.atStartOfDay(Seoul.ZONE).toInstant().toEpochMilli(),
                        day.plusDays(1).atStartOfDay(Seoul.ZONE).toInstant().toEpochMilli(),
                        key,
                        DAY);
            }
            case CONCURRENT_REQUESTS, SPEND_PER_MONTH -> window(0, Long.MAX_VALUE, key, SLOTS);
        };
    }

    private Window window(long start, long end, LeaseKey key, LeaseTerms terms) {
        return new Window(start, end, leases.open(key, terms, division, LeasedAccount.UNCOUNTED));
    }
}
