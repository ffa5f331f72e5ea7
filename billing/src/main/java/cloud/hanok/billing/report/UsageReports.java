package cloud.hanok.billing.report;

import cloud.hanok.billing.usage.UsageGroup;
import cloud.hanok.billing.usage.UsageLine;
import cloud.hanok.billing.usage.UsageLines;
import cloud.hanok.billing.usage.UsageProjection;
import cloud.hanok.billing.usage.UsageSums;
import cloud.hanok.billing.usage.UsageTotals;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.money.NanoWon;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Usage and costs of a tenant, as OpenAI's admin API reports them. Every recorded event is in them at once; they are
 * exactly what the events add up to. Block.
 */
public final class UsageReports {
    /**
     * Events that one page by metadata reads, a few seconds' worth: no rollup has metadata, for it may have as many values
     * as there are requests. A page ends before the bucket in which it would read more.
     */
    public static final int MAX_EVENTS = 100_000;

    private final UsageProjection projection;
    private final UsageLines lines;

    private final int maxEvents;

    public UsageReports(UsageProjection projection, UsageLines lines) {
        this(projection, lines, MAX_EVENTS);
    }

    /** @param maxEvents what one page by metadata reads at most */
    UsageReports(UsageProjection projection, UsageLines lines, int maxEvents) {
        this.projection = projection;
        this.lines = lines;
        this.maxEvents = maxEvents;
    }

    /**
     * {@code GET /v1/organization/usage/completions}.
     *
     * @param labels of the tenant's keys; not looked at unless {@link ReportQuery#needsLabels()}
     * @throws cloud.hanok.billing.BillingProblemException when a single bucket by metadata has too many events
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be read
     */
    public ReportPage<CompletionsResult> completions(ReportQuery query, Map<KeyId, Map<String, String>> labels) {
        return page(query, labels, (value, sums) -> usageRows(query, labels, value, sums));
    }

    /**
     * {@code GET /v1/organization/costs}.
     *
     * @param labels of the tenant's keys; not looked at unless {@link ReportQuery#needsLabels()}
     * @throws cloud.hanok.billing.BillingProblemException when a single bucket by metadata has too many events
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be read
     */
    public ReportPage<CostsResult> costs(ReportQuery query, Map<KeyId, Map<String, String>> labels) {
        return page(query, labels, (value, sums) -> costRows(query, labels, value, sums));
    }

    private <R> ReportPage<R> page(ReportQuery query, Map<KeyId, Map<String, String>> labels, Rows<R> rows) {
        ReportBuckets sums = new ReportBuckets(query, labels);
        Instant end = read(query, sums);
        List<ReportPage.Bucket<R>> buckets = new ArrayList<>();
        for (Instant start = query.from();
                start.isBefore(end);
                start = query.width().after(start)) {
            List<R> results = new ArrayList<>();
            sums.of(start).forEach((value, part) -> results.addAll(rows.of(value.text(), part)));
            buckets.add(new ReportPage.Bucket<>(start, query.width().after(start), results));
        }
        return new ReportPage<>(buckets, end.isBefore(query.to()) ? ReportParameterReader.pageOf(end) : null);
    }

    /** Reads what a page can hold, and says where it ends. */
    private Instant read(ReportQuery query, ReportBuckets sums) {
        Instant end = query.from();
        for (int i = 0; i < query.limit() && end.isBefore(query.to()); i++) {
            end = query.width().after(end);
        }
        if (query.needsEvents()) {
            return readEvents(query, end, sums);
        }
        NavigableMap<Instant, UsageSums> parts = switch (query.width()) {
            case MINUTE -> projection.minutes(query.tenant(), query.from(), end);
            case HOUR, DAY -> projection.hours(query.tenant(), query.from(), end);
        };
        parts.forEach(sums::add);
        return end;
    }

    private Instant readEvents(ReportQuery query, Instant end, ReportBuckets sums) {
        AtomicInteger left = new AtomicInteger(maxEvents);
        AtomicReference<Instant> reached = new AtomicReference<>(query.from());
        boolean whole = projection.visit(query.tenant(), query.from(), end, (minute, attempt, totals) -> {
            reached.set(minute);
            if (left.getAndDecrement() == 0) {
                return false;
            }
            sums.add(minute, attempt, totals);
            return true;
        });
        if (whole) {
            return end;
        }
        Instant unread = query.width().startOf(reached.get());
        if (!unread.isAfter(query.from())) {
            throw ReportParameterReader.tooManyEvents(unread, maxEvents);
        }
        return unread;
    }

