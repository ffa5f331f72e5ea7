package cloud.hanok.billing.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a report.
 *
 * @param buckets in the order of time; also the empty ones
 * @param nextPage what to give as {@code page} for the rest; null when there is none
 * @param <R> the rows
 */
public record ReportPage<R>(
        List<Bucket<R>> buckets, @Nullable String nextPage) {
    public ReportPage {
        buckets = List.copyOf(buckets);
    }

    /**
     * The rows of one bucket.
     *
     * @param start inclusive
     * @param end exclusive
     * @param results one row for each group, in a stable order; none when nothing happened
     * @param <R> the rows
     */
    public record Bucket<R>(Instant start, Instant end, List<R> results) {
        public Bucket {
            results = List.copyOf(results);
        }
    }
}
