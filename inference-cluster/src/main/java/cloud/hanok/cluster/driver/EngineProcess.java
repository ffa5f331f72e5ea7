package cloud.hanok.cluster.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Which process an engine is: a pid alone is given again to another process after the first one died, a pid with its
 * start time is not.
 *
 * @param pid the number of the process
 * @param startedAt when it started, as the operating system says
 */
record EngineProcess(long pid, Instant startedAt) {
    /** The system's start times move with corrections of its clock; no pid comes round again this soon. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);

    /** The identity of a process that was just started. */
    static EngineProcess of(Process process, Instant now) {
        return new EngineProcess(
                process.pid(), process.toHandle().info().startInstant().orElse(now));
    }

    boolean lives() {
        return find().isPresent();
    }

    /** Asks it to end, and ends it by force when it did not within the patience. */
    void end(Duration patience) throws InterruptedException {
        Optional<ProcessHandle> found = find();
        if (found.isEmpty()) {
            return;
        }
        found.get().destroy();
        if (!ended(found.get(), patience)) {
            // The pid cannot have passed to another: it is given again only after its holder is gone.
            found.get().destroyForcibly();
            ended(found.get(), KILL_PATIENCE);
        }
    }

    private static boolean ended(ProcessHandle process, Duration patience) throws InterruptedException {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return isZombie(process.pid());
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of process " + process.pid() + " cannot be awaited", e);
        }
    }

    private Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .startInstant()
                        .map(start -> Duration.between(start, startedAt).abs().compareTo(TOLERANCE) <= 0)
                        .orElse(false))
                .filter(process -> !isZombie(pid));
    }

    /** Ended, but not collected by its parent: after an adoption that is whoever runs as process 1. */
    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException noSuchFile) {
            return false;
        }
    }
}
