package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.slice.Slice.Customer;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponseFor;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests with an idempotency key through the whole program: real store, real keys, one bill. */
@ExtendWith(Slice.Shared.class)
class IdempotencyIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String CHAT = "/v1/chat/completions";

    private static Slice slice;
    private static Customer customer;

    @BeforeAll
    static void start(Slice shared) {
        slice = shared;
        customer = slice.customer("멱등", "KR");
    }

    @Test
    void whatIsAskedTwiceInAnyFormIsComputedRecordedAndBilledOnce() {
        Customer asking = slice.customer("두 번", "KR");
        String messages = Slice.body("twice-messages", "\"tokens\":5", true)
                .replace("{\"model\"", "{\"max_tokens\":20,\"model\"");
        List<String> ids = new ArrayList<>();
        for (String[] form : new String[][] {
            {CHAT, Slice.body("twice-json", "\"tokens\":7", false)},
            {CHAT, Slice.body("twice-stream", "\"tokens\":6", true)},
            {"/v1/messages", messages}
        }) {
            HttpResponse<String> first =
                    slice.house.send(form[0], "POST", form[1], asking.bearer(), "twice-" + ids.size());
            HttpResponse<String> again =
                    slice.house.send(form[0], "POST", form[1], asking.bearer(), "twice-" + ids.size());
            assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
            assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(header(again, "x-idempotent-replay")).isEqualTo("true");
            String id = header(first, "x-request-id");
            assertThat(header(again, "x-original-request-id")).isEqualTo(id);
            assertThat(header(again, "x-receipt-id")).isEqualTo(id);
            assertThat(header(again, "x-residency")).isEqualTo("kr");
            ids.add(header(again, "x-request-id"));
            await(
                    "its record",
                    PATIENCE,
                    () -> record(asking, String.valueOf(id)).statusCode() == 200);
            JsonNode record = json(record(asking, String.valueOf(id)), 200);
            assertThat(record.get("attempts")).hasSize(1);
        }
        for (String name : List.of("twice-json", "twice-stream", "twice-messages")) {
            assertThat(slice.seen(name)).as(name).hasSize(1);
        }
        String usage = "/v1/organization/usage/completions?bucket_width=1d&start_time="
                + (Instant.now().getEpochSecond() - 3_600);
        await("usage", PATIENCE, () -> total(asking, usage, "output_tokens") == 7 + 6 + 5);
        assertThat(total(asking, usage, "num_model_requests")).isEqualTo(3);
        ids.forEach(repetition -> assertThat(record(asking, repetition).statusCode())
                .as("a repetition has no record of its own")
                .isEqualTo(404));
    }

    @Test
    void ofTwentyTwinsOneIsComputedAndAllGetItsAnswer() throws Exception {
        String body = Slice.body("twins", "\"tokens\":20,\"gapMillis\":30", false);
        List<Future<List<HttpResponse<String>>>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                asked.add(threads.submit(() -> untilAnswered(body, "twins")));
            }
        }
        List<String> bodies = new ArrayList<>();
        int replays = 0;
        int told = 0;
        for (Future<List<HttpResponse<String>>> each : asked) {
            HttpResponse<String> last = each.get().getLast();
            bodies.add(last.body());
            told += each.get().size() - 1;
            replays += header(last, "x-idempotent-replay") == null ? 0 : 1;
        }
        assertThat(bodies).hasSize(20).containsOnly(bodies.getFirst());
        assertThat(replays).isEqualTo(19);
        assertThat(slice.seen("twins")).hasSize(1);
        System.out.printf("twenty twins: one call of the engine, %d times told to come back%n", told);
    }

    @Test
    void theOfficialClientsOwnRetryGetsTheAnswerOfTheOneThatRuns() throws Exception {
        ChatCompletionCreateParams question = Slice.ask("sdk-twin", "\"tokens\":10,\"gapMillis\":150")
                .putAdditionalHeader("Idempotency-Key", "sdk-twin-1")
                .build();
        OpenAIClient patient = OpenAIOkHttpClient.builder()
                .baseUrl("http://127.0.0.1:" + slice.house.server().port() + "/v1")
                .apiKey(customer.key())
                .maxRetries(5)
                .build();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ChatCompletion> first =
                    threads.submit(() -> patient.chat().completions().create(question));
            await("the first one runs", PATIENCE, () -> !slice.seen("sdk-twin").isEmpty());
            try (HttpResponseFor<ChatCompletion> twin =
                    patient.chat().completions().withRawResponse().create(question)) {
                assertThat(twin.headers().values("x-idempotent-replay")).containsExactly("true");
                assertThat(twin.parse()).isEqualTo(first.get());
            }
        } finally {
            patient.close();
        }
        assertThat(slice.seen("sdk-twin")).hasSize(1);
    }

    @Test
    void anotherBodyIsRefusedAndOneWhoseTurnNeverCameKeepsNothing() {
        String body = Slice.body("reused", "\"tokens\":1", false);
        json(slice.house.send(CHAT, "POST", body, customer.bearer(), "reused-1"), 200);
        JsonNode error = json(
                        slice.house.send(
                                CHAT, "POST", body.replace(Slice.CANARY, "다른 물음"), customer.bearer(), "reused-1"),
                        422)
                .get("error");
        assertThat(error.get("code").asText()).isEqualTo("idempotency_key_reused");
        assertThat(error.get("param").asText()).isEqualTo("Idempotency-Key");

        String unknown = body.replace(Slice.MODEL, "nobody-offers-this");
        json(slice.house.send(CHAT, "POST", unknown, customer.bearer(), "refused-1"), 404);
        await(
                "the key to be free for another body",
                PATIENCE,
                () -> slice.house
                                .send(CHAT, "POST", body, customer.bearer(), "refused-1")
                                .statusCode()
                        == 200);
    }

    @Test
    void whatAKeyAddsIsPrinted() {
        String body = Slice.body("measured", "\"tokens\":1", false);
        int rounds = 60;
        double[] plain = new double[rounds];
        double[] keyed = new double[rounds];
        double[] replayed = new double[rounds];
        for (int i = -20; i < rounds; i++) {
            double without = millis(body, null);
            double with = millis(body, "measured-" + i);
            double again = millis(body, "measured-" + i);
            if (i >= 0) {
                plain[i] = without;
                keyed[i] = with;
                replayed[i] = again;
            }
        }
        System.out.printf(
                "a short answer, milliseconds p50/p95: without a key %s, with one %s, replayed %s%n",
                quantiles(plain), quantiles(keyed), quantiles(replayed));
    }

    private static double millis(String body, @Nullable String key) {
        long begun = System.nanoTime();
        json(slice.house.send(CHAT, "POST", body, customer.bearer(), key), 200);
        return (System.nanoTime() - begun) / 1e6;
    }

    private static String quantiles(double[] millis) {
        Arrays.sort(millis);
        return "%.1f/%.1f".formatted(millis[millis.length / 2], millis[millis.length * 95 / 100]);
    }

    /** All it was told until it was answered. */
    private static List<HttpResponse<String>> untilAnswered(String body, String key) {
        List<HttpResponse<String>> told = new ArrayList<>();
        await("an answer", PATIENCE, () -> {
            HttpResponse<String> last = slice.house.send(CHAT, "POST", body, customer.bearer(), key);
            told.add(last);
            assertThat(last.statusCode()).as(last.body()).isIn(200, 409);
            return last.statusCode() == 200;
        });
        return told;
    }

    private static HttpResponse<String> record(Customer of, String id) {
        return slice.house.get("/platform/v1/requests/" + id, of.admin());
    }

    private static long total(Customer of, String path, String figure) {
        long total = 0;
        for (JsonNode bucket : json(slice.house.get(path, of.admin()), 200).get("data")) {
            for (JsonNode result : bucket.get("results")) {
                total += result.get(figure).asLong();
            }
        }
        return total;
    }

    private static @Nullable String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse(null);
    }
}
