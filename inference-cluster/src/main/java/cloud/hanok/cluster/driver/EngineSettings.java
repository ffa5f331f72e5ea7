package cloud.hanok.cluster.driver;

import cloud.hanok.cluster.serving.EngineKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How this machine starts engines.
 *
 * @param programs what it can start, one for each kind of engine
 * @param stateFolder where each engine has a folder with its pid, key and log
 * @param parallel requests an engine works on at once
 * @param threads threads that compute: one where gateway and engine share the cores
 * @param verifyWeights whether weights are hashed again at each start, before they serve, so that what a receipt says of
 *     them is true of what is loaded; takes about a second per gigabyte, while the engine loads them
 * @param startTimeout how long an engine may take until it serves; large weights on a slow disk take minutes
 * @param stopTimeout how long it may take to end before it is ended by force
 */
public record EngineSettings(
        List<EngineProgram> programs,
        Path stateFolder,
        int parallel,
        int threads,
        boolean verifyWeights,
        Duration startTimeout,
        Duration stopTimeout) {
    /** Two answers at once keep a small machine responsive; each takes its own share of memory. */
    public static final int DEFAULT_PARALLEL = 2;
    /** Idle threads of the engine spin: on shared cores a second one makes everything slower. */
    public static final int DEFAULT_THREADS = 1;

    public static final Duration DEFAULT_START_TIMEOUT = Duration.ofMinutes(10);
    public static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(10);

    public EngineSettings {
        programs = List.copyOf(programs);
        // It goes into the engine's command line, and the engine works in a folder of its own.
        stateFolder = stateFolder.toAbsolutePath();
        if (parallel < 1 || threads < 1) {
            throw new IllegalArgumentException("hanok.engine: parallel and threads are at least 1");
        }
    }

    /** The usual bounds. */
    public static EngineSettings of(List<EngineProgram> programs, Path stateFolder) {
        return new EngineSettings(
                programs,
                stateFolder,
                DEFAULT_PARALLEL,
                DEFAULT_THREADS,
                true,
                DEFAULT_START_TIMEOUT,
                DEFAULT_STOP_TIMEOUT);
    }

    /** The program for this kind of engine. */
    Optional<EngineProgram> program(EngineKind kind) {
        return programs.stream().filter(program -> program.kind() == kind).findFirst();
    }
}
