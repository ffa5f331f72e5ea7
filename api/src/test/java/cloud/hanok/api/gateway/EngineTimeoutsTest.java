package cloud.hanok.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.scripted.ScriptedEngine;
import cloud.hanok.api.scripted.ScriptedRequest;
import cloud.hanok.billing.usage.Outcome;
import cloud.hanok.cluster.naming.AliasSet;
import cloud.hanok.cluster.naming.ModelAlias;
import cloud.hanok.cluster.serving.AnswerTimeouts;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.platform.id.RequestId;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engines that stop at each phase. All cases run at once, for each of them waits for seconds. */
class EngineTimeoutsTest {
    private static final AnswerTimeouts SHORT = new AnswerTimeouts(1, 1);
    private static final Duration DEADLINE = Duration.ofMillis(2_200);
    /** One look of the watch, and what a busy machine needs. */
    private static final Duration SLACK = Duration.ofMillis(1_500);

    private static final String ANSWERS = "script;tokens=3";
    private static final String SILENT = "script;hangBeforeHead=true";

    @TempDir
    static Path folder;

    private static GatewayBed bed;
    private static ScriptedEngine engine;
    private static ServerSocket silent;
    private static Map<String, CompletableFuture<Timed>> asked;

    private record Timed(HttpResponse<String> answer, Duration after) {
        String id() {
            return answer.headers().firstValue("x-request-id").orElseThrow();
        }
    }

    @BeforeAll
    static void askEverything() throws Exception {
        engine = ScriptedEngine.start(0);
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        bed = new GatewayBed(folder, GatewaySettings.DEFAULTS.with(change -> change.requestDeadline = DEADLINE));
        bed.timeouts = SHORT;
        ServingDeployment two = bed.deployment(
                ANSWERS, EngineKind.LLAMA_CPP, GatewayBed.CONTEXT_TOKENS, "KR", silent.getLocalPort(), engine.port());
        bed.directory.publish(List.of(
                named("hangs", "script;hangAfterTokens=2"),
                named("silent", SILENT),
                named("silent-too", SILENT),
                named("silent-again", SILENT),
                named("answers", ANSWERS),
                GatewayBed.named("half-silent", ANSWERS, two)));
        bed.aliases = new AliasSet(List.of(
                new ModelAlias("chain", List.of("silent", "answers"), Instant.EPOCH),
                new ModelAlias("silent-chain", List.of("silent", "silent-too", "silent-again"), Instant.EPOCH)));
        // A JVM whose first request this is would measure how long it takes to load classes.
        ask("answers", true).join();
        ask("answers", false).join();
        asked = Map.of(
                "another-engine", ask("half-silent", true),
                "another-name", ask("chain", true),
                "mid-stream", ask("hangs", true),
                "chain", ask("silent-chain", true),
                "body", ask("silent", false),
                "slow-body", ask("answers", false, "{\"script\":{\"firstMillis\":1600}}"));
        CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    @AfterAll
    static void stop() throws Exception {
        bed.close();
        engine.close();
        silent.close();
    }

    @Test
    void whereNoFirstTokenComesAnotherEngineOfTheDeploymentIsAsked() {
        Timed timed = came("another-engine");
        assertThat(timed.answer.statusCode()).isEqualTo(200);
        assertThat(timed.answer.body()).endsWith("data: [DONE]\n\n");
        assertThat(timed.after)
                .isBetween(Duration.ofMillis(990), Duration.ofSeconds(1).plus(SLACK));
        print("first token, another engine", timed);
    }

    @Test
    void whereNoneHasOneTheNextNameIs() {
        Timed timed = came("another-name");
        assertThat(timed.answer.statusCode()).isEqualTo(200);
        assertThat(timed.answer.body()).contains("\"model\":\"answers\"").endsWith("data: [DONE]\n\n");
        assertThat(timed.after)
                .isBetween(Duration.ofMillis(990), Duration.ofSeconds(1).plus(SLACK));
        print("first token, another name", timed);
    }

    @Test
    void anAnswerThatStandsStillEndsWithAnErrorAndIsBilledAsFarAsItCame() throws Exception {
        Timed timed = came("mid-stream");
        assertThat(timed.answer.statusCode()).isEqualTo(200);
        assertThat(timed.answer.body())
                .contains("event: error\ndata: {\"error\":{", "\"code\":\"engine_timeout\"")
                .doesNotContain("[DONE]");
        JournalEntry settled = settled(timed);
        assertThat(settled.ending().outcome()).isEqualTo(Outcome.ENGINE_FAILED);
        assertThat(settled.ending().partial()).isTrue();
        assertThat(settled.ending().usage().outputTokens()).isEqualTo(2);
        ScriptedRequest seen = engine.requests().stream()
                .filter(request -> request.outcome() == ScriptedRequest.Outcome.ABORTED && request.tokens() == 2)
                .findFirst()
                .orElseThrow();
        assertThat(seen.tokens()).isEqualTo(2);
        print("idle, mid stream", timed);
    }

    @Test
    void allNamesTogetherTakeNoLongerThanTheRequestMay() throws Exception {
        Timed timed = came("chain");
        assertThat(timed.answer.statusCode()).as(timed.answer.body()).isEqualTo(504);
        assertThat(timed.answer.body()).contains("\"code\":\"engine_timeout\"");
        assertThat(timed.after).isBetween(DEADLINE, DEADLINE.plus(SLACK));
        assertThat(settled(timed).ending().usage().totalTokens()).isZero();
        print("deadline of a chain", timed);
    }

    @Test
    void anAnswerThatIsNotStreamedMayTakeUntilTheRequestsDeadline() {
        Timed late = came("body");
        assertThat(late.answer.statusCode()).isEqualTo(504);
        assertThat(late.after).isBetween(DEADLINE, DEADLINE.plus(SLACK));
        Timed slow = came("slow-body");
        assertThat(slow.answer.statusCode()).as(slow.answer.body()).isEqualTo(200);
        print("deadline of a body", late);
    }

    private static Timed came(String what) {
        return Objects.requireNonNull(asked.get(what)).join();
    }

    private static JournalEntry settled(Timed timed) throws Exception {
        return bed.settled(RequestId.parse(timed.id()));
    }

    private static ServingDeployment named(String name, String upstream) {
        ServingDeployment made =
                bed.deployment(name, EngineKind.LLAMA_CPP, GatewayBed.CONTEXT_TOKENS, "KR", engine.port());
        return GatewayBed.named(name, upstream, made);
    }

    private static CompletableFuture<Timed> ask(String model, boolean stream) {
        return ask(model, stream, "안녕하세요");
    }

    private static CompletableFuture<Timed> ask(String model, boolean stream, String text) {
        String content = "\"" + text.replace("\"", "\\\"") + "\"";
        String body = "{\"model\":\"" + model + "\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(bed.url()))
                .header("content-type", "application/json")
                .header("authorization", "Bearer " + GatewayBed.KEY)
                .POST(BodyPublishers.ofString(body))
                .build();
        long askedNanos = System.nanoTime();
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .sendAsync(request, BodyHandlers.ofString())
                .thenApply(answer -> new Timed(answer, Duration.ofNanos(System.nanoTime() - askedNanos)));
    }

    private static void print(String what, Timed timed) {
        System.out.printf("%s: %d after %d ms%n", what, timed.answer.statusCode(), timed.after.toMillis());
    }
}
