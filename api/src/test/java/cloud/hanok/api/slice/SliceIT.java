package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.assertCode;
import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.slice.Slice.Customer;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a request leaves behind, and whom it is nothing to. */
@ExtendWith(Slice.Shared.class)
class SliceIT {
    /** As the contract promises for usage and costs. */
    private static final Duration STALE_LIMIT = Duration.ofSeconds(10);

    /** As the contract promises for a key. */
    private static final Duration REVOCATION_LIMIT = Duration.ofSeconds(5);

    private static Slice slice;

    @BeforeAll
    static void start(Slice shared) {
        slice = shared;
    }

    @Test
    void usageCostAndInvoiceAreTheEnginesCountsTimesThePriceWithinTenSeconds() {
        Customer customer = slice.customer("정산", "KR");
        String whole = chat(customer, "usage-1", "\"tokens\":28,\"promptTokens\":12,\"cachedTokens\":5", false);
        String streamed = chat(customer, "usage-2", "\"tokens\":31,\"promptTokens\":40", true);
        long input = 12 - 5 + 40;
        long cached = 5;
        long outputs = 28 + 31;
        long cost = input * Slice.INPUT_NANO_WON + cached * Slice.CACHED_NANO_WON + outputs * Slice.OUTPUT_NANO_WON;

        String usage = "/v1/organization/usage/completions?bucket_width=1h&start_time=" + hourAgo();
        await("usage", STALE_LIMIT, () -> total(customer, usage, "num_model_requests") == 2);
        assertThat(total(customer, usage, "input_tokens")).isEqualTo(input + cached);
        assertThat(total(customer, usage, "input_cached_tokens")).isEqualTo(cached);
        assertThat(total(customer, usage, "output_tokens")).isEqualTo(outputs);

        Map<String, BigDecimal> costs = costs(customer);
        assertThat(costs.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(BigDecimal.valueOf(cost, 9));
        assertThat(costs).hasSize(3);
        assertInvoice(customer, Map.of("input", input, "cached_input", cached, "output", outputs));

        assertRequest(customer, whole, 7, 5, 28);
        assertRequest(customer, streamed, 40, 0, 31);
    }

    private static void assertInvoice(Customer customer, Map<String, Long> quantities) {
        JsonNode preview = json(slice.house.get("/v1/organization/invoices/preview", customer.admin()), 200);
        Map<String, Long> prices = Map.of(
                "input", Slice.INPUT_NANO_WON, "cached_input", Slice.CACHED_NANO_WON, "output", Slice.OUTPUT_NANO_WON);
        var billed = new HashMap<String, Long>();
        long supply = 0;
        for (JsonNode line : preview.get("lines")) {
            String kind = line.get("kind").asText();
            long quantity = line.get("quantity").asLong();
            long price = Objects.requireNonNull(prices.get(kind));
            billed.put(kind, quantity);
            assertThat(line.get("unit_nano_won").asLong()).isEqualTo(price);
            BigDecimal exact = BigDecimal.valueOf(quantity * price, 9);
            assertThat(new BigDecimal(line.get("exact_won").asText())).isEqualByComparingTo(exact);
            supply += exact.setScale(0, RoundingMode.HALF_UP).longValueExact();
        }
        assertThat(billed).isEqualTo(quantities);
        assertThat(preview.get("supply_won").asLong()).isEqualTo(supply);
        assertThat(preview.get("vat_won").asLong()).isEqualTo(supply / 10);
        assertThat(preview.get("total_won").asLong()).isEqualTo(supply + supply / 10);
    }

    private static void assertRequest(Customer customer, String request, long input, long cached, long output) {
        String path = "/platform/v1/requests/" + request;
        JsonNode[] view = new JsonNode[1];
        await("the receipt of " + request, STALE_LIMIT, () -> {
            view[0] = json(slice.house.get(path, customer.bearer()), 200);
            return view[0].hasNonNull("result");
        });
        JsonNode found = view[0];
        assertThat(found.at("/usage/input_tokens").asLong()).isEqualTo(input);
        assertThat(found.at("/usage/input_cached_tokens").asLong()).isEqualTo(cached);
        assertThat(found.at("/usage/output_tokens").asLong()).isEqualTo(output);
        long cost = input * Slice.INPUT_NANO_WON + cached * Slice.CACHED_NANO_WON + output * Slice.OUTPUT_NANO_WON;
        assertThat(found.get("cost_nano_won").asLong()).isEqualTo(cost);
        assertThat(new BigDecimal(found.get("cost_won").asText())).isEqualByComparingTo(BigDecimal.valueOf(cost, 9));
        JsonNode attempt = found.get("attempts").get(0);
        assertThat(found.get("attempts")).hasSize(1);
        assertThat(attempt.get("outcome").asText()).isEqualTo("completed");
        assertThat(attempt.get("estimated").asBoolean()).isFalse();
        assertThat(attempt.get("partial").asBoolean()).isFalse();
        assertThat(attempt.get("model").asText()).isEqualTo(Slice.MODEL);
        assertThat(attempt.get("project").asText()).isEqualTo(customer.project());
        assertThat(attempt.get("api_key").asText()).isEqualTo(customer.keyId());
        assertThat(found.at("/decision/residency/allowed").asBoolean()).isTrue();
        assertThat(found.at("/decision/site/country").asText()).isEqualTo("KR");
        assertThat(found.at("/result/usage/outputTokens").asLong()).isEqualTo(output);
        assertThat(json(slice.house.get(path, customer.admin()), 200)).isEqualTo(found);
        assertThat(json(slice.house.get(path + "?tenant=" + customer.id(), slice.house.operator()), 200))
                .isEqualTo(found);
    }

    @Test
    void whatIsAnothersLooksLikeWhatWasNeverThere() {
        Customer owner = slice.customer("주인", "KR");
        Customer neighbour = slice.withProject(owner.made(), "옆 프로젝트");
        Customer stranger = slice.customer("남", "KR");
        String request = chat(owner, "hidden", "\"tokens\":3", false);
        String unknown = request.substring(0, request.length() - 4) + "0000";
        for (String path : new String[] {"/v1/receipts/%s", "/v1/receipts/%s.tlog-proof", "/platform/v1/requests/%s"}) {
            await(
                    path,
                    STALE_LIMIT,
                    () -> slice.house
                                    .get(path.formatted(request), owner.bearer())
                                    .statusCode()
                            == 200);
            assertThat(slice.house.get(path.formatted(request), owner.admin()).statusCode())
                    .isEqualTo(200);
            for (String who : new String[] {stranger.bearer(), stranger.admin(), neighbour.bearer()}) {
                HttpResponse<String> hidden = slice.house.get(path.formatted(request), who);
                HttpResponse<String> absent = slice.house.get(path.formatted(unknown), who);
                assertCode(hidden, 404, "not_found");
                assertCode(absent, 404, "not_found");
                assertThat(said(hidden, request)).isEqualTo(said(absent, unknown));
                assertThat(hidden.headers().map().keySet())
                        .isEqualTo(absent.headers().map().keySet());
            }
        }
    }

    @Test
    void whoMayOnlyBeServedAbroadIsRefusedHereAndNothingReachesTheEngine() {
        Customer japanese = slice.customer("일본 전용", "JP");
        for (boolean stream : new boolean[] {false, true}) {
            HttpResponse<String> refused = answer(japanese, Slice.body("abroad", "\"tokens\":1", stream));
            assertCode(refused, 403, "data_residency_mismatch");
            assertThat(json(refused.body()).at("/error/param").asText()).isEqualTo("model");
            assertThat(refused.headers().firstValue("x-receipt-id")).isEmpty();
        }
        assertThat(slice.seen("abroad")).isEmpty();
    }

    @Test
    void aModelAtASiteThatTheTenantDoesNotAllowLooksLikeOneThatWasNeverThere() {
        Customer korean = slice.customer("국내 목록", "KR");
        Customer japanese = slice.customer("일본 목록", "JP");
        for (String who : new String[] {korean.bearer(), korean.admin()}) {
            assertThat(listed(who)).contains(Slice.MODEL);
            assertThat(slice.house.get("/v1/models/" + Slice.MODEL, who).statusCode())
                    .isEqualTo(200);
        }
        for (String who : new String[] {japanese.bearer(), japanese.admin()}) {
            assertThat(listed(who)).isEmpty();
            HttpResponse<String> hidden = slice.house.get("/v1/models/" + Slice.MODEL, who);
            HttpResponse<String> absent = slice.house.get("/v1/models/never-deployed", who);
            assertCode(hidden, 404, "model_not_found");
            assertThat(said(hidden, Slice.MODEL)).isEqualTo(said(absent, "never-deployed"));
            assertThat(hidden.headers().map().keySet())
                    .isEqualTo(absent.headers().map().keySet());
        }
    }

    @Test
    void aRevokedKeyOpensNothingWithinFiveSecondsAndItsSisterGoesOn() {
        Customer customer = slice.customer("회수", "KR");
        JsonNode sister = slice.house.created(Slice.keysOf(customer.project()), "{\"name\":\"다른 서버\"}");
        String body = Slice.body("revoked", "\"tokens\":1", false);
        assertThat(answer(customer, body).statusCode()).isEqualTo(200);
        assertThat(slice.house.get("/v1/models", customer.bearer()).statusCode())
                .isEqualTo(200);

        String key = Slice.keysOf(customer.project()) + "/" + customer.keyId();
        assertThat(slice.house
                        .send(key, "DELETE", null, slice.house.operator(), null)
                        .statusCode())
                .isEqualTo(204);
        await("the key's end", REVOCATION_LIMIT, () -> answer(customer, body).statusCode() == 401);
        assertCode(answer(customer, body), 401, "invalid_api_key");
        assertCode(slice.house.get("/v1/models", customer.bearer()), 401, "invalid_api_key");
        String other = "Bearer " + sister.get("value").asText();
        assertThat(slice.house
                        .send("/v1/chat/completions", "POST", body, other, null)
                        .statusCode())
                .isEqualTo(200);
    }

    private static List<String> listed(String who) {
        return json(slice.house.get("/v1/models", who), 200).findValuesAsText("id");
    }

    private static HttpResponse<String> answer(Customer customer, String body) {
        return slice.house.send("/v1/chat/completions", "POST", body, customer.bearer(), null);
    }

    /** Its request's id. */
    private static String chat(Customer customer, String name, String script, boolean stream) {
        HttpResponse<String> answer = answer(customer, Slice.body(name, script, stream));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("x-request-id").orElseThrow();
    }

    private static String said(HttpResponse<String> answer, String request) {
        String id = answer.headers().firstValue("x-request-id").orElseThrow();
        return answer.body().replace(id, "<id>").replace(request, "<request>");
    }

    private static long total(Customer customer, String path, String member) {
        return results(customer, path)
                .mapToLong(row -> row.get(member).asLong())
                .sum();
    }

    private static Map<String, BigDecimal> costs(Customer customer) {
        var items = new HashMap<String, BigDecimal>();
        results(customer, "/v1/organization/costs?group_by=line_item&start_time=" + hourAgo())
                .forEach(row -> {
                    assertThat(row.at("/amount/currency").asText()).isEqualTo("krw");
                    items.merge(
                            row.get("line_item").asText(),
                            new BigDecimal(row.at("/amount/value").asText()),
                            BigDecimal::add);
                });
        return items;
    }

    private static Stream<JsonNode> results(Customer customer, String path) {
        JsonNode page = json(slice.house.get(path, customer.admin()), 200);
        assertThat(page.get("has_more").asBoolean()).isFalse();
        return StreamSupport.stream(page.get("data").spliterator(), false)
                .flatMap(bucket -> StreamSupport.stream(bucket.get("results").spliterator(), false));
    }

    private static long hourAgo() {
        return Instant.now().getEpochSecond() - 3_600;
    }
}
