package cloud.hanok.billing.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import cloud.hanok.billing.BillingKeyspace;
import cloud.hanok.billing.BillingProblemException;
import cloud.hanok.billing.Samples;
import cloud.hanok.billing.SettableClock;
import cloud.hanok.billing.price.TokenPrice;
import cloud.hanok.billing.usage.NaiveUsage;
import cloud.hanok.billing.usage.RollupWorker;
import cloud.hanok.billing.usage.UsageAmendment;
import cloud.hanok.billing.usage.UsageEvent;
import cloud.hanok.billing.usage.UsageGroup;
import cloud.hanok.billing.usage.UsageLines;
import cloud.hanok.billing.usage.UsageProjection;
import cloud.hanok.billing.usage.UsageStore;
import cloud.hanok.billing.usage.UsageTotals;
import cloud.hanok.platform.cassandra.FaultInjectingSession;
import cloud.hanok.platform.cassandra.FaultInjectingSession.Fault;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.Id;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.money.NanoWon;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UsageReportsIT {
    /** An afternoon in Seoul; the world of this test is the three days after it. */
    private static final Instant BASE = Instant.parse("2026-11-20T05:17:00Z");

    private static final Duration SPAN = Duration.ofDays(3);

    private final long seed = new SecureRandom().nextLong();
    private final FaultInjectingSession session = BillingKeyspace.session();
    private final Keyspaces keyspaces = BillingKeyspace.keyspaces();
    private final SettableClock clock = new SettableClock(BASE);
    private final Samples samples = new Samples(seed);
    private final NaiveUsage naive = new NaiveUsage();
    private final UsageProjection projection = new UsageProjection(keyspaces, clock);
    private final UsageReports reports = new UsageReports(projection, new UsageLines(samples::find));
    private UsageStore store = newStore();

    @AfterEach
    void heal() {
        session.heal();
    }

    @Test
    void anyReportIsWhatTheEventsAddUpToHoweverLateTheyCome() {
        System.out.println("UsageReportsIT seed " + seed);
        List<UsageEvent> unsent = new ArrayList<>();
        List<UsageEvent> sent = new ArrayList<>();
        for (int round = 1; round <= 25; round++) {
            clock.set(BASE.plus(SPAN.multipliedBy(round).dividedBy(25)));
            happen(unsent);
            List<UsageEvent> batch = ship(unsent, sent);
            amendSome(batch);
            if (samples.random.nextInt(5) == 0) {
                store = newStore();
            }
            for (int query = 0; query < 3; query++) {
                compareUsage(round);
            }
            compareCosts(round);
        }
    }

    @Test
    void aRolledUpMonthIsReportedWithoutReadingAnEventAndALateEventReopensItsHourAlone() {
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            events.add(samples.event(moment()));
        }
        RollupWorker worker = new RollupWorker(keyspaces, projection, clock);
        record(events);
        clock.set(BASE.plus(SPAN).plusSeconds(7_200));
        worker.rollUp();

        session.fail(cql -> cql.contains("FROM usage_event"), Fault.REFUSED, Integer.MAX_VALUE);
        session.fail(cql -> cql.contains("usage_minute_"), Fault.REFUSED, Integer.MAX_VALUE);
        compareCosts(1, BucketWidth.DAY);
        session.heal();

        record(List.of(samples.event(events.getFirst().attempt().at())));
        session.fail(cql -> cql.contains("FROM usage_event"), Fault.REFUSED, Integer.MAX_VALUE);
        assertThat(catchThrowable(() -> compareCosts(2, BucketWidth.DAY)))
                .as("the changed minute is read again")
                .isInstanceOf(StoreUnavailableException.class);
        session.heal();
        compareCosts(3, BucketWidth.DAY);
        session.fail(cql -> cql.contains("FROM usage_event"), Fault.REFUSED, Integer.MAX_VALUE);
        compareCosts(4, BucketWidth.DAY);
        worker.close();
    }

    @Test
    void aWorkerThatComesBackFinishesTheHoursItLeftOpen() {
        Instant hour = Instant.parse("2026-11-20T06:00:00Z");
        clock.set(hour.plusSeconds(1_800));
        record(List.of(samples.event(hour.plusSeconds(60))));
        RollupWorker worker = new RollupWorker(keyspaces, projection, clock);
        worker.rollUp();
        session.fail(cql -> cql.contains("SELECT") && cql.contains("usage_"), Fault.REFUSED, 1);
        assertThat(catchThrowable(worker::rollUp)).isNotNull();
        session.heal();
        clock.set(hour.plusSeconds(3_700));
        worker.rollUp();

        session.fail(cql -> cql.contains("usage_minute_"), Fault.REFUSED, Integer.MAX_VALUE);
        assertThat(projection.hours(samples.tenant, hour, hour.plusSeconds(3_600)))
                .hasSize(1);
        worker.close();
    }

    @Test
    void emptyBucketsAreThereAndAnotherTenantSeesNothing() {
        record(List.of(samples.event(BASE.plusSeconds(60))));
        clock.set(BASE.plusSeconds(7_200));
        ReportQuery query = ReportQuery.usage(samples.tenant, everything("1h"), clock.instant());
        ReportPage<CompletionsResult> page = reports.completions(query, Map.of());
        assertThat(page.buckets()).hasSize(3);
        assertThat(page.buckets().get(0).results()).hasSize(1);
        assertThat(page.buckets().get(1).results()).isEmpty();
        assertThat(page.nextPage()).isNull();

        ReportQuery foreign = ReportQuery.usage(new Samples(seed + 1).tenant, everything("1h"), clock.instant());
        assertThat(reports.completions(foreign, Map.of()).buckets())
                .allMatch(bucket -> bucket.results().isEmpty());
    }

    @Test
    void whatCallersSaidAboutTheirRequestsFiltersAndSplitsTheReport() {
        System.out.println("UsageReportsIT seed " + seed);
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            events.add(samples.event(moment()));
        }
        record(events);
        amendSome(events);
        clock.set(BASE.plus(SPAN));
        for (List<String> wanted : List.of(
                List.<String>of(),
                List.of("team:상담"),
                List.of("team:상담", "team:야간"),
                List.of("team:야간", "order:7"),
                List.of("team:야간", "order:8"))) {
            for (String width : List.of("1h", "1d")) {
                compareByMetadata(wanted, width);
            }
        }
    }

    private void compareByMetadata(List<String> wanted, String width) {
        ReportParameters first = everything(width, wanted, List.of("metadata:team", "model"));
        PairFilter filter = PairFilter.read("metadata", wanted);
        String page = null;
        do {
            ReportQuery query = ReportQuery.usage(samples.tenant, withPage(first, page), clock.instant());
            ReportPage<CompletionsResult> answer = reports.completions(query, Map.of());
            for (ReportPage.Bucket<CompletionsResult> bucket : answer.buckets()) {
                Map<List<@Nullable String>, UsageTotals> expected = naive.sumAttempts(
                        bucket.start(),
                        bucket.end(),
                        attempt -> filter.accepts(attempt.metadata().pairs()),
                        attempt -> Arrays.asList(attempt.metadata().pairs().get("team"), attempt.model()));
                Map<List<@Nullable String>, UsageTotals> actual = new HashMap<>();
                bucket.results().forEach(row -> actual.put(Arrays.asList(row.metadata(), row.model()), row.totals()));
                assertThat(actual).as("seed %d %s", seed, query).isEqualTo(expected);
            }
            page = answer.nextPage();
        } while (page != null);
        ReportQuery costs =
                ReportQuery.costs(samples.tenant, everything("1d", wanted, List.of("metadata:team")), clock.instant());
        NanoWon sum = reports.costs(costs, Map.of()).buckets().stream()
                .flatMap(bucket -> bucket.results().stream())
                .map(CostsResult::amount)
                .reduce(NanoWon.ZERO, NanoWon::plus);
        assertThat(sum)
                .isEqualTo(naive
                        .sumAttempts(
                                BASE.minus(SPAN),
                                BASE.plus(SPAN),
                                attempt -> filter.accepts(attempt.metadata().pairs()),
                                attempt -> "all")
                        .values()
                        .stream()
                        .map(UsageTotals::cost)
                        .reduce(NanoWon.ZERO, NanoWon::plus));
    }

    @Test
    void aPageByMetadataEndsBeforeTheBucketThatHasTooManyEventsAndSuchABucketAloneIsRefused() {
        Instant hour = Instant.parse("2026-11-20T06:00:00Z");
        for (int minute : new int[] {1, 2, 3, 61, 62, 63, 121, 122}) {
            record(List.of(samples.event(hour.plusSeconds(60L * minute))));
        }
        clock.set(hour.plusSeconds(3 * 3_600 - 1));
        UsageReports small = new UsageReports(projection, new UsageLines(samples::find), 5);
        ReportParameters given = everything("1h", List.of(), List.of("metadata:team"));

        ReportPage<CompletionsResult> first =
                small.completions(ReportQuery.usage(samples.tenant, given, clock.instant()), Map.of());
        assertThat(first.buckets())
                .extracting(ReportPage.Bucket::start)
                .containsExactly(hour.minusSeconds(3_600), hour);
        assertThat(first.nextPage()).isNotNull();
        ReportPage<CompletionsResult> rest = small.completions(
                ReportQuery.usage(samples.tenant, withPage(given, first.nextPage()), clock.instant()), Map.of());
        assertThat(rest.buckets())
                .extracting(ReportPage.Bucket::start)
                .containsExactly(hour.plusSeconds(3_600), hour.plusSeconds(7_200));
        assertThat(rest.nextPage()).isNull();

        ReportQuery day =
                ReportQuery.costs(samples.tenant, everything("1d", List.of("team:상담"), List.of()), clock.instant());
        assertThatThrownBy(() -> small.costs(day, Map.of()))
                .isInstanceOf(BillingProblemException.class)
                .hasMessageContaining("bucket_width")
                .hasMessageContaining("More than 5");
        assertThat(reports.costs(day, Map.of()).buckets()).hasSize(1);
    }

    private void happen(List<UsageEvent> unsent) {
        int many = samples.random.nextInt(12);
        for (int i = 0; i < many; i++) {
            unsent.add(samples.event(moment()));
        }
    }

    /** Sends some of what waits, in any order, and sometimes again what was sent before. */
    private List<UsageEvent> ship(List<UsageEvent> unsent, List<UsageEvent> sent) {
        List<UsageEvent> batch = new ArrayList<>();
        for (UsageEvent event : List.copyOf(unsent)) {
            if (samples.random.nextInt(3) > 0) {
                batch.add(event);
                unsent.remove(event);
            }
        }
        if (!sent.isEmpty() && samples.random.nextBoolean()) {
            batch.add(samples.any(sent));
        }
        record(batch);
        sent.addAll(batch);
        return batch;
    }

    private void amendSome(List<UsageEvent> batch) {
        for (UsageEvent event : batch) {
            if (samples.random.nextInt(6) == 0) {
                TokenPrice price = samples.find(event.attempt().price()).orElseThrow();
                UsageAmendment amendment = UsageAmendment.creditOutput(event, price, event.endedAt(), "gateway-0", 1);
                store.amend(List.of(amendment));
                naive.amend(amendment);
            }
        }
    }

    private void record(List<UsageEvent> events) {
        store.record(events);
        events.forEach(naive::record);
    }

    private void compareUsage(int round) {
        BucketWidth width = samples.any(List.of(BucketWidth.values()));
        List<String> groups = subset(List.of("project_id", "api_key_id", "user_id", "model"));
        ReportParameters first = parameters(width.text(), groups, 1 + samples.random.nextInt(width.maxLimit()), null);
        String page = null;
        do {
            ReportQuery query = ReportQuery.usage(samples.tenant, withPage(first, page), clock.instant());
            ReportPage<CompletionsResult> answer = reports.completions(query, Map.of());
            for (ReportPage.Bucket<CompletionsResult> bucket : answer.buckets()) {
                Map<List<@Nullable Object>, UsageTotals> expected = naive.sum(
                        bucket.start(),
                        bucket.end(),
                        of -> query.accepts(of, Map.of()),
                        group -> key(query, group, null));
                Map<List<@Nullable Object>, UsageTotals> actual = new HashMap<>();
                bucket.results()
                        .forEach(row -> actual.put(
                                key(row.project(), row.key(), row.member(), row.model(), null), row.totals()));
                assertThat(actual).as("seed %d round %d %s", seed, round, query).isEqualTo(expected);
            }
            page = answer.nextPage();
            // A minute report of days has thousands of pages of nothing; a few of them tell.
        } while (page != null && (width != BucketWidth.MINUTE || samples.random.nextInt(4) > 0));
    }

    private void compareCosts(int round) {
        compareCosts(round, samples.any(List.of(BucketWidth.values())));
    }

    private void compareCosts(int round, BucketWidth width) {
        List<String> groups = subset(List.of("project_id", "api_key_id", "user_id", "model", "line_item"));
        ReportQuery query = ReportQuery.costs(
                samples.tenant, parameters(width.text(), groups, width.maxLimit(), null), clock.instant());
        for (ReportPage.Bucket<CostsResult> bucket :
                reports.costs(query, Map.of()).buckets()) {
            Map<List<@Nullable Object>, NanoWon> expected = new HashMap<>();
            Function<UsageGroup, UsageGroup> whole = group -> group;
            naive.sum(bucket.start(), bucket.end(), group -> query.accepts(group, Map.of()), whole)
                    .forEach((group, totals) -> expectCosts(query, group, totals, expected));
            Map<List<@Nullable Object>, NanoWon> actual = new HashMap<>();
            bucket.results()
                    .forEach(row -> actual.put(
                            key(row.project(), row.key(), row.member(), row.model(), row.lineItem()), row.amount()));
            assertThat(actual).as("seed %d round %d %s", seed, round, query).isEqualTo(expected);
        }
    }

    private void expectCosts(
            ReportQuery query, UsageGroup group, UsageTotals totals, Map<List<@Nullable Object>, NanoWon> expected) {
        if (!query.groupBy().contains(GroupBy.LINE_ITEM)) {
            expected.merge(key(query, group, null), totals.cost(), NanoWon::plus);
            return;
        }
        TokenPrice price = samples.find(group.price()).orElseThrow();
        long[] quantities = {totals.computedTokens(), totals.cachedTokens(), totals.completionTokens()};
        long[] units = {price.inputNanoWon(), price.cachedNanoWon(), price.outputNanoWon()};
        String[] names = {"input", "cached input", "output"};
        for (int i = 0; i < names.length; i++) {
            if (quantities[i] != 0) {
                expected.merge(
                        key(query, group, group.model() + ", " + names[i]),
                        new NanoWon(units[i] * quantities[i]),
                        NanoWon::plus);
            }
        }
    }

    private static List<@Nullable Object> key(ReportQuery query, UsageGroup group, @Nullable String lineItem) {
        return key(
                query.groupBy().contains(GroupBy.PROJECT) ? group.project() : null,
                query.groupBy().contains(GroupBy.API_KEY) && group.caller() instanceof KeyId ? group.caller() : null,
                query.groupBy().contains(GroupBy.USER) && group.caller() instanceof MemberId ? group.caller() : null,
                query.groupBy().contains(GroupBy.MODEL) ? group.model() : null,
                lineItem);
    }

    private static List<@Nullable Object> key(
            @Nullable Id project,
            @Nullable Id key,
            @Nullable Id member,
            @Nullable String model,
            @Nullable String lineItem) {
        List<@Nullable Object> all = new ArrayList<>();
        all.add(project);
        all.add(key);
        all.add(member);
        all.add(model);
        all.add(lineItem);
        return all;
    }

    private Instant moment() {
        return BASE.plusMillis(samples.random.nextLong(SPAN.toMillis()));
    }

    private <T> List<T> subset(List<T> of) {
        return of.stream().filter(x -> samples.random.nextBoolean()).toList();
    }

    private ReportParameters parameters(
            String width, List<String> groups, @Nullable Integer limit, @Nullable String page) {
        return new ReportParameters(
                BASE.getEpochSecond(),
                null,
                width,
                subset(samples.projects).stream().map(Id::text).toList(),
                List.of(),
                List.of(),
                subset(samples.models),
                null,
                List.of(),
                List.of(),
                groups,
                limit,
                page);
    }

    private static ReportParameters everything(String width) {
        return everything(width, List.of(), List.of());
    }

    private static ReportParameters everything(String width, List<String> metadata, List<String> groups) {
        return new ReportParameters(
                BASE.getEpochSecond(),
                null,
                width,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of(),
                metadata,
                groups,
                null,
                null);
    }

    private static ReportParameters withPage(ReportParameters first, @Nullable String page) {
        return new ReportParameters(
                Objects.requireNonNull(first.startTime()),
                first.endTime(),
                first.bucketWidth(),
                first.projectIds(),
                first.apiKeyIds(),
                first.userIds(),
                first.models(),
                first.batch(),
                first.labels(),
                first.metadata(),
                first.groupBy(),
                first.limit(),
                page);
    }

    private UsageStore newStore() {
        return new UsageStore(keyspaces, clock, new Ulids(clock, new SecureRandom()));
    }
}
