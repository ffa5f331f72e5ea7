package cloud.hanok.standalone.parts;

import cloud.hanok.standalone.StandaloneException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of this machine that fetch and unpack: Maven, Python, tar, Java. */
public final class Tool {
    /** Maven puts these into the environment of its tests; another Maven inside would take them for its own. */
    private static final List<String> NOT_INHERITED =
            List.of("MAVEN_PROJECTBASEDIR", "MAVEN_CMD_LINE_ARGS", "MAVEN_BASEDIR");

    private static final int SHOWN_LINES = 15;

    private Tool() {}

    /** The {@code java} of the JDK this program runs on. */
    public static Path java() {
        return javaHome().resolve("bin").resolve("java");
    }

    /** The JDK this program runs on. */
    public static Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }

    /** The jars of a folder, always in the same order. */
    public static List<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list " + folder, failure);
        }
    }

    /** The Python that fetches packages and runs the demo engine: {@code HANOK_PYTHON}, else {@code python3} on PATH. */
    public static String python(Map<String, String> environment) {
        return environment.getOrDefault("HANOK_PYTHON", "python3");
    }

    /** The first program of this name on PATH. */
    public static Optional<Path> onPath(String program, Map<String, String> environment) {
        return Arrays.stream(environment.getOrDefault("PATH", "").split(":"))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder).resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Runs a program to its end and returns what it printed.
     *
     * @throws StandaloneException when it cannot run or fails; the message carries the end of its output
     */
    public static String run(String purpose, Path folder, List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            NOT_INHERITED.forEach(builder.environment()::remove);
            builder.environment().put("JAVA_HOME", javaHome().toString());
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new StandaloneException(
                        purpose + " failed: " + command.getFirst() + " ended with " + process.exitValue() + ".\n"
                                + lastLines(output),
                        "Check the network and the settings of " + command.getFirst()
                                + ", then run the same command again.");
            }
            return output;
        } catch (IOException missing) {
            throw new StandaloneException(
                    purpose + " failed: " + command.getFirst() + " cannot be run (" + missing.getMessage() + ").",
                    "Run ./hanok doctor: it says what to install.",
                    missing);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StandaloneException(purpose + " was interrupted.", "Run the same command again.", interrupted);
        }
    }

    private static String lastLines(String output) {
        List<String> lines =
                output.lines().filter(line -> !line.startsWith("WARNING:")).toList();
        try (Stream<String> tail = lines.stream().skip(Math.max(0, lines.size() - SHOWN_LINES))) {
            return String.join("\n", tail.toList());
        }
    }
}
