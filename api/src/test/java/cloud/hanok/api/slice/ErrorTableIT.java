package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.slice.RawConnection.Answer;
import cloud.hanok.api.slice.Slice.Customer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What can be refused, and how: one table of all of it, in both protocols' error objects. */
@ExtendWith(Slice.Shared.class)
class ErrorTableIT {
    private static final String CHAT = "POST /v1/chat/completions HTTP/1.1";
    private static final String MESSAGES = "POST /v1/messages HTTP/1.1";
    private static final String JSON = "Content-Type: application/json";
    private static final String RETRY = "x-should-retry";
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int LATEST_SECOND = 45;
    private static final int TOO_LONG_BYTES = (20 << 20) + 1;

    private static Slice slice;
    private static String key;
    private static String elsewhere;
    private static String listing;
    private static String spent;
    private static String limited;

    /**
     * One row.
     *
     * @param what it is about
     * @param line of the request
     * @param headers of it
     * @param body of it
     * @param status of the answer
     * @param code in its body
     * @param param in its body; null: whatever it is
     * @param answered headers that the answer must have
     */
    private record Case(
            String what,
            String line,
            List<String> headers,
            String body,
            int status,
            String code,
            @Nullable String param,
            Map<String, String> answered) {}

    @BeforeAll
    static void makeKeys(Slice shared) throws IOException {
        slice = shared;
        Customer customer = slice.customer("오류표", "KR");
        key = "Authorization: " + customer.bearer();
        elsewhere = "Authorization: " + slice.customer("다른 나라", "DE").bearer();
        listing = bearer(slice.house()
                .created(
                        Slice.keysOf(customer.project()), "{\"name\":\"목록\",\"scopes\":{\"endpoints\":[\"models\"]}}"));
        spent = limitedKey(
                customer, "spend_limit", "{\"threshold_amount\":0,\"currency\":\"KRW\",\"interval\":\"month\"}");
        limited = limitedKey(customer, "rate_limits/rl_*", "{\"max_requests_per_1_minute\":1}");
        // The one that its limit allows, in a minute that will not have turned when the next is refused.
        await(
                "the beginning of a minute",
                MINUTE,
                () -> LocalTime.now(ZoneOffset.UTC).getSecond() < LATEST_SECOND);
        try (var connection = new RawConnection(slice.house().server().port())) {
            connection.send(RawConnection.request(CHAT, List.of(limited, JSON), chat("")));
            assertThat(connection.read().status()).isEqualTo(200);
        }
    }

    private static String limitedKey(Customer customer, String limit, String amount) {
        String keys = "/v1/organization/projects/" + customer.project() + "/api_keys";
        JsonNode made = json(slice.house().send(keys, "POST", "{\"name\":\"한도\"}", customer.admin(), null), 201);
        String path = keys + "/" + made.get("id").asText() + "/" + limit;
        HttpResponse<String> set = slice.house().send(path, "POST", amount, customer.admin(), null);
        assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
        return bearer(made);
    }

    private static String bearer(JsonNode made) {
        return "Authorization: Bearer " + made.get("value").asText();
    }

