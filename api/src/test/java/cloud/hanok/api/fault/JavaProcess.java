package cloud.hanok.api.fault;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.Application;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the class path in a process of its own. */
final class JavaProcess implements AutoCloseable {
    private static final int KILLED = 128 + 9;

    private final Process process;
    private final List<String> command;

    private JavaProcess(Process process, List<String> command) {
        this.process = process;
        this.command = List.copyOf(command);
    }

    /**
     * What to start: the control plane, without the tests' classes.
     *
     * @param options of the JVM, over those of every such process
     */
    static ProcessBuilder controlPlane(List<String> options) {
        return command(ProgramStarts.classPath(), Application.class, options);
    }

    /** What to start: {@code main} of this class of the tests. */
    static ProcessBuilder command(Class<?> program, String memory, String... arguments) {
        return command(program, List.of(memory), arguments);
    }

    /** @param options of the JVM, over those of every such process */
    static ProcessBuilder command(Class<?> program, List<String> options, String... arguments) {
        return command(System.getProperty("java.class.path"), program, options, arguments);
    }

    private static ProcessBuilder command(
            String classPath, Class<?> program, List<String> options, String... arguments) {
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
        return new JavaProcess(command.start(), command.command());
    }

    /** To be told of a control plane once it serves: later ones may learn from it. */
    void served() throws InterruptedException {
        ProgramStarts.served(command, process.pid());
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
