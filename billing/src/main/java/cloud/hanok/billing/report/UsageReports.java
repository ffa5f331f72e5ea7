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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Usage and costs of a tenant, as OpenAI's admin API reports them. Every recorded event is in them at once; they are
 * exactly what the events add up to. Block.
 */
public final class UsageReports {
    private final UsageProjection projection;
    private final UsageLines lines;

    public UsageReports(UsageProjection projection, UsageLines lines) {
        this.projection = projection;
        this.lines = lines;
    }

    /**
     * {@code GET /v1/organization/usage/completions}.
     *
     * @param labels of the tenant's keys; not looked at unless {@link ReportQuery#needsLabels()}
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be read
     */
    public ReportPage<CompletionsResult> completions(ReportQuery query, Map<KeyId, Map<String, String>> labels) {
        return page(query, labels, sums -> usageRows(query, labels, sums));
    }

    /**
     * {@code GET /v1/organization/costs}.
     *
     * @param labels of the tenant's keys; not looked at unless {@link ReportQuery#needsLabels()}
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be read
     */
    public ReportPage<CostsResult> costs(ReportQuery query, Map<KeyId, Map<String, String>> labels) {
        return page(query, labels, sums -> costRows(query, labels, sums));
    }

    private <R> ReportPage<R> page(
            ReportQuery query, Map<KeyId, Map<String, String>> labels, Function<UsageSums, List<R>> rows) {
        List<Instant> starts = new ArrayList<>();
        Instant end = query.from();
        while (end.isBefore(query.to()) && starts.size() < query.limit()) {
            starts.add(end);
            end = query.width().after(end);
        }
        NavigableMap<Instant, UsageSums> sums = read(query, end);
        List<ReportPage.Bucket<R>> buckets = new ArrayList<>();
        for (Instant start : starts) {
            UsageSums bucket = new UsageSums();
            Instant after = query.width().after(start);
            sums.subMap(start, after).values().forEach(part -> addAccepted(query, labels, part, bucket));
            buckets.add(new ReportPage.Bucket<>(start, after, rows.apply(bucket)));
        }
        return new ReportPage<>(buckets, end.isBefore(query.to()) ? ReportParameterReader.pageOf(end) : null);
    }

    private NavigableMap<Instant, UsageSums> read(ReportQuery query, Instant end) {
        return switch (query.width()) {
            case MINUTE -> projection.minutes(query.tenant(), query.from(), end);
            case HOUR, DAY -> projection.hours(query.tenant(), query.from(), end);
        };
    }

    private static void addAccepted(
            ReportQuery query, Map<KeyId, Map<String, String>> labels, UsageSums from, UsageSums to) {
        from.byGroup().forEach((group, totals) -> {
            if (query.accepts(group, labels)) {
                to.add(group, totals);
            }
        });
    }

    private static List<CompletionsResult> usageRows(
            ReportQuery query, Map<KeyId, Map<String, String>> labels, UsageSums sums) {
        TreeMap<RowKey, UsageTotals> rows = new TreeMap<>();
        sums.byGroup()
                .forEach((group, totals) -> rows.merge(
                        RowKey.of(query, labels, group, query.groupBy().contains(GroupBy.MODEL) ? group.model() : null),
                        totals,
                        UsageTotals::plus));
        List<CompletionsResult> results = new ArrayList<>();
        rows.forEach((row, totals) -> results.add(
                new CompletionsResult(row.project(), row.key(), row.member(), row.label(), row.text(), totals)));
        return results;
    }

    private List<CostsResult> costRows(ReportQuery query, Map<KeyId, Map<String, String>> labels, UsageSums sums) {
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
                row.text(),
                row.text() == null ? null : cost.quantity(),
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
            @Nullable String text)
            implements Comparable<RowKey> {
        private static final Comparator<RowKey> ORDER = Comparator.comparing((RowKey row) ->
                        row.project() == null ? "" : row.project().text())
                .thenComparing(row -> row.key() == null ? "" : row.key().text())
                .thenComparing(row -> row.member() == null ? "" : row.member().text())
                .thenComparing(row -> row.label() == null ? "" : "=" + row.label())
                .thenComparing(row -> row.text() == null ? "" : row.text());

        static RowKey of(
                ReportQuery query, Map<KeyId, Map<String, String>> labels, UsageGroup group, @Nullable String text) {
            String label = query.groupLabel();
            return new RowKey(
                    query.groupBy().contains(GroupBy.PROJECT) ? group.project() : null,
                    query.groupBy().contains(GroupBy.API_KEY) && group.caller() instanceof KeyId key ? key : null,
                    query.groupBy().contains(GroupBy.USER) && group.caller() instanceof MemberId member ? member : null,
                    label != null && group.caller() instanceof KeyId key
                            ? labels.getOrDefault(key, Map.of()).get(label)
                            : null,
                    text);
        }

        @Override
        public int compareTo(RowKey other) {
            return ORDER.compare(this, other);
        }
    }
}
