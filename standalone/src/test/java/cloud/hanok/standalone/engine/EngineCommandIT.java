package cloud.hanok.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.TestMachine;
import cloud.hanok.standalone.process.Ports;
import cloud.hanok.standalone.process.ServerProcess;
import cloud.hanok.standalone.process.StateDirectory;
import cloud.hanok.standalone.testing.EngineForTests;
import cloud.hanok.standalone.testing.RunningEngine;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineCommandIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Machine machine = TestMachine.get();

    @TempDir
    Path folder;

    @Test
    void anEngineAnswersWithItsKeyGivesEachRequestTheWholeContextAndEndsWhenAsked() throws Exception {
        EngineForTests engine = EngineForTests.smolLm2();
        StateDirectory state = new StateDirectory(folder);
        int port = new Ports(state, machine.random()).port("http");
        Path keyFile = state.write("engine.key", "engine-secret");
        ServerProcess server = new ServerProcess("engine", state, machine.screen(), machine.clock());
        try (HttpClient http = HttpClient.newHttpClient()) {
            ProcessHandle process = server.start(new ProcessBuilder(EngineCommand.fill(
                    engine.commandTemplate(),
                    Map.of(
                            "model", engine.modelFile().toString(),
                            "port", Integer.toString(port),
                            "alias", "small",
                            "contextTokens", "512",
                            "parallel", "2",
                            "threads", "1",
                            "apiKeyFile", keyFile.toString()))));
            server.awaitHealthy(process, LIMIT, () -> status(http, port, "/health", "") == 200);
            assertThat(process.info().commandLine().orElse("")).doesNotContain("engine-secret");
            assertThat(Engines.running(state)).extracting(ProcessHandle::pid).containsExactly(process.pid());
            assertThat(Engines.running(new StateDirectory(folder.resolve("other"))))
                    .isEmpty();
            assertThat(status(http, port, "/v1/models", "")).isEqualTo(401);
            assertThat(status(http, port, "/metrics", "engine-secret")).isEqualTo(200);

            JsonNode slots =
                    JSON.readTree(request(http, port, "/slots", "engine-secret").body());
            assertThat(slots).hasSize(2).allMatch(slot -> slot.path("n_ctx").asInt() == 512);
            JsonNode answer = JSON.readTree(http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
                                    .header("Authorization", "Bearer engine-secret")
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString("""
                                                    {"model": "small", "max_tokens": 4, "temperature": 0,
                                                     "messages": [{"role": "user", "content": "Say hello."}]}
                                                    """))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
            assertThat(answer.path("usage").path("completion_tokens").asInt()).isBetween(1, 4);
            server.stop(Duration.ofSeconds(5));
            assertThat(Engines.running(state)).isEmpty();
        } finally {
            server.kill();
        }
    }

    @Test
    void aTestGetsAnEngineOfItsOwnThatEndsWithIt() throws Exception {
        ProcessHandle process;
        try (RunningEngine engine = EngineForTests.smolLm2().start(folder, 256, 1);
                HttpClient http = HttpClient.newHttpClient()) {
            process = engine.process();
            int port = engine.url().getPort();
            assertThat(status(http, port, "/v1/models", engine.apiKey())).isEqualTo(200);
            assertThat(request(http, port, "/v1/models", engine.apiKey()).body())
                    .contains(engine.model());
        }
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void aProgramOfThisMachineTakesThePlaceOfTheFetchedEngine() {
        List<String> template =
                new EngineCommand(machine, new StateDirectory(folder), Optional.of(Path.of("/bin/sh"))).template();
        assertThat(template).containsSequence("--llama-server", "/bin/sh").doesNotContain("--library");
        assertThat(template)
                .contains("{model}", "{port}", "{alias}", "{contextTokens}", "{parallel}", "{threads}", "{apiKeyFile}");
        assertThatThrownBy(() -> EngineCommand.fill(template, Map.of("model", "m")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{port}");
    }

    @Test
    void aLlamaServerThatCannotBeRunIsRefusedByName() {
        assertThatThrownBy(() -> new EngineCommand(
                        machine, new StateDirectory(folder), Optional.of(Path.of("/no/such/llama-server"))))
                .isInstanceOf(StandaloneException.class)
                .hasMessageContaining("/no/such/llama-server");
    }

    private static int status(HttpClient http, int port, String path, String key) {
        try {
            return request(http, port, path, key).statusCode();
        } catch (IOException notYet) {
            return 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static HttpResponse<String> request(HttpClient http, int port, String path, String key)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
