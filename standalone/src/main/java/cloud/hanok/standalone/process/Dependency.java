package cloud.hanok.standalone.process;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.parts.Tool;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A server this machine runs for Hanok, with a folder, ports and a process of its own. */
public abstract class Dependency {
    private final String name;
    private final Machine machine;
    private final StateDirectory state;
    private final Ports ports;
    private final ServerProcess server;
    private final Limits limits;
    private final StartCache startCache;

    /**
     * How long a server may take.
     *
     * @param start until it can be used, on a machine that is busy
     * @param stop until it ended by itself; then it is ended by force
     */
    public record Limits(Duration start, Duration stop) {}

    /**
     * @param name also its folder in the state and its name in {@code ./hanok logs}
     * @param state the folder of this server alone
     */
    protected Dependency(String name, Machine machine, StateDirectory state, Limits limits) {
        this(name, machine, state, limits, StartCache.none());
    }

    /** @param startCache of a server that runs in a JVM */
    protected Dependency(String name, Machine machine, StateDirectory state, Limits limits, StartCache startCache) {
        this.name = name;
        this.machine = machine;
        this.state = state;
        this.ports = new Ports(state, machine.random());
        this.server = new ServerProcess(name, state, machine.screen(), machine.clock());
        this.limits = limits;
        this.startCache = startCache;
    }

    /** Lays down what the server reads and says how it is run. Called only when it does not run. */
    protected abstract ProcessBuilder command();

    /** How it is asked whether it can be used; closed when the answer is known. */
    protected abstract Probe probe();

    /** Its name: also its folder in the state and its name in {@code ./hanok logs}. */
    public final String name() {
        return name;
    }

    /** Starts it and waits until it can be used; does not start it again when it runs. Returns whether it was started now. */
    public boolean start() {
        Optional<ProcessHandle> running = running();
        ProcessHandle process = running.orElseGet(() -> server.start(command()));
        try (Probe probe = probe()) {
            server.awaitHealthy(process, limits.start(), probe::ready);
        }
        return running.isEmpty();
    }

    /** Its process, when its start was one to learn from. */
    public final Optional<ProcessHandle> learner() {
        return startCache.learning() ? running() : Optional.empty();
    }

    /** Stops it cleanly; does nothing when it does not run. */
    public void stop() {
        server.stop(limits.stop());
    }

    /** Ends it as a power cut would. */
    public final void kill() {
        server.kill();
    }

    /** Its process, if it lives. */
    public final Optional<ProcessHandle> running() {
        return server.running();
    }

    /** Whether it does not run because it was told to end, by this program or by another. */
    public final boolean stopped() {
        return server.stopped();
    }

    /** Where it writes its output. */
    public final Path log() {
        return server.log();
    }

    /** What the machine offers. */
    protected final Machine machine() {
        return machine;
    }

    /** The folder of this server alone. */
    protected final StateDirectory state() {
        return state;
    }

    /** The ports of this server, by the name of their purpose. */
    protected final Ports ports() {
        return ports;
    }

    /** Where it listens for a purpose. */
    protected final URI address(String purpose) {
        return ports.address(purpose);
    }

    /**
     * The command line of a JVM.
     *
     * @param options of the JVM
     * @param arguments of the program
     */
    protected final List<String> java(
            List<String> options, List<Path> classPath, String mainClass, List<String> arguments) {
        List<String> program = new ArrayList<>(options);
        program.add("-cp");
        program.add(classPath.stream().map(Path::toString).collect(Collectors.joining(":")));
        program.add(mainClass);
        List<String> command = new ArrayList<>(List.of(Tool.java().toString()));
        command.addAll(startCache.options(program, classPath));
        command.addAll(program);
        command.addAll(arguments);
        return command;
    }
}
