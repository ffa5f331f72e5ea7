package cloud.hanok.standalone.process;

import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.screen.Screen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One server process of a state folder: its pid file, its log, its start, its health and its end. */
public final class ServerProcess {
    /** How often a starting server is asked; small beside the seconds a start takes. */
    private static final Duration POLL = Duration.ofMillis(100);

    private static final Duration PROGRESS = Duration.ofSeconds(10);
    private static final String PID_FILE = "pid";
    private static final int LOG_TAIL_LINES = 5;
    private static final long LOG_KEPT_BYTES = 16L * 1024 * 1024;

    private static final Duration THREADS_END = Duration.ofSeconds(3);

    private final String name;
    private final StateDirectory state;
    private final Screen screen;
    private final Clock clock;

    /**
     * @param name the server's name, as people see it
     * @param state the folder of this server alone
     */
    public ServerProcess(String name, StateDirectory state, Screen screen, Clock clock) {
        this.name = name;
        this.state = state;
        this.screen = screen;
        this.clock = clock;
    }

    /** The process of the pid file, if it lives; another process that was given its pid since does not count. */
    public Optional<ProcessHandle> running() {
        return state.read(PID_FILE).flatMap(ProcessIdentity::parse).flatMap(ProcessIdentity::find);
    }

    /** Whether it does not run because it was told to end; one that died left its pid file. */
    public boolean stopped() {
        return state.read(PID_FILE).isEmpty();
    }

    /** Where the server writes its output. */
    public Path log() {
        return state.file(name + ".log");
    }

    /** Starts the command with its output in the log and remembers pid and start time. */
    public ProcessHandle start(ProcessBuilder command) {
        try {
            rotateLog();
            command.redirectErrorStream(true);
            command.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            command.redirectInput(
                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            Process process = command.start();
            state.write(
                    PID_FILE,
                    ProcessIdentity.of(process.toHandle(), Instant.now(clock)).text());
            return process.toHandle();
        } catch (IOException failure) {
            throw new StandaloneException(
                    name + " could not be started: " + failure.getMessage(), "Run ./hanok doctor.", failure);
        }
    }

    /**
     * Waits until the probe says yes.
     *
     * @throws StandaloneException when the process ends first, or the limit is reached; both name the log
     */
    public void awaitHealthy(ProcessHandle process, Duration limit, BooleanSupplier probe) {
        Instant start = Instant.now(clock);
        Instant nextProgress = start.plus(PROGRESS);
        while (!probe.getAsBoolean()) {
            Instant now = Instant.now(clock);
            if (!ProcessIdentity.lives(process)) {
                throw new StandaloneException(name + " ended before it was ready." + logTail(), nextStep());
            }
            if (now.isAfter(start.plus(limit))) {
                throw new StandaloneException(
                        name + " was not ready after " + Screen.seconds(limit) + "." + logTail(), nextStep());
            }
            if (now.isAfter(nextProgress)) {
                screen.part(name, "still starting, " + Screen.seconds(Duration.between(start, now)));
                nextProgress = now.plus(PROGRESS);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Asks the process to end, waits, and ends it by force when it does not. Nothing happens when it does not run. */
    public void stop(Duration grace) {
        Optional<ProcessHandle> running = running();
        if (running.isPresent()) {
            ProcessHandle process = running.get();
            process.destroy();
            if (!ended(process, grace)) {
                process.destroyForcibly();
                ended(process, grace);
            }
        }
        state.remove(PID_FILE);
    }

    /** Ends the process at once, for state that will be thrown away. */
    public void kill() {
        running().ifPresent(process -> {
            process.destroyForcibly();
            ended(process, Duration.ofSeconds(10));
        });
        state.remove(PID_FILE);
    }

    private boolean ended(ProcessHandle process, Duration limit) {
        Instant end = Instant.now(clock).plus(limit);
        while (ProcessIdentity.lives(process)) {
            if (Instant.now(clock).isAfter(end)) {
                return false;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        awaitThreads(process);
        return true;
    }

    /**
     * A killed process is a zombie before the last of its threads has let go of its ports and files. One that nobody
     * collects stays a zombie for ever, so this waits no longer than threads need.
     */
    private void awaitThreads(ProcessHandle process) {
        Instant end = Instant.now(clock).plus(THREADS_END);
        while (process.isAlive() && Instant.now(clock).isBefore(end)) {
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private String nextStep() {
        return "Read " + log() + " (./hanok logs " + name
                + "), then start again; ./hanok doctor checks the disk and the fetched files.";
    }

    private String logTail() {
        try {
            List<String> lines = Files.exists(log()) ? Files.readAllLines(log()) : List.of();
            List<String> tail = lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size());
            return tail.isEmpty() ? "" : " The end of its log:\n    " + String.join("\n    ", tail);
        } catch (IOException | UncheckedIOException unreadable) {
            return "";
        }
    }

    private void rotateLog() throws IOException {
        if (Files.exists(log()) && Files.size(log()) > LOG_KEPT_BYTES) {
            Files.move(log(), state.file(name + ".log.old"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(log())) {
            state.write(log().getFileName().toString(), "");
        }
    }
}
