package cloud.hanok.standalone.testing;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.engine.EngineCommand;
import cloud.hanok.standalone.parts.PythonParts;
import cloud.hanok.standalone.parts.Tool;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A real engine for tests, not started: the driver under test starts it.
 *
 * @param modelFile a GGUF file
 * @param commandTemplate the command with the placeholders of {@link EngineCommand}
 */
public record EngineForTests(Path modelFile, List<String> commandTemplate) {
    /** SmolLM2-135M-Instruct: English only, 98 MB, starts in about a second. */
    public static EngineForTests smolLm2() {
        Machine machine = SharedDependencies.state().machine();
        Optional<Path> llamaServer = Optional.ofNullable(machine.environment().get("HANOK_ENGINE_LLAMA_SERVER"))
                .filter(value -> !value.isBlank())
                .map(Path::of);
        return new EngineForTests(
                new PythonParts(machine.parts(), Tool.python(machine.environment())).smallWeights(),
                new EngineCommand(machine, SharedDependencies.state().folder("engine"), llamaServer).template());
    }
}
