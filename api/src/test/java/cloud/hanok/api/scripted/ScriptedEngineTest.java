package cloud.hanok.api.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.api.scripted.ScriptedRequest.Outcome;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptedEngineTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private ScriptedEngine engine = start();

    private static ScriptedEngine start() {
        try {
            return ScriptedEngine.start(0);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void nothingSeen() {
        engine.forget();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        engine.close();
    }

    @Test
    void aStreamHasOneEventForEachTokenAndRunningCountsAsLlamaCppHasThem() throws Exception {
        List<JsonNode> events = events(post(
                        "script;tokens=3;promptTokens=10;cachedTokens=4",
                        "\"stream\":true,\"timings_per_token\":true,\"stream_options\":{\"include_usage\":true}")
                .body());

        assertThat(events).hasSize(1 + 3 + 1 + 1);
        assertThat(events.getFirst().at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        assertThat(events.getFirst().at("/choices/0/delta/content").isNull()).isTrue();
        assertThat(events.getFirst().has("timings")).isFalse();
        for (int token = 1; token <= 3; token++) {
            JsonNode timings = events.get(token).path("timings");
            assertThat(timings.path("predicted_n").asInt()).isEqualTo(token);
            assertThat(timings.path("prompt_n").asInt()).isEqualTo(6);
            assertThat(timings.path("cache_n").asInt()).isEqualTo(4);
            assertThat(events.get(token).has("usage")).isFalse();
        }
        assertThat(events.get(4).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(events.get(5).path("choices")).isEmpty();
        assertThat(events.get(5).at("/usage/prompt_tokens").asInt()).isEqualTo(10);
        assertThat(events.get(5).at("/usage/completion_tokens").asInt()).isEqualTo(3);
        assertThat(events.get(5)
                        .at("/usage/prompt_tokens_details/cached_tokens")
                        .asInt())
                .isEqualTo(4);
        ScriptedRequest seen = seen(request -> request.outcome() == Outcome.COMPLETED);
        assertThat(seen.tokens()).isEqualTo(3);
        assertThat(seen.events()).isEqualTo(7);
    }

    @Test
    void aStreamHasRunningUsageAsVllmHasIt() throws Exception {
        List<JsonNode> events = events(post(
                        "script;tokens=2",
                        "\"stream\":true,\"stream_options\":{\"include_usage\":true,\"continuous_usage_stats\":true}")
                .body());
        assertThat(events)
                .extracting(event -> event.at("/usage/completion_tokens").asInt(-1))
                .containsExactly(0, 1, 2, 2, 2);
        assertThat(events.get(1).has("timings")).isFalse();
    }

    @Test
    void anEngineMayBeSilentAboutUsage() throws Exception {
        List<JsonNode> events = events(post(
                        "script;tokens=2;usage=false;running=false",
                        "\"stream\":true,\"timings_per_token\":true,\"stream_options\":{\"include_usage\":true,"
                                + "\"continuous_usage_stats\":true}")
                .body());
        assertThat(events).hasSize(4);
        assertThat(events).noneMatch(event -> event.has("usage") || event.has("timings"));
    }

    @Test
    void anAnswerWithoutStreamingIsOneBody() throws Exception {
        HttpResponse<byte[]> response = post("script;tokens=3", "\"stream\":false");
        JsonNode body = JSON.readTree(response.body());
        assertThat(body.at("/choices/0/message/content").asText()).isEqualTo("대한민국의 수도는 서울");
        assertThat(body.at("/usage/completion_tokens").asInt()).isEqualTo(3);
        assertThat(seen(request -> request.outcome() == Outcome.COMPLETED).tokens())
                .isEqualTo(3);
    }

    @Test
    void theLastUserMessageWinsOverTheModelsName() throws Exception {
        String body = "{\"model\":\"script;tokens=9\",\"messages\":[{\"role\":\"user\",\"content\":"
                + JSON.writeValueAsString("{\"script\":{\"tokens\":1,\"name\":\"mine\"}}") + "}]}";
        JsonNode answer = JSON.readTree(send(body).body());
        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(1);
        assertThat(seen(request -> request.name().equals("mine")).headers()).containsKey("content-length");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 429, 500})
    void anErrorIsAnsweredAsScripted(int status) throws Exception {
        HttpResponse<byte[]> response = post("script;status=" + status, "\"stream\":true");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(JSON.readTree(response.body()).at("/error/code").asInt()).isEqualTo(status);
        assertThat(seen(request -> request.outcome() == Outcome.REFUSED).tokens())
                .isZero();
    }

    @Test
    void aWrongScriptIsRefusedByItsKey() throws Exception {
        HttpResponse<byte[]> response = post("script;tokenz=3", "\"stream\":true");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("tokenz");
    }

    @Test
    void itDiesBeforeTheHeadAndAfterSomeTokens() throws Exception {
        assertThatThrownBy(() -> post("script;dieBeforeHead=true", "\"stream\":true"))
                .isInstanceOf(IOException.class);
        assertThat(seen(request -> request.outcome() == Outcome.DIED).events()).isZero();
        engine.forget();

        String received = raw("script;tokens=9;dieAfterTokens=4", true);
        assertThat(received.split("\"content\":\"", -1)).hasSize(1 + 4);
        assertThat(received).doesNotContain("[DONE]");
        assertThat(seen(request -> request.outcome() == Outcome.DIED).tokens()).isEqualTo(4);
        engine.forget();

        assertThat(raw("script;dieAfterTokens=0", false))
                .contains("200 OK")
                .doesNotContain("finish_reason\":\"stop\"}]}");
        assertThat(seen(request -> request.outcome() == Outcome.DIED).tokens()).isZero();
    }

    @Test
    void aCallerThatLeavesIsRecordedWithWhatItGot() throws Exception {
        try (Socket socket = connect("script;tokens=50000;gapMillis=1", true)) {
            InputStream in = socket.getInputStream();
            byte[] some = in.readNBytes(2_000);
            assertThat(new String(some, StandardCharsets.UTF_8)).contains("200 OK");
        }
        ScriptedRequest seen = seen(request -> request.outcome() == Outcome.ABORTED);
        assertThat(seen.tokens()).isBetween(1, 49_999);
    }

    @Test
    void anEngineWhoseReaderStopsDoesNotRunAhead() throws Exception {
        try (Socket socket = connect("script;tokens=100000", true)) {
            ScriptedRequest before = seen(request -> request.tokens() > 100);
            assertThat(before.outcome()).isEqualTo(Outcome.RUNNING);
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
        assertThat(seen(request -> request.outcome() == Outcome.ABORTED).tokens())
                .isLessThan(100_000);
    }

    @Test
    void aSplitEventIsCutInsideACharacter() throws Exception {
        String received = raw("script;tokens=1;split=true;dieAfterTokens=1", true);
        assertThat(received).contains("�");
        List<JsonNode> events =
                events(post("script;tokens=8;split=true", "\"stream\":true").body());
        assertThat(events)
                .extracting(event -> event.at("/choices/0/delta/content").asText(""))
                .contains("서울", "흐릅니다");
    }

    @Test
    void itHangsWhereItIsTold() throws Exception {
        try (Socket socket = connect("script;tokens=9;hangAfterTokens=2", true)) {
            ScriptedRequest hanging = seen(request -> request.tokens() == 2);
            assertThat(hanging.outcome()).isEqualTo(Outcome.RUNNING);
            assertThat(socket.isConnected()).isTrue();
        }
        assertThat(seen(request -> request.outcome() == Outcome.ABORTED).tokens())
                .isEqualTo(2);
    }

    @Test
    void theRecordIsServedAndForgotten() throws Exception {
        post("script;name=one", "\"stream\":false");
        URI record = URI.create("http://127.0.0.1:" + engine.port() + "/script/requests");
        JsonNode seen = JSON.readTree(client.send(HttpRequest.newBuilder(record).build(), BodyHandlers.ofString())
                .body());
        assertThat(seen.at("/0/name").asText()).isEqualTo("one");
        assertThat(seen.at("/0/outcome").asText()).isEqualTo("COMPLETED");
        client.send(HttpRequest.newBuilder(record).DELETE().build(), BodyHandlers.discarding());
        assertThat(engine.requests()).isEmpty();
    }

    private HttpResponse<byte[]> post(String model, String options) throws Exception {
        return send("{\"model\":\"" + model + "\"," + options
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"수도는?\"}]}");
    }

    private HttpResponse<byte[]> send(String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(engine.url() + "/chat/completions"))
                        .timeout(Duration.ofSeconds(20))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    /** Everything the socket gives until its end, with chunk sizes between. */
    private String raw(String model, boolean stream) throws IOException {
        try (Socket socket = connect(model, stream)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Socket connect(String model, boolean stream) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), engine.port());
        byte[] body = ("{\"model\":\"" + model + "\",\"stream\":" + stream + ",\"messages\":[]}")
                .getBytes(StandardCharsets.UTF_8);
        socket.getOutputStream()
                .write(("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().write(body);
        return socket;
    }

    private static List<JsonNode> events(byte[] stream) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        String text = new String(stream, StandardCharsets.UTF_8);
        assertThat(text).endsWith("data: [DONE]\n\n");
        for (String event : text.split("\n\n")) {
            if (!event.equals("data: [DONE]")) {
                events.add(JSON.readTree(event.substring("data: ".length())));
            }
        }
        return events;
    }

    private ScriptedRequest seen(Predicate<ScriptedRequest> which) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() - deadline < 0) {
            for (ScriptedRequest request : engine.requests()) {
                if (which.test(request)) {
                    return request;
                }
            }
            LockSupport.parkNanos(500_000);
        }
        throw new AssertionError("not seen within 20 s: " + engine.requests());
    }
}
