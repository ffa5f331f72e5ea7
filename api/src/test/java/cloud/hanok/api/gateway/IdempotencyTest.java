package cloud.hanok.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.scripted.ScriptedEngine;
import cloud.hanok.api.scripted.ScriptedRequest;
import cloud.hanok.billing.credit.SpendScope;
import cloud.hanok.billing.usage.Outcome;
import cloud.hanok.cluster.serving.AnswerTimeouts;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.compliance.guard.Guards;
import cloud.hanok.platform.answer.AnswerSettings;
import cloud.hanok.platform.journal.JournalRecord;
import cloud.hanok.platform.journal.RecordKind;
import cloud.hanok.platform.money.NanoWon;
import cloud.hanok.tenant.limit.Limit;
import cloud.hanok.tenant.limit.LimitKind;
import cloud.hanok.tenant.limit.LimitScope;
import cloud.hanok.tenant.limit.TenantLimits;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request with an idempotency key gets when it comes again, and what that costs. */
class IdempotencyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final AnswerSettings SHORT =
            new AnswerSettings(Duration.ofMinutes(1), Duration.ofSeconds(1), 20_000);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path folder;

    private GatewayBed bed;
    private ScriptedEngine engine;

    @BeforeEach
    void start() throws Exception {
        engine = ScriptedEngine.start(0);
        bed = new GatewayBed(folder, GatewaySettings.DEFAULTS, Guards.NONE, null, SHORT);
        bed.serve(EngineKind.VLLM, engine.port());
    }

    @AfterEach
    void stop() throws Exception {
        bed.close();
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theSameRequestGetsTheSameBytesAndIsComputedAndRecordedOnce(boolean stream) throws Exception {
        String body = body("\"tokens\":9", stream);
        HttpResponse<String> first = send(body, "k-1");
        HttpResponse<String> again = send(body, "k-1");

        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(header(first, "x-idempotent-replay")).isNull();
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        if (stream) {
            assertThat(again.body()).endsWith("data: [DONE]\n\n");
        }
        for (String same : List.of("content-type", "x-receipt-id", "x-residency", "x-served-by")) {
            assertThat(header(again, same)).as(same).isNotNull().isEqualTo(header(first, same));
        }
        assertThat(header(again, "x-idempotent-replay")).isEqualTo("true");
        assertThat(header(again, "x-original-request-id")).isEqualTo(header(first, "x-request-id"));
        assertThat(header(again, "x-request-id")).isNotEqualTo(header(first, "x-request-id"));

        assertThat(engine.requests()).hasSize(1);
        HttpResponse<String> other = send(body, "k-2");
        assertThat(other.statusCode()).isEqualTo(200);
        List<JournalRecord> records = bed.records(4);
        assertThat(records)
                .extracting(record -> record.request().toString())
                .as("nothing of the repetition is between the two that ran")
                .containsExactly(ulid(first), ulid(first), ulid(other), ulid(other));
        assertThat(JournalEntry.decode(records.get(1).payload())
                        .ending()
                        .usage()
                        .outputTokens())
                .isEqualTo(9);
    }

    @Test
    void anAnthropicStreamComesAgainEventForEvent() throws Exception {
        String body = body("\"tokens\":5", true).replace("{\"model\"", "{\"max_tokens\":50,\"model\"");
        HttpResponse<String> first = send(GatewayRoutes.MESSAGES, body, "k", GatewayBed.LASTING_KEY);
        HttpResponse<String> again = send(GatewayRoutes.MESSAGES, body, "k", GatewayBed.LASTING_KEY);

        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(first.body()).contains("event: message_stop");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(engine.requests()).hasSize(1);
        HttpResponse<String> conflict =
                send(GatewayRoutes.MESSAGES, body.replace(":50", ":51"), "k", GatewayBed.LASTING_KEY);
        assertThat(conflict.statusCode()).isEqualTo(422);
        assertThat(conflict.body()).startsWith("{\"type\":\"error\"").contains("idempotency_key_reused");
    }

    @Test
    void ofTwentyTwinsOneRunsAndTheOthersAreToldToComeBack() throws Exception {
        String body = body("\"tokens\":20,\"gapMillis\":40", false);
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            asked.add(client.sendAsync(
                    request(GatewayRoutes.CHAT_COMPLETIONS, body, "twins", GatewayBed.LASTING_KEY),
                    BodyHandlers.ofString()));
        }
        List<HttpResponse<String>> answers =
                asked.stream().map(CompletableFuture::join).toList();

        assertThat(answers.stream().filter(each -> each.statusCode() == 200)).hasSize(1);
        assertThat(answers.stream().filter(each -> each.statusCode() == 409))
                .hasSize(19)
                .allSatisfy(twin -> {
                    assertThat(twin.body()).contains("idempotency_key_in_use");
                    assertThat(header(twin, "retry-after")).isEqualTo("1");
                    assertThat(header(twin, "x-should-retry")).isEqualTo("true");
                });
        assertThat(engine.requests()).hasSize(1);
        assertThat(header(send(body, "twins"), "x-idempotent-replay")).isEqualTo("true");
    }

    @Test
    void aKeyWithAnotherBodyOrAtAnotherRouteIsRefusedAndBelongsToItsCallerAlone() throws Exception {
        String body = body("\"tokens\":1", false);
        assertThat(send(body, "mine").statusCode()).isEqualTo(200);

        HttpResponse<String> otherBody = send(body + " ", "mine");
        assertThat(otherBody.statusCode()).isEqualTo(422);
        assertThat(otherBody.body()).contains("idempotency_key_reused", "Idempotency-Key");
        assertThat(header(otherBody, "x-should-retry")).isEqualTo("false");
        String withBound = body.replace("{\"model\"", "{\"max_tokens\":50,\"model\"");
        send(GatewayRoutes.CHAT_COMPLETIONS, withBound, "routes", GatewayBed.LASTING_KEY);
        assertThat(send(GatewayRoutes.MESSAGES, withBound, "routes", GatewayBed.LASTING_KEY)
                        .statusCode())
                .isEqualTo(422);

        int before = engine.requests().size();
        HttpResponse<String> others = send(GatewayRoutes.CHAT_COMPLETIONS, body, "mine", GatewayBed.OTHER_KEY);
        assertThat(others.statusCode()).isEqualTo(200);
        assertThat(header(others, "x-idempotent-replay")).isNull();
        assertThat(engine.requests()).hasSize(before + 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRequestWhoseClientLeftRunsToItsEndAndIsThereForOnePrice(boolean stream) throws Exception {
        String body = body("\"tokens\":30,\"gapMillis\":20", stream);
        CompletableFuture<HttpResponse<InputStream>> leaving = client.sendAsync(
                request(GatewayRoutes.CHAT_COMPLETIONS, body, "left", GatewayBed.LASTING_KEY),
                BodyHandlers.ofInputStream());
        if (stream) {
            InputStream events = leaving.join().body();
            assertThat(events.read()).isPositive();
            events.close();
        } else {
            await(() -> !engine.requests().isEmpty());
            leaving.cancel(true);
        }
        HttpResponse<String> meanwhile = send(body, "left");
        assertThat(meanwhile.statusCode()).isEqualTo(409);

        HttpResponse<String> whole = untilAnswered(body, "left");
        assertThat(header(whole, "x-idempotent-replay")).isEqualTo("true");
        if (stream) {
            assertThat(whole.body().lines().filter(line -> line.contains("\"content\":")))
                    .hasSizeGreaterThanOrEqualTo(30);
            assertThat(whole.body()).endsWith("data: [DONE]\n\n");
        }
        assertThat(engine.requests())
                .extracting(ScriptedRequest::outcome)
                .containsExactly(ScriptedRequest.Outcome.COMPLETED);
        List<JournalRecord> records = bed.records(2);
        assertThat(records).extracting(JournalRecord::kind).containsExactly(RecordKind.OPEN, RecordKind.SETTLE);
        JournalEntry.Ending ending =
                JournalEntry.decode(records.getLast().payload()).ending();
        assertThat(ending.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(ending.usage().outputTokens()).isEqualTo(30);
    }

    @Test
    void anEngineThatHangsAfterTheClientLeftIsGivenUpAndTheKeyIsFree() throws Exception {
        bed.timeouts = new AnswerTimeouts(1, 1);
        bed.serve(EngineKind.VLLM, engine.port());
        String body = body("\"tokens\":9,\"hangAfterTokens\":3", true);
        InputStream events = client.sendAsync(
                        request(GatewayRoutes.CHAT_COMPLETIONS, body, "hangs", GatewayBed.LASTING_KEY),
                        BodyHandlers.ofInputStream())
                .join()
                .body();
        assertThat(events.read()).isPositive();
        events.close();

        await(() -> engine.requests().getFirst().outcome() == ScriptedRequest.Outcome.ABORTED);
        await(() -> send(body, "hangs").statusCode() == 503);
        assertThat(JournalEntry.decode(bed.records(2).getLast().payload())
                        .ending()
                        .outcome())
                .isEqualTo(Outcome.WAIVED);
    }

    @Test
    void aStreamThatNobodyReadsMayTakeLongerThanItsFirstToken() throws Exception {
        bed.timeouts = new AnswerTimeouts(1, 1);
        bed.serve(EngineKind.VLLM, engine.port());
        String body = body("\"firstMillis\":400,\"tokens\":20,\"gapMillis\":100", true);
        CompletableFuture<HttpResponse<InputStream>> leaving = client.sendAsync(
                request(GatewayRoutes.CHAT_COMPLETIONS, body, "long", GatewayBed.LASTING_KEY),
                BodyHandlers.ofInputStream());
        await(() -> !engine.requests().isEmpty());
        leaving.cancel(true);

        assertThat(untilAnswered(body, "long").body()).endsWith("data: [DONE]\n\n");
        assertThat(engine.requests())
                .extracting(ScriptedRequest::outcome)
                .containsExactly(ScriptedRequest.Outcome.COMPLETED);
    }

    @Test
    void anAnswerThatBrokeInTheMiddleIsNotBilledAndItsKeyIsFree() throws Exception {
        String body = body("\"tokens\":9,\"gapMillis\":20,\"dieAfterTokens\":4", true);
        assertThat(send(body, "broken").body()).contains("event: error");
        // Its only engine counts as broken now, so what runs again is told that none is there.
        await(() -> send(body, "broken").statusCode() == 503);

        JournalEntry.Ending ending =
                JournalEntry.decode(bed.records(2).getLast().payload()).ending();
        assertThat(ending.outcome()).isEqualTo(Outcome.WAIVED);
        assertThat(ending.partial()).isTrue();
        assertThat(ending.usage().totalTokens()).isZero();
    }

    @Test
    void whatWasRefusedBeforeAnythingWasBilledRunsWhenItComesAgain() throws Exception {
        String body = body("\"name\":\"recovers\",\"tokens\":2,\"status\":500,\"failures\":2", false);
        assertThat(send(body, "fails").statusCode()).isGreaterThanOrEqualTo(500);
        await(() -> send(body, "fails").statusCode() == 200);
        assertThat(header(send(body, "fails"), "x-idempotent-replay")).isEqualTo("true");

        String unknown = body.replace("\"scripted\"", "\"nobody\"");
        assertThat(send(unknown, "unknown").statusCode()).isEqualTo(404);
        await(() -> send(unknown, "unknown").statusCode() == 404);
    }

    @Test
    void whereClaimsCannotBeDecidedNothingRuns() throws Exception {
        bed.answers.away(true);
        HttpResponse<String> refused = send(body("\"tokens\":1", false), "away");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("store_unavailable");
        assertThat(header(refused, "retry-after")).isNotNull();
        assertThat(engine.requests()).isEmpty();
        assertThat(send(body("\"tokens\":1", false), null).statusCode())
                .as("who did not ask for it is not kept from working")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAnswerThatCannotBeKeptArrivesAllTheSameAndIsNotBilled(boolean stream) throws Exception {
        String body = body("\"tokens\":10,\"gapMillis\":30", stream);
        CompletableFuture<HttpResponse<String>> running = client.sendAsync(
                request(GatewayRoutes.CHAT_COMPLETIONS, body, "lost", GatewayBed.LASTING_KEY), BodyHandlers.ofString());
        await(() -> !engine.requests().isEmpty());
        bed.answers.away(true);
        HttpResponse<String> answer = running.join();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains(stream ? "[DONE]" : "\"finish_reason\":\"stop\"");
        JournalEntry.Ending ending =
                JournalEntry.decode(bed.records(2).getLast().payload()).ending();
        assertThat(ending.outcome()).isEqualTo(Outcome.WAIVED);
        assertThat(ending.usage().totalTokens()).isZero();
        assertThat(bed.credit.used(bed.tenant, SpendScope.TENANT)).hasValue(NanoWon.ZERO);
    }

    @Test
    void ofAnAnswerThatIsTooLongToKeepIsKnownThatItWasAnswered() throws Exception {
        String body = body("\"tokens\":400", true);
        HttpResponse<String> first = send(body, "long");
        assertThat(first.body()).hasSizeGreaterThan(20_000).endsWith("data: [DONE]\n\n");
        HttpResponse<String> again = send(body, "long");

        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("idempotent_answer_not_kept", header(first, "x-request-id"));
        assertThat(header(again, "x-should-retry")).isEqualTo("false");
        assertThat(engine.requests()).hasSize(1);
    }

    @Test
    void aRepetitionIsAnsweredWhenTheLimitsAreSpent() throws Exception {
        bed.limits = new TenantLimits(
                List.of(new Limit(LimitScope.TENANT, "", LimitKind.REQUESTS_PER_DAY, 1, Limit.SetBy.TENANT)));
        String body = body("\"tokens\":1", false);
        assertThat(send(body, "spent").statusCode()).isEqualTo(200);
        assertThat(send(body, "other").statusCode()).isEqualTo(429);
        HttpResponse<String> again = send(body, "spent");
        assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
    }

    @Test
    void aRequestThatTakesLongerThanItsLeaseKeepsItsKey() throws Exception {
        String body = body("\"tokens\":10,\"gapMillis\":300", false);
        CompletableFuture<HttpResponse<String>> running = client.sendAsync(
                request(GatewayRoutes.CHAT_COMPLETIONS, body, "slow", GatewayBed.LASTING_KEY), BodyHandlers.ofString());
        await(() -> !engine.requests().isEmpty());
        long pastLease = System.nanoTime() + SHORT.lease().plusMillis(500).toNanos();
        await(() -> System.nanoTime() > pastLease);
        HttpResponse<String> twin = send(body, "slow");
        assertThat(twin.statusCode()).isEqualTo(409);
        assertThat(running.join().statusCode()).isEqualTo(200);
        assertThat(engine.requests()).hasSize(1);
    }

    @Test
    void whatCostsNothingTakesNoKeyAndAMalformedOneIsRefusedByName() throws Exception {
        String tokenize = "{\"model\":\"scripted\",\"prompt\":\"안녕\"}";
        HttpResponse<String> first = send(GatewayRoutes.TOKENIZE, tokenize, "bad key", GatewayBed.LASTING_KEY);
        assertThat(first.body()).doesNotContain("Idempotency-Key");
        for (String bad : List.of("a b", "x".repeat(256))) {
            HttpResponse<String> refused = send(body("\"tokens\":1", false), bad);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("\"param\":\"Idempotency-Key\"", "invalid_value");
        }
        assertThat(send(body("\"tokens\":1", false), "x".repeat(255)).statusCode())
                .isEqualTo(200);
    }

    private HttpResponse<String> untilAnswered(String body, String key) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        HttpResponse<String> answer = send(body, key);
        while (answer.statusCode() == 409 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            answer = send(body, key);
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private HttpResponse<String> send(String body, @Nullable String key) {
        return send(GatewayRoutes.CHAT_COMPLETIONS, body, key, GatewayBed.LASTING_KEY);
    }

    private HttpResponse<String> send(String path, String body, @Nullable String key, String bearer) {
        return client.sendAsync(request(path, body, key, bearer), BodyHandlers.ofString())
                .join();
    }

    private HttpRequest request(String path, String body, @Nullable String key, String bearer) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(bed.url(path)))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + bearer)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return request.build();
    }

    private static String body(String script, boolean stream) {
        String content = "{\\\"script\\\":{" + script.replace("\"", "\\\"") + "}}";
        return "{\"model\":\"scripted\",\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\""
                + content + "\"}]}";
    }

    private static @Nullable String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse(null);
    }

    private static String ulid(HttpResponse<?> answer) {
        return String.valueOf(header(answer, "x-request-id")).substring("req_".length());
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }
}
