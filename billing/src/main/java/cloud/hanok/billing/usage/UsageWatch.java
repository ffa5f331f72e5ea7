package cloud.hanok.billing.usage;

import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Looks again and again for what was recorded of a tenant since the last look, by whatever gateway. A look reads which
 * minutes have changed, and of these the newest requests; a request that ran for longer than {@link #WINDOW} is not seen, and of a
 * minute with more than {@link #MOST_A_MINUTE} new ones between two looks the newest are. For one thread.
 */
public final class UsageWatch {
    /** How long ago a request may have come. */
    public static final Duration WINDOW = Duration.ofMinutes(15);

    /** Rows of a minute that are read in one look. */
    public static final int MOST_A_MINUTE = 100;

    /** Requests of before the first look that it shows. */
    private static final int FIRST = 20;

    private final TenantId tenant;
    private final UsageEvents events;
    private final UsageMarks marks;
    private final Clock clock;
    private final Set<RequestId> seen = new HashSet<>();
    private Map<Instant, String> digests = new HashMap<>();
    private boolean looked;

    UsageWatch(TenantId tenant, UsageEvents events, UsageMarks marks, Clock clock) {
        this.tenant = tenant;
        this.events = events;
        this.marks = marks;
        this.clock = clock;
    }

    /**
     * What is new, the oldest first; at the first look the last few of before. Blocks.
     *
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be read; look again later
     */
    public List<RequestUsage> look() {
        Instant now = clock.instant();
        Instant from = now.minus(WINDOW).truncatedTo(ChronoUnit.MINUTES);
        NavigableMap<Instant, String> marked = marked(from, now);
        List<RequestUsage> found = new ArrayList<>();
        marked.forEach((minute, digest) -> {
            if (!digest.equals(digests.get(minute))) {
                events.newest(tenant, minute, null, MOST_A_MINUTE)
                        .requests()
                        .forEach(rows -> found.add(UsageRow.usageOf(rows)));
            }
        });
        digests = marked;
        seen.removeIf(request -> UsageRow.minuteOf(request).isBefore(from));
        List<RequestUsage> fresh = found.stream()
                .filter(each -> seen.add(each.request()))
                .sorted(Comparator.comparing(each -> each.request().text()))
                .toList();
        List<RequestUsage> shown = looked ? fresh : fresh.subList(Math.max(0, fresh.size() - FIRST), fresh.size());
        looked = true;
        return shown;
    }

    private NavigableMap<Instant, String> marked(Instant from, Instant now) {
        NavigableMap<Instant, String> marked = new TreeMap<>();
        Instant lastHour = now.plus(Duration.ofMinutes(1)).truncatedTo(ChronoUnit.HOURS);
        for (Instant hour = from.truncatedTo(ChronoUnit.HOURS);
                !hour.isAfter(lastHour);
                hour = hour.plus(1, ChronoUnit.HOURS)) {
            marked.putAll(
                    marks.minutes(tenant, hour, from.isAfter(hour) ? from : hour, hour.plus(1, ChronoUnit.HOURS)));
        }
        return marked;
    }
}
