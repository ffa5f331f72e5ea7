package cloud.hanok.billing.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.billing.BillingProblemException;
import cloud.hanok.billing.Samples;
import cloud.hanok.billing.usage.UsageTotals;
import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.money.NanoWon;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportQueryTest {
    private static final Instant NOW = Instant.parse("2026-11-22T03:04:05.678Z");

    private final Samples samples = new Samples(1);

    @Test
    void daysStartAtMidnightInSeoulAndMinutesAndHoursInUtc() {
        assertThat(BucketWidth.DAY.startOf(NOW)).isEqualTo(Instant.parse("2026-11-21T15:00:00Z"));
        assertThat(BucketWidth.DAY.after(Instant.parse("2026-11-21T15:00:00Z")))
                .isEqualTo(Instant.parse("2026-11-22T15:00:00Z"));
        assertThat(BucketWidth.HOUR.startOf(NOW)).isEqualTo(Instant.parse("2026-11-22T03:00:00Z"));
        assertThat(BucketWidth.MINUTE.startOf(NOW)).isEqualTo(Instant.parse("2026-11-22T03:04:00Z"));
    }

    @Test
    void theRangeIsWidenedToWholeBucketsAndEndsWithThisMoment() {
        ReportQuery query =
                usage(given("1h", NOW.getEpochSecond() - 4_000, NOW.getEpochSecond() + 100_000, null, null, List.of()));
        assertThat(query.from()).isEqualTo(Instant.parse("2026-11-22T01:00:00Z"));
        assertThat(query.to()).isEqualTo(Instant.parse("2026-11-22T04:00:00Z"));
        assertThat(query.limit()).isEqualTo(24);
    }

    @Test
    void anEndOnABorderAddsNoBucket() {
        long border = Instant.parse("2026-11-22T02:00:00Z").getEpochSecond();
        assertThat(usage(given("1h", border - 3_600, border, null, null, List.of()))
                        .to())
                .isEqualTo(Instant.ofEpochSecond(border));
    }

    @Test
    void aStartInTheFutureIsAnEmptyReport() {
        ReportQuery query = usage(given("1d", NOW.getEpochSecond() + 500_000, null, null, null, List.of()));
        assertThat(query.to()).isEqualTo(query.from());
    }

    @ParameterizedTest
    @CsvSource({
        "1w, 0,, 1,, bucket_width",
        "1d,,, 1,, start_time",
        "1d, -1,, 1,, start_time",
        "1d, 1764000000000,, 1,, start_time",
        "1d, 1000, 1000, 1,, end_time",
        "1d, 1000,, 0,, limit",
        "1d, 1000,, 32,, limit",
        "1h, 1000,, 169,, limit",
        "1m, 1000,, 1441,, limit",
        "1d, 1000,, 1, page_x, page",
        "1d, 1000,, 1, page_1000, page",
        "1d, 1000,, 1, page_99999999999999999, page",
        "1d, 1000,, 1, next, page",
    })
    void aParameterThatCannotBeServedIsNamed(
            String width,
            @Nullable Long start,
            @Nullable Long end,
            @Nullable Integer limit,
            @Nullable String page,
            String field) {
        assertThatThrownBy(() -> usage(given(width, start, end, limit, page, List.of())))
                .isInstanceOfSatisfying(BillingProblemException.class, e -> {
                    assertThat(e.problem().field()).isEqualTo(field);
                    assertThat(e.problem().code()).isEqualTo("invalid_parameter");
                    assertThat(e.problem().english()).contains(field);
                    assertThat(e.problem().korean()).contains(field);
                });
    }

    @Test
    void costsHaveHalfAYearOfDaysAndAreSplitByModelsAndLineItems() {
        assertThat(costs(given(null, 1000L, null, 180, null, List.of("line_item", "model", "project_id")))
                        .groupBy())
                .containsExactlyInAnyOrder(GroupBy.LINE_ITEM, GroupBy.MODEL, GroupBy.PROJECT);
        assertThat(costs(given("1h", 1000L, null, null, null, List.of())).limit())
                .isEqualTo(24);
        assertThatThrownBy(() -> costs(given("1d", 1000L, null, 181, null, List.of())))
                .hasMessageContaining("limit");
        assertThatThrownBy(() -> costs(given("1m", 1000L, null, 1441, null, List.of())))
                .hasMessageContaining("limit");
        assertThat(costs(given(null, 1000L, null, 180, null, List.of("batch"))).groupBy())
                .containsExactly(GroupBy.BATCH);
        assertThatThrownBy(() -> costs(given("1d", 1000L, null, 1, null, List.of("service_tier"))))
                .hasMessageContaining("group_by")
                .hasMessageContaining("line_item");
        assertThatThrownBy(() -> usage(given("1d", 1000L, null, 1, null, List.of("line_item"))))
                .hasMessageContaining("project_id, api_key_id, user_id, model, batch, label:<name>, metadata:<name>");
    }

    @Test
    void labelsFilterEitherOrWithinANameAndOneOfThemSplitsTheRows() {
        KeyId chat = new KeyId(samples.ulid(1));
        KeyId batch = new KeyId(samples.ulid(2));
        MemberId member = new MemberId(samples.ulid(3));
        Map<KeyId, Map<String, String>> labels =
                Map.of(chat, Map.of("team", "상담", "stage", "운영"), batch, Map.of("team", "야간"));
        assertThat(accepts(List.of(), member, labels)).isTrue();
        List<String> either = List.of("team:상담", "team:야간");
        assertThat(List.of(
                        accepts(either, chat, labels), accepts(either, batch, labels), accepts(either, member, labels)))
                .containsExactly(true, true, false);
        List<String> both = List.of("team:상담", "stage:운영");
        assertThat(List.of(accepts(both, chat, labels), accepts(both, batch, labels)))
                .containsExactly(true, false);
        assertThatThrownBy(() -> PairFilter.read("labels", List.of("team"))).hasMessageContaining("labels");
        assertThat(usage(given("1d", 1000L, null, 1, null, List.of("label:team", "model")))
                        .groupLabel())
                .isEqualTo("team");
        assertThatThrownBy(() -> usage(given("1d", 1000L, null, 1, null, List.of("label:team", "label:stage"))))
                .hasMessageContaining("group_by");
    }

    private static boolean accepts(List<String> wanted, CallerId caller, Map<KeyId, Map<String, String>> labels) {
        return PairFilter.read("labels", wanted).accepts(ReportQuery.labelsOf(caller, labels));
    }

    @Test
    void aReportThatLooksAtMetadataReadsEventsAndOneThatDoesNotReadsSums() {
        ReportQuery grouped = usage(given("1d", 1000L, null, 1, null, List.of("metadata:team:a", "label:team")));
        assertThat(grouped.groupMetadata()).isEqualTo("team:a");
        assertThat(grouped.groupLabel()).isEqualTo("team");
        assertThat(grouped.needsEvents()).isTrue();
        assertThat(usage(given("1d", 1000L, null, 1, null, List.of("label:team")))
                        .needsEvents())
                .isFalse();
        assertThatThrownBy(() -> usage(given("1d", 1000L, null, 1, null, List.of("metadata:a", "metadata:b"))))
                .hasMessageContaining("group_by");
        assertThatThrownBy(() -> PairFilter.read("metadata", List.of(":7"))).hasMessageContaining("metadata");
    }

    @Test
    void anIdOfAnotherKindIsRefused() {
        ReportParameters given = new ReportParameters(
                1000L,
                null,
                null,
                List.of("key_1"),
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of(),
                List.of(),
                List.of(),
                null,
                null);
        assertThatThrownBy(() -> usage(given)).hasMessageContaining("project_ids");
    }

    @Test
    void jsonIsWhatOpenAisClientsReadWithEveryDigitOfTheWon() {
        Instant start = Instant.parse("2026-11-21T15:00:00Z");
        var costs = new ReportPage<>(
                List.of(new ReportPage.Bucket<>(
                        start,
                        BucketWidth.DAY.after(start),
                        List.of(
                                new CostsResult(
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        "m",
                                        true,
                                        "m, batch input",
                                        3L,
                                        new NanoWon(12_000_000_001L)),
                                new CostsResult(
                                        samples.projects.getFirst(),
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        NanoWon.ofWon(1_000_000))))),
                "page_1");
        assertThat(ReportJson.costs(costs))
                .isEqualTo("{\"object\":\"page\",\"data\":[{\"object\":\"bucket\",\"start_time\":1795273200,"
                        + "\"end_time\":1795359600,\"results\":[{\"object\":\"organization.costs.result\",\"amount\":"
                        + "{\"value\":12.000000001,\"currency\":\"krw\"},\"line_item\":\"m, batch input\",\"model\":\"m\",\"batch\":true,\"project_id\":null,"
                        + "\"api_key_id\":null,\"user_id\":null,\"label\":null,\"metadata\":null,\"quantity\":3,\"quantity_unit\":\"tokens\"},"
                        + "{\"object\":\"organization.costs.result\",\"amount\":{\"value\":1000000,\"currency\":\"krw\"},"
                        + "\"line_item\":null,\"model\":null,\"batch\":null,\"project_id\":\""
                        + samples.projects.getFirst() + "\","
                        + "\"api_key_id\":null,\"user_id\":null,\"label\":null,\"metadata\":null,\"quantity\":null,\"quantity_unit\":null}]}],"
                        + "\"has_more\":true,\"next_page\":\"page_1\"}");

        var usage = new ReportPage<>(
                List.of(new ReportPage.Bucket<>(
                        start,
                        start.plusSeconds(60),
                        List.of(new CompletionsResult(
                                null,
                                null,
                                null,
                                null,
                                "상담",
                                "한옥",
                                false,
                                new UsageTotals(2, 10, 5, 4, 7, 3, NanoWon.ZERO))))),
                null);
        assertThat(ReportJson.completions(usage))
                .contains("\"input_tokens\":19,\"input_cached_tokens\":5,\"input_image_tokens\":4,"
                        + "\"output_tokens\":10,\"output_reasoning_tokens\":3,\"num_model_requests\":2")
                .contains("\"metadata\":\"상담\"")
                .contains("\"model\":\"한옥\",\"batch\":false")
                .endsWith("\"has_more\":false,\"next_page\":null}");
    }

    private ReportQuery usage(ReportParameters given) {
        return ReportQuery.usage(samples.tenant, given, NOW);
    }

    private ReportQuery costs(ReportParameters given) {
        return ReportQuery.costs(samples.tenant, given, NOW);
    }

    private static ReportParameters given(
            @Nullable String width,
            @Nullable Long start,
            @Nullable Long end,
            @Nullable Integer limit,
            @Nullable String page,
            List<String> groupBy) {
        return new ReportParameters(
                start, end, width, List.of(), List.of(), List.of(), List.of(), null, List.of(), List.of(), groupBy,
                limit, page);
    }
}