    @Test
    void everyRefusalIsTheErrorObjectOfItsProtocolWithTheRequestsId() throws IOException {
        List<Case> cases = new ArrayList<>(List.of(
                new Case("no key", CHAT, List.of(JSON), chat(""), 401, "missing_api_key", null, Map.of()),
                new Case(
                        "nobody's key",
                        CHAT,
                        List.of(JSON, "Authorization: Bearer hk_nobody"),
                        chat(""),
                        401,
                        "invalid_api_key",
                        null,
                        Map.of(RETRY, "false")),
                wrong("unknown model", chat("").replace(Slice.MODEL, "no-such-model"), 404, "model_not_found", "model"),
                wrong("bad JSON", "{\"model\":", 400, "invalid_json", null),
                wrong("no object", "[1]", 400, "invalid_request", null),
                wrong("negative n", chat(",\"n\":-1"), 400, "invalid_value", "n"),
                wrong("five stops", chat(",\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]"), 400, "invalid_value", "stop"),
                wrong(
                        "too long",
                        Slice.body("table-long", "\"status\":400", false),
                        400,
                        "context_length_exceeded",
                        "messages"),
                new Case(
                        "elsewhere",
                        CHAT,
                        List.of(JSON, elsewhere),
                        chat(""),
                        403,
                        "data_residency_mismatch",
                        null,
                        Map.of(RETRY, "false")),
                new Case(
                        "not this endpoint",
                        CHAT,
                        List.of(JSON, listing),
                        chat(""),
                        403,
                        "endpoint_not_in_scope",
                        null,
                        Map.of(RETRY, "false")),
                new Case(
                        "spent",
                        CHAT,
                        List.of(JSON, spent),
                        chat(""),
                        429,
                        "insufficient_quota",
                        null,
                        Map.of(RETRY, "false")),
                new Case(
                        "too many",
                        CHAT,
                        List.of(JSON, limited),
                        chat(""),
                        429,
                        "rate_limit_exceeded",
                        null,
                        Map.of(RETRY, "true", "retry-after", "")),
                new Case(
                        "not offered",
                        "POST /v1/moderations HTTP/1.1",
                        List.of(JSON, key),
                        "{}",
                        404,
                        "unsupported_endpoint",
                        null,
                        Map.of()),
                new Case(
                        "wrong verb",
                        "GET /v1/completions HTTP/1.1",
                        List.of(key),
                        "",
                        405,
                        "method_not_allowed",
                        null,
                        Map.of("allow", "POST")),
                new Case(
                        "wrong verb elsewhere",
                        "DELETE /v1/models HTTP/1.1",
                        List.of(key),
                        "",
                        405,
                        "method_not_allowed",
                        null,
                        Map.of("allow", "")),
                new Case(
                        "wrong type",
                        CHAT,
                        List.of(key, "Content-Type: text/plain"),
                        "hello",
                        415,
                        "unsupported_media_type",
                        null,
                        Map.of()),
                new Case(
                        "compressed",
                        CHAT,
                        List.of(key, JSON, "Content-Encoding: gzip"),
                        "hello",
                        415,
                        "unsupported_media_type",
                        null,
                        Map.of()),
                new Case(
                        "over size",
                        CHAT,
                        List.of(key, JSON, "Content-Length: " + TOO_LONG_BYTES),
                        "",
                        413,
                        "request_too_large",
                        null,
                        Map.of("connection", "close")),
                new Case(
                        "no signs of life",
                        CHAT,
                        List.of(key, JSON, "X-Hanok-Heartbeat: soon"),
                        chat(""),
                        400,
                        "invalid_value",
                        "x-hanok-heartbeat",
                        Map.of())));
        List.copyOf(cases).stream()
                .filter(each -> each.line.equals(CHAT) && each.status != 400 && each.status != 429)
                .map(each -> new Case(
                        each.what + ", Anthropic's",
                        MESSAGES,
                        each.headers,
                        each.body.isEmpty() ? "" : each.body.replaceFirst("\\{", "{\"max_tokens\":5,"),
                        each.status,
                        each.code,
                        null,
                        each.answered))
                .forEach(cases::add);
        var softly = new SoftAssertions();
        for (Case each : cases) {
            check(each, softly);
        }
        softly.assertAll();
    }

    private static void check(Case expected, SoftAssertions softly) throws IOException {
        try (var connection = new RawConnection(slice.house().server().port())) {
            connection.send(RawConnection.request(expected.line, expected.headers, expected.body));
            Answer answer = connection.read();
            String what = expected.what + ": " + answer.line() + " " + answer.body();
            softly.assertThat(answer.status()).as(what).isEqualTo(expected.status);
            String id = String.valueOf(answer.headers().get("x-request-id"));
            softly.assertThat(id).as(what).startsWith("req_");
            expected.answered.forEach((name, value) -> {
                softly.assertThat(answer.headers()).as(what).containsKey(name);
                if (!value.isEmpty()) {
                    softly.assertThat(answer.headers().get(name)).as(what).isEqualTo(value);
                }
            });
            JsonNode body = json(answer.body());
            JsonNode error = body.path("error");
            softly.assertThat(error.path("code").asText()).as(what).isEqualTo(expected.code);
            softly.assertThat(error.path("message").asText()).as(what).isNotBlank();
            softly.assertThat(error.path("type").asText()).as(what).isNotBlank();
            if (expected.param != null) {
                softly.assertThat(error.path("param").asText()).as(what).isEqualTo(expected.param);
            }
            boolean anthropic = expected.line.equals(MESSAGES);
            softly.assertThat(body.path("type").asText()).as(what).isEqualTo(anthropic ? "error" : "");
        }
    }

    private static Case wrong(String what, String body, int status, String code, @Nullable String param) {
        return new Case(what, CHAT, List.of(JSON, key), body, status, code, param, Map.of(RETRY, "false"));
    }

    private static String chat(String more) {
        String whole = Slice.body("table", "\"tokens\":1", false);
        return whole.substring(0, whole.length() - 1) + more + "}";
    }
}
