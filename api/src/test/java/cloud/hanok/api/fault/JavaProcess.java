package cloud.hanok.api.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A program of the class path in a process of its own. */
final class JavaProcess implements AutoCloseable {
    private static final int KILLED = 128 + 9;

    private final Process process;

    private JavaProcess(Process process) {
        this.process = process;
    }

    /** What to start: {@code main} of this class, without the tests' classes if those are not its own. */
    static ProcessBuilder command(Class<?> program, boolean withTests, String memory, String... arguments) {
        return command(program, withTests, List.of(memory), arguments);
    }

    /** @param options of the JVM, over those of every such process */
    static ProcessBuilder command(Class<?> program, boolean withTests, List<String> options, String... arguments) {
        String classPath = System.getProperty("java.class.path");
        if (!withTests) {
            classPath = Arrays.stream(classPath.split(File.pathSeparator))
                    .filter(entry -> !entry.replace('\\', '/').contains("/test-classes"))
                    .collect(Collectors.joining(File.pathSeparator));
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath,
                program.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        // The program refuses settings that it does not know, and the launcher's own are such.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("HANOK_"));
        return builder;
    }

    static JavaProcess start(ProcessBuilder command) throws IOException {
        return new JavaProcess(command.start());
    }

    /** What it says; its output must not have been redirected. */
    BufferedReader output() {
        return process.inputReader();
    }

    /** Its first line on the standard input. */
    void say(String line) throws IOException {
        process.outputWriter().write(line + "\n");
        process.outputWriter().flush();
    }

    long pid() {
        return process.pid();
    }

    boolean lives() {
        return process.isAlive();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        assertThat(process.toHandle().destroyForcibly()).isTrue();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(KILLED);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
