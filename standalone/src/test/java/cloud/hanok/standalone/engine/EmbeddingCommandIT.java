package cloud.hanok.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.standalone.process.StateDirectory;
import cloud.hanok.standalone.testing.EngineForTests;
import cloud.hanok.standalone.testing.RunningEngine;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What the codec of this engine's kind says of it, found by running it. */
@TestInstance(Lifecycle.PER_CLASS)
class EmbeddingCommandIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DIMENSIONS = 384;

    private final HttpClient http = HttpClient.newHttpClient();
    private RunningEngine engine;
    private Path folder;

    @BeforeAll
    void start(@TempDir Path temporary) {
        folder = temporary;
        engine = EngineForTests.multilingualE5().start(temporary, 128, 1);
    }

    @AfterAll
    void end() {
        engine.close();
        http.close();
    }

    @Test
    void itsKeyIsNeededForAllButItsHealthAndStandsInNoProcessList() throws Exception {
        assertThat(get("/health", "").statusCode()).isEqualTo(200);
        assertThat(get("/v1/models", "").statusCode()).isEqualTo(401);
        assertThat(get("/v1/models", "wrong").statusCode()).isEqualTo(401);
        assertThat(get("/v1/models", engine.apiKey()).body()).contains(engine.model());
        assertThat(engine.process().info().commandLine().orElse("")).doesNotContain(engine.apiKey());
        assertThat(Engines.running(new StateDirectory(folder)))
                .hasSize(1)
                .allMatch(Engines::isOfEmbeddings)
                .first()
                .isEqualTo(engine.process());
    }

    @Test
    void floatsAndBase64AreTheSameVectorOfLengthOne() throws Exception {
        JsonNode floats = ok(asked().put("input", "한옥")).at("/data/0/embedding");
        JsonNode base64 =
                ok(asked().put("input", "한옥").put("encoding_format", "base64")).at("/data/0/embedding");

        ByteBuffer bytes =
                ByteBuffer.wrap(Base64.getDecoder().decode(base64.asText())).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.remaining()).isEqualTo(DIMENSIONS * Float.BYTES);
        assertThat(floats).hasSize(DIMENSIONS);
        double square = 0;
        for (JsonNode number : floats) {
            assertThat((float) number.doubleValue()).isEqualTo(bytes.getFloat());
            square += number.doubleValue() * number.doubleValue();
        }
        assertThat(square).isBetween(0.999, 1.001);
    }

    @Test
    void aListIsAnsweredInOrderWithItsTokensAndAPassageIsNoQuery() throws Exception {
        ObjectNode both = asked();
        both.putArray("input").add("한옥").add("자동차");
        JsonNode answer = ok(both);

        assertThat(answer.at("/data")).hasSize(2);
        assertThat(answer.at("/data/1/index").asInt()).isEqualTo(1);
        assertThat(answer.at("/data/0/embedding"))
                .isEqualTo(ok(asked().put("input", "한옥")).at("/data/0/embedding"));
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isPositive();
        assertThat(answer.at("/usage/total_tokens")).isEqualTo(answer.at("/usage/prompt_tokens"));
        assertThat(answer.at("/usage").has("completion_tokens")).isFalse();
        assertThat(ok(asked().put("input", "한옥").put("input_type", "passage")).at("/data/0/embedding"))
                .isNotEqualTo(answer.at("/data/0/embedding"));
    }

    @Test
    void whatItCannotIsRefusedWithAReason() throws Exception {
        ObjectNode tokens = asked();
        tokens.putArray("input").add(1).add(2);
        refused(400, tokens.toString(), "another tokenizer");
        refused(400, asked().toString(), "input");
        refused(400, asked().put("input", "").toString(), "empty");
        refused(400, asked().put("input", "한옥").put("dimensions", 64).toString(), "384");
        refused(400, asked().put("input", "한옥").put("encoding_format", "hex").toString(), "base64");
        refused(400, "{\"input\":\"\\ud800\"}", "surrogate");
        refused(400, "[", "JSON");
        refused(400, "[".repeat(100_000), "JSON");
        refused(400, asked().put("input", "한옥은 집이다. ".repeat(100)).toString(), "maximum context length is 128");
        ObjectNode many = asked();
        Collections.nCopies(2049, "a").forEach(many.putArray("input")::add);
        refused(400, many.toString(), "2048");
        assertThat(ok(asked().put("input", "한\0옥").put("dimensions", DIMENSIONS))
                        .at("/data"))
                .hasSize(1);
    }

    /** The body below takes a minute on a free core; whoever comes after a client who left waits for one text of it. */
    @Test
    void aClientWhoLeavesFreesTheEngine() throws Exception {
        ObjectNode many = asked();
        Collections.nCopies(600, "한옥은 한국의 전통 가옥이다. ".repeat(6)).forEach(many.putArray("input")::add);
        byte[] body = many.toString().getBytes(StandardCharsets.UTF_8);
        String head = "POST /v1/embeddings HTTP/1.1\r\nHost: engine\r\nAuthorization: Bearer " + engine.apiKey()
                + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        Duration busyBefore = cpu();
        try (Socket leaving = new Socket("127.0.0.1", engine.url().getPort())) {
            leaving.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            leaving.getOutputStream().write(body);
            await(() -> cpu().minus(busyBefore).compareTo(Duration.ofSeconds(1)) > 0);
        }
        long start = System.nanoTime();
        await(() -> {
            Duration before = cpu();
            Thread.sleep(300);
            return cpu().minus(before).compareTo(Duration.ofMillis(50)) < 0;
        });
        Duration busyAfter = Duration.ofNanos(System.nanoTime() - start);
        System.out.println("[embeddings] idle " + busyAfter.toMillis() + " ms after its client left");
        assertThat(busyAfter).isLessThan(Duration.ofSeconds(10));
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("within 60 s").isLessThan(deadline);
            Thread.sleep(10);
        }
    }

    private Duration cpu() {
        return engine.process().info().totalCpuDuration().orElseThrow();
    }

    private ObjectNode asked() {
        return JSON.createObjectNode().put("model", engine.model());
    }

    private JsonNode ok(ObjectNode body) throws Exception {
        HttpResponse<String> answer = post(body.toString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private void refused(int status, String body, String why) throws Exception {
        HttpResponse<String> answer = post(body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).at("/error/message").asText()).contains(why);
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(engine.url() + "/embeddings"))
                        .header("Authorization", "Bearer " + engine.apiKey())
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, String key) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(engine.url().resolve(path))
                        .header("Authorization", "Bearer " + key)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
