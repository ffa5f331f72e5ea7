package cloud.hanok.cluster.driver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How this machine starts engines.
 *
 * @param command program and arguments ({@code hanok.engine.command}), with placeholders {@code {model}}, {@code {port}},
 *     {@code {alias}}, {@code {contextTokens}}, {@code {parallel}}, {@code {threads}}, {@code {apiKeyFile}}, each an
 *     argument of its own; empty when this machine starts none
 * @param stateFolder where each engine has a folder with its pid, key and log
 * @param parallel requests an engine works on at once
 * @param threads threads that compute: one where gateway and engine share the cores
 * @param verifyWeights whether weights are hashed again at each start, before they serve, so that what a receipt says of
 *     them is true of what is loaded; takes about a second per gigabyte, while the engine loads them
 * @param startTimeout how long an engine may take until it serves; large weights on a slow disk take minutes
 * @param stopTimeout how long it may take to end before it is ended by force
 */
public record EngineSettings(
        List<String> command,
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

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z]+)}");
    private static final Set<String> KNOWN =
            Set.of("model", "port", "alias", "contextTokens", "parallel", "threads", "apiKeyFile");
    private static final Set<String> NEEDED = Set.of("model", "port", "apiKeyFile");

    public EngineSettings {
        command = List.copyOf(command);
        // It goes into the engine's command line, and the engine works in a folder of its own.
        stateFolder = stateFolder.toAbsolutePath();
        for (String argument : command) {
            Matcher placeholder = PLACEHOLDER.matcher(argument);
            if (placeholder.matches() && !KNOWN.contains(placeholder.group(1))) {
                throw new IllegalArgumentException("hanok.engine.command: unknown placeholder " + argument);
            }
        }
        for (String name : NEEDED) {
            if (!command.isEmpty() && !command.contains("{" + name + "}")) {
                throw new IllegalArgumentException("hanok.engine.command: the placeholder {" + name + "} is needed");
            }
        }
        if (parallel < 1 || threads < 1) {
            throw new IllegalArgumentException("hanok.engine: parallel and threads are at least 1");
        }
    }

    /** The usual bounds. */
    public static EngineSettings of(List<String> command, Path stateFolder) {
        return new EngineSettings(
                command,
                stateFolder,
                DEFAULT_PARALLEL,
                DEFAULT_THREADS,
                true,
                DEFAULT_START_TIMEOUT,
                DEFAULT_STOP_TIMEOUT);
    }

    /** The command with its placeholders filled; an argument is replaced whole or not at all, so no value adds one. */
    List<String> fill(Map<String, String> values) {
        return command.stream()
                .map(argument -> {
                    Matcher placeholder = PLACEHOLDER.matcher(argument);
                    return placeholder.matches() ? values.getOrDefault(placeholder.group(1), argument) : argument;
                })
                .toList();
    }
}
