package cloud.hanok.api.fault;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.fault.PlatformCalls.Tenant;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway that is killed while it answers requests with idempotency keys: whoever asks again gets a whole answer, and pays
 * for one. {@code -Dhanok.fault.seed=...} repeats the moments of the kills.
 */
class IdempotencyFaultIT {
    private static final int TOKENS = 40;
    private static final int GAP_MILLIS = 15;
    private static final int KILLS = 4;

    @TempDir
    private static Path folder;

    private static House house;
    private static Random random;

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        long seed = Long.getLong("hanok.fault.seed", System.nanoTime());
        System.out.println("idempotency fault test: -Dhanok.fault.seed=" + seed);
        random = new Random(seed);
        house = House.open(folder, "idempotent");
    }

    @AfterAll
    static void close() {
        if (house != null) {
            house.close();
        }
    }

    @Test
    void whoeverAsksAgainAfterAKillGetsAWholeAnswerForOneBill() throws Exception {
        Tenant tenant = house.calls().tenant("idempotent");
        long answers = 0;
        long waived = 0;
        long slowestMillis = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            List<PlannedRequest> asked = List.of(
                    PlannedRequest.whole("keyed-stream-" + kill, "fault-vllm", true, TOKENS, GAP_MILLIS),
                    PlannedRequest.whole("keyed-body-" + kill, "fault-llama", false, TOKENS, GAP_MILLIS));
            List<CompletableFuture<@Nullable HttpResponse<String>>> running = new ArrayList<>();
            asked.forEach(each -> running.add(CompletableFuture.supplyAsync(() -> answer(tenant, each))));
            // From before the claim is made to after the answer was kept, and the last of them just around its end.
            long answering = (long) TOKENS * GAP_MILLIS;
            long wait = kill == KILLS - 1 ? answering + random.nextInt(120) : random.nextLong(answering);
            LockSupport.parkNanos(Duration.ofMillis(wait).toNanos());
            house.killAndRestart();
            long restartedNanos = System.nanoTime();
            for (int i = 0; i < asked.size(); i++) {
                PlannedRequest request = asked.get(i);
                HttpResponse<String> before = running.get(i).join();
                HttpResponse<String> again = untilAnswered(tenant, request);
                assertThat(again.body()).contains(request.stream() ? "data: [DONE]" : "\"finish_reason\"");
                if (before != null && before.body().contains(request.stream() ? "data: [DONE]" : "finish_reason")) {
                    assertThat(again.body())
                            .as("what was answered whole before the kill")
                            .isEqualTo(before.body());
                }
                answers++;
            }
            slowestMillis = Math.max(
                    slowestMillis,
                    Duration.ofNanos(System.nanoTime() - restartedNanos).toMillis());
        }
        var last = PlannedRequest.whole("sentinel", "fault-vllm", false, TOKENS, 0);
        HttpResponse<String> sentinel = house.calls().chat(tenant, last, "sentinel");
        String id = sentinel.headers().firstValue("x-request-id").orElseThrow();
        house.await("the last record", () -> house.calls().request(tenant, id).statusCode() == 200);
        answers++;
        assertThat(house.calls().reported(tenant).output())
                .as("%d answers, each paid once", answers)
                .isEqualTo(answers * TOKENS);
        for (EngineProcess.Seen seen : house.engine().seen().values()) {
            waived += seen.name().startsWith("keyed-") ? 1 : 0;
        }
        System.out.printf(
                "idempotency: %d kills, %d answers paid once each, %d calls of the engine, whole again within %d ms of the restart%n",
                KILLS, answers, waived + 1, slowestMillis);
    }

    @Test
    void whatWasLostSaysInItsRecordThatNothingIsBilled() throws Exception {
        Tenant tenant = house.calls().tenant("waived");
        var request = PlannedRequest.whole("lost-record", "fault-vllm", true, 200, GAP_MILLIS);
        CompletableFuture<@Nullable HttpResponse<String>> running =
                CompletableFuture.supplyAsync(() -> answer(tenant, request));
        house.await("the engine to be asked", () -> idOf("lost-record") != null);
        String id = idOf("lost-record");
        house.killAndRestart();
        running.join();
        house.await(
                "the record of what was lost",
                () -> house.calls().request(tenant, String.valueOf(id)).statusCode() == 200);
        JsonNode record = PlatformCalls.read(house.calls().request(tenant, String.valueOf(id)));
        JsonNode attempt = record.get("attempts").get(0);
        assertThat(attempt.get("outcome").asText()).isEqualTo("waived");
        assertThat(attempt.get("cost_nano_won").asLong()).isZero();
        assertThat(house.calls().reported(tenant).output()).isZero();
    }

    private static @Nullable String idOf(String name) {
        try {
            return house.engine().seen().entrySet().stream()
                    .filter(seen -> seen.getValue().name().equals(name))
                    .map(java.util.Map.Entry::getKey)
                    .findFirst()
                    .orElse(null);
        } catch (IOException gone) {
            throw new AssertionError(gone);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** Null when it was cut. */
    private static @Nullable HttpResponse<String> answer(Tenant tenant, PlannedRequest request) {
        try {
            return house.calls().chat(tenant, request, request.name());
        } catch (IOException cut) {
            return null;
        }
    }

    private static HttpResponse<String> untilAnswered(Tenant tenant, PlannedRequest request) {
        List<HttpResponse<String>> answers = new ArrayList<>();
        house.await("an answer to " + request.name(), () -> {
            HttpResponse<String> answer = answer(tenant, request);
            if (answer == null) {
                return false;
            }
            assertThat(answer.statusCode()).as(answer.body()).isIn(200, 409, 503);
            answers.add(answer);
            return answer.statusCode() == 200;
        });
        return answers.getLast();
    }
}
