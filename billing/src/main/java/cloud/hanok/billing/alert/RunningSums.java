package cloud.hanok.billing.alert;

import cloud.hanok.billing.usage.UsageSums;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.time.Seoul;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Months' usage for whoever asks for it again and again while it grows: the sum of the hours that are over is kept, and only those
 * after it are read. Whoever asks says which hours were written to since they last did, all of them, so that what comes late is
 * seen; or forgets the tenant.
 */
final class RunningSums {
    /** Months kept, each of some hundred bytes for each key and model that spent in it; forgetting one only reads it again. */
    static final int MAX_MONTHS = 10_000;

    private final Hours hours;
    private final Map<TenantMonth, Closed> closed = new ConcurrentHashMap<>();

    /** Where sums are read. */
    @FunctionalInterface
    interface Hours {
        /** The hours in [from, to) that have usage. Blocks. */
        NavigableMap<Instant, UsageSums> of(TenantId tenant, Instant from, Instant to);
    }

    RunningSums(Hours hours) {
        this.hours = hours;
    }

    /**
     * Everything of a month that was written until now.
     *
     * @param written the month's hours that were written to since this was last called for it; at least one
     * @param now no hour after its own is looked for, but for those that were named or had usage before
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be read: the same hours are to be named again
     */
    UsageSums month(TenantId tenant, YearMonth month, SortedSet<Instant> written, Instant now) {
        var key = new TenantMonth(tenant, month);
        Instant thisHour = now.truncatedTo(ChronoUnit.HOURS);
        Closed before = closed.get(key);
        if (before == null || written.first().isBefore(before.until())) {
            before = new Closed(Seoul.startOf(month), new UsageSums(), Seoul.endOf(month));
        }
        Instant last = later(later(thisHour, written.last()), before.last());
        Instant end = earlier(Seoul.endOf(month), last.plus(1, ChronoUnit.HOURS));
        NavigableMap<Instant, UsageSums> open = hours.of(tenant, before.until(), end);
        UsageSums sums = sum(before.sums(), open.headMap(written.first(), false));
        keep(key, new Closed(written.first(), sums, open.isEmpty() ? thisHour : open.lastKey()));
        return sum(sums, open.tailMap(written.first(), true));
    }

    /** Nothing is kept of a tenant whose written hours nobody will name. */
    void forget(TenantId tenant) {
        closed.keySet().removeIf(key -> key.tenant().equals(tenant));
    }

    private void keep(TenantMonth key, Closed now) {
        if (closed.size() >= MAX_MONTHS && !closed.containsKey(key)) {
            closed.clear();
        }
        closed.put(key, now);
    }

    private static UsageSums sum(UsageSums start, Map<Instant, UsageSums> more) {
        UsageSums sums = new UsageSums();
        sums.addAll(start);
        more.values().forEach(sums::addAll);
        return sums;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private record TenantMonth(TenantId tenant, YearMonth month) {}

    /**
     * What was spent before an hour; its sums are never changed.
     *
     * @param last the latest hour that had usage when it was read: of a clock that is ahead it may be one to come
     */
    private record Closed(Instant until, UsageSums sums, Instant last) {}
}
