package cloud.hanok.billing.report;

import cloud.hanok.billing.usage.BilledAttempt;
import cloud.hanok.billing.usage.UsageSums;
import cloud.hanok.billing.usage.UsageTotals;
import cloud.hanok.platform.id.KeyId;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What passes a report's filters, summed by bucket and by the value of the metadata that is grouped by. Not for several
 * threads at once.
 */
final class ReportBuckets {
    private final ReportQuery query;
    private final Map<KeyId, Map<String, String>> labels;
    private final Map<Instant, SortedMap<Value, UsageSums>> buckets = new HashMap<>();

    /** @param labels of the tenant's keys, where the query needs them */
    ReportBuckets(ReportQuery query, Map<KeyId, Map<String, String>> labels) {
        this.query = query;
        this.labels = labels;
    }

    /** Adds the sums of a minute or an hour, which have no metadata. */
    void add(Instant start, UsageSums sums) {
        UsageSums bucket = at(start, null);
        sums.byGroup().forEach((group, totals) -> {
            if (query.accepts(group, labels)) {
                bucket.add(group, totals);
            }
        });
    }

    /** Adds one event or amendment of a minute. */
    void add(Instant minute, BilledAttempt attempt, UsageTotals totals) {
        SortedMap<String, String> metadata = attempt.metadata().pairs();
        if (query.metadata().accepts(metadata) && query.accepts(attempt.group(), labels)) {
            String by = query.groupMetadata();
            at(minute, by == null ? null : metadata.get(by)).add(attempt.group(), totals);
        }
    }

    /** The sums of the bucket that starts here, by the value; without one first. */
    SortedMap<Value, UsageSums> of(Instant start) {
        return buckets.getOrDefault(start, Collections.emptySortedMap());
    }

    private UsageSums at(Instant within, @Nullable String value) {
        return buckets.computeIfAbsent(query.width().startOf(within), start -> new TreeMap<>())
                .computeIfAbsent(new Value(value), any -> new UsageSums());
    }

    /**
     * A value of the metadata that is grouped by.
     *
     * @param text null where a request has none, or nothing is grouped by it
     */
    record Value(@Nullable String text) implements Comparable<Value> {
        private static final Comparator<Value> ORDER = Comparator.comparing((Value value) -> value.text() != null)
                .thenComparing(value -> value.text() == null ? "" : value.text());

        @Override
        public int compareTo(Value other) {
            return ORDER.compare(this, other);
        }
    }
}
