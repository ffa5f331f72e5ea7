package cloud.hanok.api.fault;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.scripted.ScriptedEngine;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;

/** The scripted engine in a process of its own, always on the same port, and what it saw over all its lives. */
public final class EngineProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Seen> before = new HashMap<>();
    private JavaProcess process;
    private int port;

    /**
     * @param name of the script
     * @param outcome how it went
     * @param tokens written to the gateway
     */
    record Seen(String name, String outcome, int tokens) {}

    EngineProcess() throws IOException {
        process = launch();
    }

    String url() {
        return "http://127.0.0.1:" + port + "/v1";
    }

    /** Kills it; what it had seen shortly before is kept. */
    void killAndRestart() throws IOException, InterruptedException {
        before.putAll(ask());
        process.kill();
        process = launch();
    }

    /** Connections that are open to it, but for the one that asks. */
    public int connections() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/script/connections"))
                .build();
        return Integer.parseInt(
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                - 1;
    }

    /** What it saw, by {@code x-request-id}. */
    Map<String, Seen> seen() throws IOException, InterruptedException {
        var all = new HashMap<>(before);
        all.putAll(ask());
        return all;
    }

    /** How the request of this id went so far; empty when it did not come. */
    String outcome(String id) {
        try {
            EngineProcess.Seen of = ask().get(id);
            return of == null ? "" : of.outcome();
        } catch (IOException gone) {
            throw new AssertionError(gone);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    @Override
    public void close() {
        process.close();
        http.close();
    }

    private JavaProcess launch() throws IOException {
        JavaProcess launched =
                JavaProcess.start(JavaProcess.command(ScriptedEngine.class, "-Xmx96m", Integer.toString(port))
                        .redirectError(ProcessBuilder.Redirect.INHERIT));
        String line = launched.output().readLine();
        assertThat(line).startsWith("scripted engine on ");
        port = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
        return launched;
    }

    private Map<String, Seen> ask() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/script/requests"))
                .build();
        JsonNode all = JSON.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        var seen = new HashMap<String, Seen>();
        for (JsonNode each : all) {
            seen.put(
                    each.at("/headers/x-request-id").asText(),
                    new Seen(
                            each.get("name").asText(),
                            each.get("outcome").asText(),
                            each.get("tokens").asInt()));
        }
        return seen;
    }
}
