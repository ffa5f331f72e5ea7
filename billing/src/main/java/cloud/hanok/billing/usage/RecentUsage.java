package cloud.hanok.billing.usage;

import cloud.hanok.billing.usage.UsageEvents.Newest;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a tenant that are recorded, the newest first: by the moment inside their ids, which is when they came.
 * Blocks; safe for many threads.
 */
public final class RecentUsage {
    /** Rows that are looked at for one page, so that a filter that fits few requests is answered in steps. */
    static final int MOST_ROWS = 5_000;

    private static final int ROWS_AT_ONCE = 250;

    private final UsageEvents events;
    private final UsageMarks marks;
    private final Clock clock;

    public RecentUsage(Keyspaces keyspaces, Clock clock) {
        this.events = new UsageEvents(keyspaces);
        this.marks = new UsageMarks(keyspaces);
        this.clock = clock;
    }

    /**
     * A part of the list.
     *
     * @param requests the newest first; may be fewer than were wanted, or none, though there are more
     * @param next what the next page is asked {@code before}, or null when there is nothing older
     */
    public record Page(
            List<RequestUsage> requests, @Nullable RequestId next) {}

    /**
     * A page.
     *
     * @param before only requests older than this one, or null
     * @param from nothing older than this
     * @param most requests of the page
     * @param wanted which are wanted, by their first attempt
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be read
     */
    public Page page(
            TenantId tenant, @Nullable RequestId before, Instant from, int most, Predicate<BilledAttempt> wanted) {
        Instant to = before == null ? clock.instant().plus(Duration.ofMinutes(1)) : UsageRow.minuteOf(before);
        var search = new Search(tenant, before, most, wanted);
        Instant first = from.truncatedTo(ChronoUnit.MINUTES);
        for (Instant day = to.truncatedTo(ChronoUnit.DAYS);
                !day.plus(1, ChronoUnit.DAYS).isBefore(first);
                day = day.minus(1, ChronoUnit.DAYS)) {
            for (Instant hour : hoursOf(tenant, day)) {
                for (Instant minute : minutesOf(tenant, hour)) {
                    if (!minute.isAfter(to) && !minute.isBefore(first) && !search.goesOn(minute)) {
                        return new Page(search.found, search.last);
                    }
                }
            }
        }
        return new Page(search.found, null);
    }

    /** What is recorded of a tenant from now on. */
    public UsageWatch watch(TenantId tenant) {
        return new UsageWatch(tenant, events, marks, clock);
    }

    private Collection<Instant> hoursOf(TenantId tenant, Instant day) {
        return marks.hours(tenant, day, day, day.plus(1, ChronoUnit.DAYS)).descendingKeySet();
    }

    private Collection<Instant> minutesOf(TenantId tenant, Instant hour) {
        return marks.minutes(tenant, hour, hour, hour.plus(1, ChronoUnit.HOURS)).descendingKeySet();
    }

    /** Gathers one page, minute by minute. */
    private final class Search {
        private final TenantId tenant;
        private final @Nullable RequestId before;
        private final int most;
        private final Predicate<BilledAttempt> wanted;
        private final List<RequestUsage> found = new ArrayList<>();
        private @Nullable RequestId last;
        private int rows;

        Search(TenantId tenant, @Nullable RequestId before, int most, Predicate<BilledAttempt> wanted) {
            this.tenant = tenant;
            this.before = before;
            this.most = most;
            this.wanted = wanted;
        }

        /** Looks at a minute; false when that is enough for a page. */
        boolean goesOn(Instant minute) {
            RequestId olderThan = before != null && minute.equals(UsageRow.minuteOf(before)) ? before : null;
            boolean more = true;
            while (more) {
                Newest some = events.newest(tenant, minute, olderThan, ROWS_AT_ONCE);
                rows += some.rows();
                for (List<UsageRow> each : some.requests()) {
                    if (found.size() == most) {
                        return false;
                    }
                    RequestUsage usage = UsageRow.usageOf(each);
                    last = usage.request();
                    olderThan = last;
                    if (wanted.test(usage.first())) {
                        found.add(usage);
                    }
                }
                more = some.more();
                if (rows >= MOST_ROWS) {
                    return false;
                }
            }
            return true;
        }
    }
}
