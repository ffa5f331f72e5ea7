package cloud.hanok.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.scripted.ScriptedEngine;
import cloud.hanok.cluster.fairness.FairnessSettings;
import cloud.hanok.cluster.fairness.JainIndex;
import cloud.hanok.cluster.serving.EngineKind;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tenants before one engine with two places. */
class FairnessTest {
    private static final int PLACES = 2;
    private static final int MAY_WAIT = 16;
    private static final GatewaySettings SETTINGS = GatewaySettings.DEFAULTS.with(
            change -> change.fairness = new FairnessSettings(PLACES, 64, MAY_WAIT, Duration.ofSeconds(30)));

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
        bed = new GatewayBed(folder, SETTINGS);
        bed.serve(EngineKind.LLAMA_CPP, engine.port());
    }

    @AfterEach
    void stop() throws Exception {
        bed.close();
        engine.close();
    }

    @Test
    void aGreedyTenantIsRefusedBeyondItsBoundAndALightOneIsServedInItsTurn() throws Exception {
        var greedyDone = new AtomicInteger();
        List<CompletableFuture<HttpResponse<String>>> greedy = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            greedy.add(ask(GatewayBed.KEY, 60, 5).whenComplete((answer, failure) -> {
                if (answer != null && answer.statusCode() == 200) {
                    greedyDone.incrementAndGet();
                }
            }));
        }
        await(() -> greedy.stream().filter(CompletableFuture::isDone).count() >= 40 - PLACES - MAY_WAIT);
        int before = greedyDone.get();
        List<Long> waits = new ArrayList<>();
        int passedBy = 0;
        for (int i = 0; i < 4; i++) {
            int doneBefore = greedyDone.get();
            long startNanos = System.nanoTime();
            HttpResponse<String> answer = ask(GatewayBed.OTHER_KEY, 2, 1).join();
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            waits.add(Duration.ofNanos(System.nanoTime() - startNanos).toMillis());
            passedBy = Math.max(passedBy, greedyDone.get() - doneBefore);
        }
        List<HttpResponse<String>> answers =
                greedy.stream().map(CompletableFuture::join).toList();

        List<HttpResponse<String>> refused =
                answers.stream().filter(answer -> answer.statusCode() == 429).toList();
        System.out.printf(
                "fairness: the light tenant's requests took %s ms, with at most %d of the greedy one's ending meanwhile; of"
                        + " that one's 40, %d were served (%d before the light one came) and %d refused, to come back after"
                        + " %s s%n",
                waits,
                passedBy,
                greedyDone.get(),
                before,
                refused.size(),
                refused.stream()
                        .map(answer ->
                                answer.headers().firstValue("retry-after").orElse("?"))
                        .toList());
        assertThat(refused).hasSize(40 - PLACES - MAY_WAIT).allSatisfy(answer -> {
            assertThat(answer.body()).contains("\"queue_full\"");
            assertThat(answer.headers().firstValue("x-should-retry")).hasValue("true");
            assertThat(answer.headers().firstValueAsLong("retry-after-ms").orElseThrow())
                    .isBetween(1L, 120_000L);
        });
        // The light one is next whenever a place is given back; without turns, sixteen of the other would go before it.
        assertThat(passedBy).isLessThanOrEqualTo(2 * PLACES);
        assertThat(greedyDone.get()).isEqualTo(PLACES + MAY_WAIT);
        assertThat(bed.queues.waiting()).isZero();
    }

    @Test
    void whoWasGrantedALargerShareIsServedSoMuchMore() {
        bed.otherShare = 4;
        var usualDone = new AtomicInteger();
        List<CompletableFuture<?>> usual = new ArrayList<>();
        List<CompletableFuture<?>> granted = new ArrayList<>();
        for (int i = 0; i < MAY_WAIT; i++) {
            usual.add(ask(GatewayBed.KEY, 20, 3).thenRun(usualDone::incrementAndGet));
            granted.add(ask(GatewayBed.OTHER_KEY, 20, 3)
                    .thenAccept(answer -> assertThat(answer.statusCode()).isEqualTo(200)));
        }
        CompletableFuture.allOf(granted.toArray(CompletableFuture[]::new)).join();
        int usualMeanwhile = usualDone.get();
        CompletableFuture.allOf(usual.toArray(CompletableFuture[]::new)).join();

        System.out.printf(
                "fairness: when all %d answers of the tenant with share 4 were done, so were %d of the one with share 1%n",
                MAY_WAIT, usualMeanwhile);
        // A quarter as many, and those that held places before the other came.
        assertThat(usualMeanwhile).isBetween(2, 8);
    }

    @Test
    void tenantsThatBothWaitAreServedTheSameWorkAndNotTheSameNumberOfRequests() {
        var longDone = new AtomicInteger();
        List<CompletableFuture<?>> all = new ArrayList<>();
        List<CompletableFuture<?>> shorts = new ArrayList<>();
        for (int i = 0; i < MAY_WAIT; i++) {
            all.add(ask(GatewayBed.KEY, 40, 3).thenRun(longDone::incrementAndGet));
            shorts.add(ask(GatewayBed.OTHER_KEY, 10, 3)
                    .thenAccept(answer -> assertThat(answer.statusCode()).isEqualTo(200)));
        }
        CompletableFuture.allOf(shorts.toArray(CompletableFuture[]::new)).join();
        int longs = longDone.get();
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();

        double jain = JainIndex.of(MAY_WAIT * 10.0, longs * 40.0);
        System.out.printf(
                "fairness: when %d answers of 10 tokens were done, so were %d of 40: Jain index %.3f%n",
                MAY_WAIT, longs, jain);
        // Equal work is four of the long ones. By turns of requests it would be nearly all of them.
        assertThat(longs).isBetween(1, 8);
    }

    @Test
    void aClientThatLeavesWhileItWaitsLeavesTheQueue() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> running =
                Stream.generate(() -> ask(GatewayBed.KEY, 200, 5)).limit(PLACES).toList();
        await(() -> engine.requests().size() == PLACES);
        CompletableFuture<HttpResponse<String>> leaves = ask(GatewayBed.OTHER_KEY, 1, 1);
        await(() -> bed.queues.waiting() == 1);
        leaves.cancel(true);
        await(() -> bed.queues.waiting() == 0);
        running.forEach(CompletableFuture::join);
        assertThat(engine.requests()).hasSize(PLACES);
    }

    private CompletableFuture<HttpResponse<String>> ask(String key, int tokens, int gapMillis) {
        String script = "{\\\"script\\\":{\\\"tokens\\\":%d,\\\"promptTokens\\\":3,\\\"gapMillis\\\":%d}}"
                .formatted(tokens, gapMillis);
        String body = "{\"model\":\"scripted\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"" + script
                + "\"}]}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(bed.url()))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        long endNanos = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("in thirty seconds").isLessThan(endNanos);
            Thread.sleep(2);
        }
    }
}
