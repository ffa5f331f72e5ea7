package cloud.hanok.billing.usage;

import cloud.hanok.billing.credit.SpendScope;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.money.NanoWon;
import cloud.hanok.platform.time.Seoul;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Sums of usage by minute and by hour, in UTC. A sum is taken from its rollup when nothing was written since the rollup
 * was made, else summed from the events, and stored when its time is over; so an answer is always that of the events, a
 * late event re-opens what it touches by itself, and two that roll up at once cannot leave a wrong sum behind: the
 * one that saw less is seen to be stale by its marks. Blocks.
 */
public final class UsageProjection {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final UsageEvents events;
    private final UsageMarks marks;
    private final Rollups rollups;
    private final Clock clock;

    public UsageProjection(Keyspaces keyspaces, Clock clock) {
        this.events = new UsageEvents(keyspaces);
        this.marks = new UsageMarks(keyspaces);
        this.rollups = new Rollups(keyspaces);
        this.clock = clock;
    }

    /**
     * The minutes in [from, to) that have usage.
     *
     * @param from the start of a minute, as {@code to} is
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be read
     */
    public NavigableMap<Instant, UsageSums> minutes(TenantId tenant, Instant from, Instant to) {
        NavigableMap<Instant, UsageSums> all = new TreeMap<>();
        Instant hour = from.truncatedTo(ChronoUnit.HOURS);
        while (hour.isBefore(to)) {
            Instant next = hour.plus(HOUR);
            all.putAll(minutesOf(tenant, hour, later(from, hour), earlier(to, next)));
            hour = next;
        }
        return all;
    }

    /**
     * The hours in [from, to) that have usage.
     *
     * @param from the start of an hour, as {@code to} is
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be read
     */
    public NavigableMap<Instant, UsageSums> hours(TenantId tenant, Instant from, Instant to) {
        NavigableMap<Instant, UsageSums> all = new TreeMap<>();
        Instant day = from.truncatedTo(ChronoUnit.DAYS);
        while (day.isBefore(to)) {
            Instant next = day.plus(DAY);
            all.putAll(hoursOf(tenant, day, later(from, day), earlier(to, next)));
            day = next;
        }
        return all;
    }

    /**
     * Hands over what was recorded in [from, to), minute by minute and each identity once, read from the events
     * themselves.
     *
     * @param from the start of a minute, as {@code to} is
     * @return whether it was gone on to the end
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be read
     */
    public boolean visit(TenantId tenant, Instant from, Instant to, UsageVisitor visitor) {
        Instant firstHour = from.truncatedTo(ChronoUnit.HOURS);
        Instant day = from.truncatedTo(ChronoUnit.DAYS);
        while (day.isBefore(to)) {
            Instant next = day.plus(DAY);
            for (Instant hour : marks.hours(tenant, day, later(firstHour, day), earlier(to, next))
                    .keySet()) {
                for (Instant minute : marks.minutes(tenant, hour, later(from, hour), earlier(to, hour.plus(HOUR)))
                        .keySet()) {
                    if (!events.ofMinute(tenant, minute, row -> visitor.visit(minute, row.attempt(), row.totals()))) {
                        return false;
                    }
                }
            }
            day = next;
        }
        return true;
    }

    /**
     * Everything of one month of Seoul's calendar.
     *
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be read
     */
    public UsageSums month(TenantId tenant, YearMonth month) {
        UsageSums sums = new UsageSums();
        hours(tenant, Seoul.startOf(month), Seoul.endOf(month)).values().forEach(sums::addAll);
        return sums;
    }

    /**
     * What a tenant, or a part of it, spent in a month, as everything recorded has it.
     *
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be read
     */
    public NanoWon spent(TenantId tenant, YearMonth month, SpendScope scope) {
        return month(tenant, month).cost(scope);
    }

    private NavigableMap<Instant, UsageSums> hoursOf(TenantId tenant, Instant day, Instant from, Instant to) {
        NavigableMap<Instant, UsageSums> sums = new TreeMap<>();
        NavigableMap<Instant, String> marked = marks.hours(tenant, day, from, to);
        if (marked.isEmpty()) {
            return sums;
        }
        Map<Instant, Rollup> stored = rollups.hours(tenant, day, from, to);
        marked.forEach((hour, mark) -> {
            Rollup rollup = stored.get(hour);
            sums.put(hour, rollup != null && rollup.marks().equals(mark) ? rollup.sums() : sumHour(tenant, hour, mark));
        });
        return sums;
    }

    private UsageSums sumHour(TenantId tenant, Instant hour, String mark) {
        UsageSums sums = new UsageSums();
        Instant end = hour.plus(HOUR);
        minutesOf(tenant, hour, hour, end).values().forEach(sums::addAll);
        if (!end.isAfter(clock.instant())) {
            rollups.storeHour(tenant, hour, new Rollup(mark, sums));
        }
        return sums;
    }

    private NavigableMap<Instant, UsageSums> minutesOf(TenantId tenant, Instant hour, Instant from, Instant to) {
        NavigableMap<Instant, UsageSums> sums = new TreeMap<>();
        NavigableMap<Instant, String> marked = marks.minutes(tenant, hour, from, to);
        if (marked.isEmpty()) {
            return sums;
        }
        Map<Instant, Rollup> stored = rollups.minutes(tenant, hour, from, to);
        marked.forEach((minute, mark) -> {
            Rollup rollup = stored.get(minute);
            sums.put(
                    minute,
                    rollup != null && rollup.marks().equals(mark) ? rollup.sums() : sumMinute(tenant, minute, mark));
        });
        return sums;
    }

    private UsageSums sumMinute(TenantId tenant, Instant minute, String mark) {
        UsageSums sums = events.sumMinute(tenant, minute);
        if (!minute.plus(MINUTE).isAfter(clock.instant())) {
            rollups.storeMinute(tenant, minute, new Rollup(mark, sums));
        }
        return sums;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
