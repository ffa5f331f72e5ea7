package cloud.hanok.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.scripted.ScriptedEngine;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.platform.journal.JournalRecord;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The byte path between a client's socket and a scripted engine's, and what tests of its protocols ask of it. */
abstract class ProtocolBed {
    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    @TempDir
    Path folder;

    GatewayBed bed;
    ScriptedEngine engine;

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

    /** A text that tells the engine what to answer, as JSON. */
    static String script(String keys) {
        return JSON.getNodeFactory().textNode("{\"script\":{" + keys + "}}").toString();
    }

    /** Who asks. */
    String key() {
        return GatewayBed.KEY;
    }

    HttpResponse<String> post(String path, String body) throws Exception {
        return send(request(path, body, key()));
    }

    HttpRequest.Builder request(String path, String body, String key) {
        return HttpRequest.newBuilder(URI.create(bed.url(path)))
                .header("content-type", "application/json")
                .header("authorization", "Bearer " + key)
                .POST(BodyPublishers.ofString(body));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    static List<JsonNode> events(String stream) throws Exception {
        List<JsonNode> events = new ArrayList<>();
        for (String line : stream.split("\n")) {
            if (line.startsWith("data: {")) {
                events.add(JSON.readTree(line.substring("data: ".length())));
            }
        }
        return events;
    }

    /** What the engine was asked last, without what only the gateway knows. */
    JsonNode asked() throws Exception {
        return JSON.readTree(engine.requests().getLast().body());
    }

    /** The newest SETTLE. */
    JournalEntry settled() throws Exception {
        List<JournalRecord> records = bed.records(2 * engine.requests().size());
        return JournalEntry.decode(records.getLast().payload());
    }
}
