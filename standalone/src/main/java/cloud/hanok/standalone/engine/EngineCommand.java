package cloud.hanok.standalone.engine;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.parts.PythonParts;
import cloud.hanok.standalone.parts.Tool;
import cloud.hanok.standalone.process.Resource;
import cloud.hanok.standalone.process.StateDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command that starts one engine, as a template for the control plane's {@code local} driver ({@code hanok.engine.command}). These
 * placeholders stand alone as arguments:
 *
 * <ul>
 *   <li>{@code {model}}: GGUF file, absolute
 *   <li>{@code {port}}: loopback port to listen on
 *   <li>{@code {alias}}: the model's name in requests and answers
 *   <li>{@code {contextTokens}}: tokens of one request, prompt and answer together
 *   <li>{@code {parallel}}: requests worked on at once; memory is taken for each
 *   <li>{@code {threads}}: worker threads; one where engine and gateway share the cores, because idle ones spin
 *   <li>{@code {apiKeyFile}}: file with the bearer key the engine asks for; the key itself is never on a command line
 * </ul>
 *
 * The engine speaks llama.cpp's HTTP API on 127.0.0.1, answers {@code GET /health} with 200 without a key when it is ready, ends on SIGTERM
 * and writes nothing but its output.
 */
public final class EngineCommand {
    private static final String SCRIPT = "llama_engine.py";

    private final Machine machine;
    private final StateDirectory state;
    private final Optional<Path> llamaServer;

    /**
     * @param state where the start script is laid down
     * @param llamaServer a {@code llama-server} of this machine to use instead of the fetched package
     */
    public EngineCommand(Machine machine, StateDirectory state, Optional<Path> llamaServer) {
        this.machine = machine;
        this.state = state;
        this.llamaServer = llamaServer;
        llamaServer.filter(program -> !Files.isExecutable(program)).ifPresent(program -> {
            throw new StandaloneException(
                    "hanok.engine.llama-server names " + program + ", which is no program that can be run.",
                    "Correct it, or take it away to use the engine that Hanok fetches.");
        });
    }

    /** The arguments with their placeholders; fetches the engine when it is missing. */
    public List<String> template() {
        String python = Tool.python(machine.environment());
        Path program = Tool.onPath(python, machine.environment()).orElse(Path.of(python));
        Path script = state.write(SCRIPT, Resource.text(EngineCommand.class, SCRIPT));
        List<String> command = new ArrayList<>(List.of(program.toString(), script.toString()));
        if (llamaServer.isPresent()) {
            command.addAll(List.of("--llama-server", llamaServer.get().toString()));
        } else {
            command.addAll(List.of(
                    "--library",
                    new PythonParts(machine.parts(), python).llamaLibrary().toString()));
        }
        command.addAll(List.of("--model", "{model}", "--port", "{port}", "--alias", "{alias}"));
        command.addAll(List.of("--context-tokens", "{contextTokens}", "--parallel", "{parallel}"));
        command.addAll(List.of("--threads", "{threads}", "--api-key-file", "{apiKeyFile}"));
        return List.copyOf(command);
    }

    /**
     * Puts values into a template.
     *
     * @param values placeholder without braces -> value
     * @throws IllegalArgumentException when a placeholder has no value
     */
    public static List<String> fill(List<String> template, Map<String, String> values) {
        return template.stream()
                .map(argument -> {
                    if (!argument.startsWith("{") || !argument.endsWith("}")) {
                        return argument;
                    }
                    String value = values.get(argument.substring(1, argument.length() - 1));
                    if (value == null) {
                        throw new IllegalArgumentException("no value for " + argument);
                    }
                    return value;
                })
                .toList();
    }
}
