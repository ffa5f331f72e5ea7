package cloud.hanok.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.FreePort;
import cloud.hanok.api.scripted.ScriptedEngine;
import cloud.hanok.api.scripted.ScriptedRequest;
import cloud.hanok.billing.credit.SpendScope;
import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.billing.usage.Outcome;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.journal.JournalRecord;
import cloud.hanok.platform.journal.RecordKind;
import cloud.hanok.platform.money.NanoWon;
import cloud.hanok.tenant.limit.Limit;
import cloud.hanok.tenant.limit.LimitKind;
import cloud.hanok.tenant.limit.LimitScope;
import cloud.hanok.tenant.limit.TenantLimits;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The byte path between a real client's socket and a scripted engine's. */
class GatewayTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    @TempDir
    Path folder;

    private GatewayBed bed;
    private ScriptedEngine engine;

    @BeforeEach
    void start() throws Exception {
        engine = ScriptedEngine.start(0);
        bed = new GatewayBed(folder, GatewaySettings.DEFAULTS);
        bed.serve(EngineKind.LLAMA_CPP, engine.port());
    }

    @AfterEach
    void stop() throws Exception {
        bed.close();
        engine.close();
    }

    @Test
    void relaysAWholeStreamAndSettlesWhatTheEngineCounted() throws Exception {
        HttpResponse<String> answer = chat("{\"tokens\":31,\"promptTokens\":12,\"cachedTokens\":4}", true, "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/event-stream; charset=utf-8");
        assertThat(answer.headers().firstValue("x-residency")).hasValue("kr");
        assertThat(answer.headers().firstValue("x-receipt-id"))
                .isEqualTo(answer.headers().firstValue("x-request-id"));
        assertThat(answer.body()).endsWith("data: [DONE]\n\n");
        List<JsonNode> chunks = chunks(answer.body());
        assertThat(chunks).allSatisfy(chunk -> {
            assertThat(chunk.has("timings")).isFalse();
            assertThat(chunk.has("usage")).isFalse();
            assertThat(chunk.path("model").asText()).isEqualTo(GatewayBed.MODEL);
        });

        List<JournalRecord> records = bed.records(2);
        assertThat(records).extracting(JournalRecord::kind).containsExactly(RecordKind.OPEN, RecordKind.SETTLE);
        JournalEntry settled = JournalEntry.decode(records.get(1).payload());
        assertThat(settled.ending().usage()).isEqualTo(new TokenUsage(8, 4, 31));
        assertThat(settled.ending().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(settled.ending().estimated()).isFalse();
    }

    @Test
    void aMembersTokenIsAnsweredForTheProjectTheyNameAndTheRecordSaysWhoAsked() throws Exception {
        String project = "proj_01JD9Z6M8Q0000000000000002";
        HttpResponse<String> answer = asMember(GatewayBed.TOKEN, project);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JournalEntry opened = JournalEntry.decode(bed.records(2).getFirst().payload());
        assertThat(opened.facts().caller()).isEqualTo(bed.member);
        assertThat(opened.facts().project().text()).isEqualTo(project);
        JsonNode receipt = JSON.readTree(opened.receipt());
        assertThat(receipt.get("v").asInt()).isEqualTo(2);
        assertThat(receipt.get("member").asText()).isEqualTo(bed.member.text());
        assertThat(receipt.has("key")).isFalse();
    }

    @Test
    void aMembersTokenWithoutAProjectOrOneThatIsNotGoodIsRefusedByName() throws Exception {
        HttpResponse<String> nowhere = asMember(GatewayBed.TOKEN, null);
        assertThat(nowhere.statusCode()).isEqualTo(400);
        assertThat(nowhere.body()).contains("missing_project", "OpenAI-Project");
        HttpResponse<String> bad = asMember(GatewayBed.BAD_TOKEN, "proj_01JD9Z6M8Q0000000000000002");
        assertThat(bad.statusCode()).isEqualTo(401);
        assertThat(bad.body()).contains("invalid_token");
    }

    private HttpResponse<String> asMember(String token, @Nullable String project) throws Exception {
        HttpRequest.Builder request = request()
                .setHeader("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body("{\"tokens\":1}", false, "")));
        if (project != null) {
            request.header("OpenAI-Project", project);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aClientThatWantsToKnowIsToldWhatTheAnswerCosts() throws Exception {
        String script = "{\"tokens\":31,\"promptTokens\":12,\"cachedTokens\":4}";
        assertThat(told(script, false).headers().firstValue("x-cost-krw")).hasValue("0.072");
        assertThat(told(script, true).body()).contains(": x-cost-krw 0.072\n\ndata: [DONE]");
        assertThat(chat(script, false, "").headers().firstValue("x-cost-krw")).isEmpty();
    }

    private HttpResponse<String> told(String script, boolean stream) throws Exception {
        return client.send(
                request()
                        .header("x-hanok-cost", "true")
                        .POST(HttpRequest.BodyPublishers.ofString(body(script, stream, "")))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void remembersARequestThatItOpenedAndNoneThatItRefused() throws Exception {
        HttpResponse<String> answered = chat("{\"tokens\":1}", false, "");
        HttpResponse<String> refused = chat("{\"tokens\":1}", false, ",\"temperature\":9");

        assertThat(answered.statusCode()).isEqualTo(200);
        assertThat(bed.opened.projectOf(bed.tenant, requestOf(answered))).isPresent();
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(bed.opened.projectOf(bed.tenant, requestOf(refused))).isEmpty();
    }

    private static RequestId requestOf(HttpResponse<String> answer) {
        return RequestId.parse(answer.headers().firstValue("x-request-id").orElseThrow());
    }

    @Test
    void givesTheUsageChunkToWhoAskedForIt() throws Exception {
        HttpResponse<String> answer =
                chat("{\"tokens\":5,\"promptTokens\":7}", true, ",\"stream_options\":{\"include_usage\":true}");

        List<JsonNode> chunks = chunks(answer.body());
        JsonNode last = chunks.getLast();
        assertThat(last.path("choices")).isEmpty();
        assertThat(last.path("usage").path("completion_tokens").asInt()).isEqualTo(5);
        assertThat(last.path("usage").path("prompt_tokens").asInt()).isEqualTo(7);
        assertThat(chunks.subList(0, chunks.size() - 1))
                .allSatisfy(chunk -> assertThat(chunk.get("usage").isNull()).isTrue());
    }

    @Test
    void relaysABodyOnlyAfterItIsSettled() throws Exception {
        HttpResponse<String> answer = chat("{\"tokens\":9,\"promptTokens\":3}", false, "");

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode body = JSON.readTree(answer.body());
        assertThat(body.path("usage").path("completion_tokens").asInt()).isEqualTo(9);
        assertThat(body.path("id").asText()).startsWith("chatcmpl-");
        JournalEntry settled = JournalEntry.decode(bed.records(2).get(1).payload());
        assertThat(settled.ending().usage()).isEqualTo(new TokenUsage(3, 0, 9));
    }

    @Test
    void stopsTheEngineAndBillsWhatWasReceivedWhenTheClientLeaves() throws Exception {
        HttpResponse<InputStream> answer = client.send(
                post("{\"tokens\":2000,\"promptTokens\":3,\"gapMillis\":5}", true, ""), BodyHandlers.ofInputStream());
        int received = readContentEvents(answer.body(), 20);
        long leftNanos = System.nanoTime();
        answer.body().close();

        JournalEntry settled = JournalEntry.decode(bed.records(2).get(1).payload());
        assertThat(settled.ending().outcome()).isEqualTo(Outcome.CLIENT_LEFT);
        assertThat(settled.ending().partial()).isTrue();
        assertThat(settled.ending().usage().outputTokens()).isBetween((long) received, received + 100L);
        while (engine.requests().getFirst().outcome() == ScriptedRequest.Outcome.RUNNING) {
            assertThat(Duration.ofNanos(System.nanoTime() - leftNanos)).isLessThan(Duration.ofMillis(1500));
            Thread.onSpinWait();
        }
        ScriptedRequest seen = engine.requests().getFirst();
        assertThat(seen.outcome()).isEqualTo(ScriptedRequest.Outcome.ABORTED);
        assertThat(settled.ending().usage().outputTokens()).isLessThanOrEqualTo(seen.tokens());
    }

    @Test
    void neverEndsABrokenStreamAsIfItWereWhole() throws Exception {
        HttpResponse<String> answer =
                chat("{\"tokens\":50,\"promptTokens\":3,\"gapMillis\":20,\"dieAfterTokens\":10}", true, "");

        assertThat(answer.body()).doesNotContain("[DONE]").contains("event: error\ndata: {\"error\":");
        JournalEntry settled = JournalEntry.decode(bed.records(2).get(1).payload());
        assertThat(settled.ending().outcome()).isEqualTo(Outcome.ENGINE_FAILED);
        assertThat(settled.ending().usage().outputTokens()).isEqualTo(countTokens(answer.body()));
    }

    @Test
    void answers503WithATimeToComeBackWhenTheOnlyEngineDies() throws Exception {
        HttpResponse<String> answer = chat("{\"tokens\":5,\"dieBeforeHead\":true}", true, "");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        assertThat(JSON.readTree(answer.body()).path("error").path("code").asText())
                .isEqualTo("engine_unavailable");
        JournalEntry settled = JournalEntry.decode(bed.records(2).get(1).payload());
        assertThat(settled.ending().usage()).isEqualTo(TokenUsage.NONE);
    }

    @Test
    void asksAnotherReplicaOnceWhenOneIsGone() throws Exception {
        int gone = FreePort.find();
        bed.serve(EngineKind.LLAMA_CPP, gone, engine.port());

        HttpResponse<String> answer = chat("{\"tokens\":5,\"promptTokens\":3}", true, "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).endsWith("data: [DONE]\n\n");
        List<JournalRecord> records = bed.records(4);
        assertThat(records).extracting(JournalRecord::attempt).containsExactly(1, 1, 2, 2);
        assertThat(JournalEntry.decode(records.get(3).payload()).ending().outcome())
                .isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void holdsNothingOnTheCreditOnceRequestsHaveEnded() throws Exception {
        for (String script : List.of(
                "{\"tokens\":5,\"promptTokens\":3}", "{\"tokens\":5,\"dieBeforeHead\":true}", "{\"status\":400}")) {
            chat(script, true, "");
        }
        long outputAndPrompt = 5 * bed.price.outputNanoWon() + 3 * bed.price.inputNanoWon();
        assertThat(bed.credit.used(bed.tenant, SpendScope.TENANT)).hasValue(new NanoWon(outputAndPrompt));
    }

    @Test
    void tellsALimitedCallerHowItsTightestLimitsStandAndWhichOneRefusesIt() throws Exception {
        bed.limits = new TenantLimits(List.of(
                new Limit(LimitScope.TENANT, "", LimitKind.REQUESTS_PER_DAY, 2, Limit.SetBy.TENANT),
                new Limit(LimitScope.TENANT, "", LimitKind.TOKENS_PER_DAY, 5_000, Limit.SetBy.OPERATOR),
                new Limit(LimitScope.TENANT, GatewayBed.MODEL, LimitKind.TOKENS_PER_DAY, 9_000, Limit.SetBy.TENANT)));
        HttpResponse<String> first = chat("{\"tokens\":5,\"promptTokens\":3}", false, "");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("x-ratelimit-limit-requests")).hasValue("2");
        assertThat(first.headers().firstValue("x-ratelimit-remaining-requests")).hasValue("1");
        assertThat(first.headers().firstValue("x-ratelimit-limit-tokens")).hasValue("5000");
        assertThat(first.headers().firstValue("x-ratelimit-reset-requests").orElseThrow())
                .matches("([0-9]+h)?[0-9]+m[0-9]+s|[0-9.]+m?s");
        HttpResponse<String> second = chat("{\"tokens\":5,\"promptTokens\":3}", true, "");
        assertThat(second.headers().firstValue("x-ratelimit-remaining-requests"))
                .hasValue("0");

        HttpResponse<String> third = chat("{\"tokens\":5}", false, "");
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.headers().firstValue("x-ratelimit-remaining-requests")).hasValue("0");
        assertThat(Long.parseLong(third.headers().firstValue("retry-after").orElseThrow()))
                .isPositive();
        JsonNode error = JSON.readTree(third.body()).get("error");
        assertThat(error.get("code").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(error.at("/messages/en").asText()).contains("your organization", "2 requests per day");
        assertThat(error.at("/messages/ko").asText()).contains("조직", "일일 요청 한도 2");
    }

    @Test
    void settlesTokensToWhatWasUsedAndRefusesForGoodWhatAloneIsLargerThanItsLimit() throws Exception {
        bed.limits = new TenantLimits(
                List.of(new Limit(LimitScope.TENANT, "", LimitKind.TOKENS_PER_DAY, 1_500, Limit.SetBy.TENANT)));
        for (int i = 0; i < 3; i++) {
            assertThat(chat("{\"tokens\":5,\"promptTokens\":3}", false, "").statusCode())
                    .isEqualTo(200);
        }
        HttpResponse<String> fourth = chat("{\"tokens\":5,\"promptTokens\":3}", false, ",\"max_tokens\":5");
        long remaining = Long.parseLong(
                fourth.headers().firstValue("x-ratelimit-remaining-tokens").orElseThrow());
        assertThat(remaining).isBetween(1_200L, 1_476L);

        HttpResponse<String> tooLarge = chat("{\"tokens\":5}", false, ",\"max_tokens\":2000");
        assertThat(tooLarge.statusCode()).isEqualTo(429);
        assertThat(tooLarge.headers().firstValue("x-should-retry")).hasValue("false");
        assertThat(JSON.readTree(tooLarge.body()).at("/error/code").asText()).isEqualTo("request_exceeds_rate_limit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "400|invalid_json||{",
                "400|invalid_json||",
                "400|invalid_json||{\"model\":\"m\"}x",
                "400|invalid_request||[1]",
                "400|missing_required_parameter|model|{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                "400|missing_required_parameter|messages|{\"model\":\"scripted\"}",
                "400|invalid_value|messages|{\"model\":\"scripted\",\"messages\":[]}",
                "400|invalid_type|messages|{\"model\":\"scripted\",\"messages\":{}}",
                "400|missing_required_parameter|messages[0].role|{\"model\":\"scripted\",\"messages\":[{}]}",
                "400|invalid_value|messages[0].role|{\"model\":\"m\",\"messages\":[{\"role\":\"king\"}]}",
                "400|missing_required_parameter|messages[0].content|{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}]}",
                "400|invalid_type|messages[0].content|{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":1}]}",
                "400|invalid_type|model|{\"model\":1}",
                "400|invalid_value|temperature|{\"model\":\"m\",\"temperature\":3}",
                "400|invalid_type|temperature|{\"model\":\"m\",\"temperature\":\"hot\"}",
                "400|invalid_value|max_tokens|{\"model\":\"m\",\"max_tokens\":0}",
                "400|invalid_value|n|{\"model\":\"m\",\"n\":1000}",
                "400|invalid_type|stream|{\"model\":\"m\",\"stream\":\"yes\"}",
                "400|invalid_value|model|{\"model\":\"a\",\"model\":\"b\"}",
                "400|invalid_value|stream_options|{\"model\":\"m\",\"stream_options\":{},\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                "404|model_not_found|model|{\"model\":\"none\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
            })
    void refusesWhatIsWrongAndSaysWhere(int status, String code, String param, String body) throws Exception {
        HttpResponse<String> answer = client.send(
                request()
                        .POST(HttpRequest.BodyPublishers.ofString(body == null ? "" : body))
                        .build(),
                BodyHandlers.ofString());

        JsonNode error = JSON.readTree(answer.body()).path("error");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("param").isNull() ? null : error.path("param").asText())
                .isEqualTo(param);
        assertThat(error.path("messages").path("ko").asText()).matches(".*[가-힣].*");
        assertThat(answer.headers().firstValue("x-request-id")).isPresent();
        assertThat(answer.headers().firstValue("x-receipt-id")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 401, missing_api_key",
        "Basic abc, 401, unsupported_auth_scheme",
        "Bearer wrong, 401, invalid_api_key",
        "Bearer test-admin-key, 403, forbidden",
        "Bearer foreign, 403, data_residency_mismatch",
        "Bearer poor, 429, insufficient_quota"
    })
    void refusesWhoMayNot(String authorization, int status, String code) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(bed.url()))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body("{}", false, "")));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).path("error").path("code").asText())
                .isEqualTo(code);
        assertThat(engine.requests()).isEmpty();
    }

    @Test
    void refusesABodyThatIsTooLongBeforeReadingIt() throws Exception {
        String answer = bed.raw("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer test-key\r\nContent-Length: 99999999\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 413 ")
                .contains("request_too_large")
                .contains("x-request-id");
    }

    @Test
    void refusesAnotherVerbAndAnotherContentType() throws Exception {
        assertThat(bed.raw("GET /v1/completions HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ")
                .containsIgnoringCase("allow: POST");
        assertThat(bed.raw("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
                        + "Content-Length: 2\r\n\r\n{}"))
                .startsWith("HTTP/1.1 415 ");
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        String first = body("{\"tokens\":3,\"promptTokens\":1,\"firstMillis\":100}", false, "");
        String second = body("{\"tokens\":4,\"promptTokens\":1}", false, "");
        String answers = bed.raw(pipelined(first, true) + pipelined(second, false));

        int firstAt = answers.indexOf("\"completion_tokens\":3");
        int secondAt = answers.indexOf("\"completion_tokens\":4");
        assertThat(firstAt).isPositive();
        assertThat(secondAt).isGreaterThan(firstAt);
    }

    private static String pipelined(String body, boolean keepAlive) {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer test-key\r\nConnection: " + (keepAlive ? "keep-alive" : "close")
                + "\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    private HttpResponse<String> chat(String script, boolean stream, String more) throws Exception {
        return client.send(post(script, stream, more), BodyHandlers.ofString());
    }

    private HttpRequest post(String script, boolean stream, String more) {
        return request()
                .POST(HttpRequest.BodyPublishers.ofString(body(script, stream, more)))
                .build();
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(URI.create(bed.url()))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + GatewayBed.KEY);
    }

    private static String body(String script, boolean stream, String more) {
        String content = "{\"script\":" + script + "}";
        return "{\"model\":\"scripted\",\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":"
                + JSON.getNodeFactory().textNode(content) + "}]" + more + "}";
    }

    private static List<JsonNode> chunks(String stream) {
        return stream.lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> read(line.substring("data: ".length())))
                .toList();
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    private static long countTokens(String stream) {
        return chunks(stream).stream()
                .filter(chunk -> !chunk.path("choices")
                        .path(0)
                        .path("delta")
                        .path("content")
                        .asText("")
                        .isEmpty())
                .count();
    }

    private static int readContentEvents(InputStream body, int count) throws IOException {
        var reader = new java.io.BufferedReader(new java.io.InputStreamReader(body, StandardCharsets.UTF_8));
        int read = 0;
        while (read < count) {
            String line = reader.readLine();
            if (line == null) {
                throw new AssertionError("the stream ended after " + read);
            }
            if (line.startsWith("data: {") && countTokens(line + "\n") == 1) {
                read++;
            }
        }
        return read;
    }
}
