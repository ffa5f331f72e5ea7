package cloud.hanok.standalone.testing;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.engine.EmbeddingCommand;
import cloud.hanok.standalone.engine.EngineCommand;
import cloud.hanok.standalone.parts.PythonParts;
import cloud.hanok.standalone.parts.Tool;
import cloud.hanok.standalone.process.HttpProbe;
import cloud.hanok.standalone.process.Ports;
import cloud.hanok.standalone.process.Probe;
import cloud.hanok.standalone.process.ServerProcess;
import cloud.hanok.standalone.process.StateDirectory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A real engine for tests. A driver under test starts it from the template; other tests call {@link #start}.
 *
 * @param modelFile a file of weights that it reads
 * @param alias the name of its model in requests
 * @param commandTemplate the command with the placeholders of {@link EngineCommand}
 */
public record EngineForTests(Path modelFile, String alias, List<String> commandTemplate) {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    /** SmolLM2-135M-Instruct: English only, 98 MB, starts in about a second. */
    public static EngineForTests smolLm2() {
        Machine machine = SharedDependencies.state().machine();
        Optional<Path> llamaServer = Optional.ofNullable(machine.environment().get("HANOK_ENGINE_LLAMA_SERVER"))
                .filter(value -> !value.isBlank())
                .map(Path::of);
        return new EngineForTests(
                new PythonParts(machine.parts(), Tool.python(machine.environment())).smallWeights(),
                "smollm2-135m-instruct",
                new EngineCommand(machine, SharedDependencies.state().folder("engine"), llamaServer).template());
    }

    /** multilingual-e5-small: vectors of 384 numbers, Korean among a hundred languages, 72 MB, starts in less than a second. */
    public static EngineForTests multilingualE5() {
        Machine machine = SharedDependencies.state().machine();
        return new EngineForTests(
                new PythonParts(machine.parts(), Tool.python(machine.environment())).embeddingWeights(),
                "multilingual-e5-small",
                new EmbeddingCommand(machine, SharedDependencies.state().folder("engine")).template());
    }

    /**
     * Starts one and waits until it answers.
     *
     * @param folder an empty folder for its pid file, its key and its log
     * @param contextTokens tokens of one request
     * @param parallel requests at once
     */
    public RunningEngine start(Path folder, int contextTokens, int parallel) {
        Machine machine = SharedDependencies.state().machine();
        StateDirectory state = new StateDirectory(folder);
        int port = new Ports(state, machine.random()).port("http");
        String key = state.secret("api-key", machine.random());
        ServerProcess server = new ServerProcess("engine", state, machine.screen(), machine.clock());
        ProcessHandle process = server.start(new ProcessBuilder(EngineCommand.fill(
                commandTemplate,
                Map.of(
                        "model", modelFile.toString(),
                        "port", Integer.toString(port),
                        "alias", alias,
                        "contextTokens", Integer.toString(contextTokens),
                        "parallel", Integer.toString(parallel),
                        "threads", "1",
                        "apiKeyFile", state.file("api-key").toString()))));
        try (Probe probe = new HttpProbe(URI.create("http://127.0.0.1:" + port + "/health"))) {
            server.awaitHealthy(process, START_LIMIT, probe::ready);
        }
        return new RunningEngine(server, URI.create("http://127.0.0.1:" + port + "/v1"), key, alias);
    }
}