    /** Makes the rows of one bucket and one value of the metadata that was grouped by. */
    private interface Rows<R> {
        List<R> of(@Nullable String metadata, UsageSums sums);
    }

    private static List<CompletionsResult> usageRows(
            ReportQuery query, Map<KeyId, Map<String, String>> labels, @Nullable String metadata, UsageSums sums) {
        TreeMap<RowKey, UsageTotals> rows = new TreeMap<>();
        sums.byGroup()
                .forEach((group, totals) ->
                        rows.merge(RowKey.of(query, labels, group, null), totals, UsageTotals::plus));
        List<CompletionsResult> results = new ArrayList<>();
        rows.forEach((row, totals) -> results.add(new CompletionsResult(
                row.project(), row.key(), row.member(), row.label(), metadata, row.model(), row.batch(), totals)));
        return results;
    }

    private List<CostsResult> costRows(
            ReportQuery query, Map<KeyId, Map<String, String>> labels, @Nullable String metadata, UsageSums sums) {
        TreeMap<RowKey, Cost> rows = new TreeMap<>();
        if (query.groupBy().contains(GroupBy.LINE_ITEM)) {
            for (UsageLine line : lines.of(sums)) {
                rows.merge(
                        RowKey.of(query, labels, line.group(), line.lineItem()),
                        new Cost(line.quantity(), line.amount()),
                        Cost::plus);
            }
        } else {
            sums.byGroup()
                    .forEach((group, totals) ->
                            rows.merge(RowKey.of(query, labels, group, null), new Cost(0, totals.cost()), Cost::plus));
        }
        List<CostsResult> results = new ArrayList<>();
        rows.forEach((row, cost) -> results.add(new CostsResult(
                row.project(),
                row.key(),
                row.member(),
                row.label(),
                metadata,
                row.model(),
                row.batch(),
                row.lineItem(),
                row.lineItem() == null ? null : cost.quantity(),
                cost.amount())));
        return results;
    }

    private record Cost(long quantity, NanoWon amount) {
        Cost plus(Cost other) {
            return new Cost(Math.addExact(quantity, other.quantity), amount.plus(other.amount));
        }
    }

    private record RowKey(
            @Nullable ProjectId project,
            @Nullable KeyId key,
            @Nullable MemberId member,
            @Nullable String label,
            @Nullable String model,
            @Nullable Boolean batch,
            @Nullable String lineItem)
            implements Comparable<RowKey> {
        private static final Comparator<RowKey> ORDER = Comparator.comparing((RowKey row) ->
                        row.project() == null ? "" : row.project().text())
                .thenComparing(row -> row.key() == null ? "" : row.key().text())
                .thenComparing(row -> row.member() == null ? "" : row.member().text())
                .thenComparing(row -> row.label() == null ? "" : "=" + row.label())
                .thenComparing(row -> row.model() == null ? "" : row.model())
                .thenComparing(row -> Boolean.TRUE.equals(row.batch()))
                .thenComparing(row -> row.lineItem() == null ? "" : row.lineItem());

        static RowKey of(
                ReportQuery query,
                Map<KeyId, Map<String, String>> labels,
                UsageGroup group,
                @Nullable String lineItem) {
            String label = query.groupLabel();
            return new RowKey(
                    query.groupBy().contains(GroupBy.PROJECT) ? group.project() : null,
                    query.groupBy().contains(GroupBy.API_KEY) && group.caller() instanceof KeyId key ? key : null,
                    query.groupBy().contains(GroupBy.USER) && group.caller() instanceof MemberId member ? member : null,
                    label == null
                            ? null
                            : ReportQuery.labelsOf(group.caller(), labels).get(label),
                    query.groupBy().contains(GroupBy.MODEL) ? group.model() : null,
                    query.groupBy().contains(GroupBy.BATCH) ? group.inBatch() : null,
                    lineItem);
        }

        @Override
        public int compareTo(RowKey other) {
            return ORDER.compare(this, other);
        }
    }
}
