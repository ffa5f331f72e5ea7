package cloud.hanok.standalone.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which process this is: a pid alone is given again to another process after the first one died, a pid with its start time is not.
 *
 * @param pid the number of the process
 * @param startedAt when it started, as the operating system says
 */
public record ProcessIdentity(long pid, Instant startedAt) {
    /** The operating system's start times move with corrections of the clock; no pid comes round again this soon. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /** The identity of a process that lives; when it ends this very moment, the time is now. */
    public static ProcessIdentity of(ProcessHandle process, Instant now) {
        return new ProcessIdentity(process.pid(), process.info().startInstant().orElse(now));
    }

    /** Reads what {@link #text} wrote; empty when the text is something else. */
    public static Optional<ProcessIdentity> parse(String text) {
        String[] parts = text.strip().split(" ");
        if (parts.length != 2) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new ProcessIdentity(Long.parseLong(parts[0]), Instant.ofEpochMilli(Long.parseLong(parts[1]))));
        } catch (NumberFormatException damaged) {
            return Optional.empty();
        }
    }

    /** The line kept in a pid file: pid and start time in milliseconds. */
    public String text() {
        return pid + " " + startedAt.toEpochMilli();
    }

    /** The process, if it still lives and is the same one. */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid)
                .filter(ProcessIdentity::lives)
                .filter(process -> process.info()
                        .startInstant()
                        .map(start -> Duration.between(start, startedAt).abs().compareTo(TOLERANCE) <= 0)
                        .orElse(false));
    }

    /** Whether a process still works: one that ended but was not collected by its parent (a zombie) does not. */
    public static boolean lives(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
        try {
            String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
            return !line.startsWith("Z", line.lastIndexOf(')') + 2);
        } catch (IOException noSuchFile) {
            return process.isAlive();
        }
    }
}
