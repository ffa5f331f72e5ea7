package cloud.hanok.cluster.driver;

import cloud.hanok.cluster.serving.EngineKind;
import java.util.List;
import java.util.Optional;

/** llama.cpp's server: text models in GGUF files. */
public record LlamaServerProgram(CommandTemplate command) implements EngineProgram {
    /** @param command of {@code hanok.engine.command}; empty where this machine has none */
    public LlamaServerProgram(List<String> command) {
        this(new CommandTemplate("hanok.engine.command", command));
    }

    @Override
    public EngineKind kind() {
        return EngineKind.LLAMA_CPP;
    }

    @Override
    public Optional<String> metricsPath() {
        return Optional.of("/metrics");
    }

    @Override
    public EngineLoad load(String metrics) {
        return EngineLoad.ofLlamaMetrics(metrics);
    }
}
