package cloud.hanok.standalone.process;

import cloud.hanok.standalone.parts.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a JVM learnt when it started a program the first time, for the later starts: loaded and linked classes, and which methods are busy
 * (JEP 483, 514 and 515). The JVM looks at the file before it uses it, and starts without one that is damaged or of other jars.
 */
public final class StartCache {
    private static final String PREFIX = "start-";
    private static final String KNOWN = ".aot";
    private static final String LEARNT = ".learnt";
    /** The JVM keeps this beside what it writes, until that is whole. */
    private static final String UNFINISHED = ".config";

    private final Optional<StateDirectory> state;
    private boolean learning;

    private StartCache(Optional<StateDirectory> state) {
        this.state = state;
    }

    /** A cache in the folder of a server. */
    public static StartCache in(StateDirectory state) {
        return new StartCache(Optional.of(state));
    }

    /** None, for servers that are started too seldom for it. */
    public static StartCache none() {
        return new StartCache(Optional.empty());
    }

    /**
     * The options of a start: to use what is known of exactly this program and JDK, else to learn.
     *
     * @param program the rest of the command line, up to the main class: arguments make no other program
     * @param classPath its jars; the JVM compares their times, and so does this
     */
    public List<String> options(List<String> program, List<Path> classPath) {
        if (state.isEmpty()) {
            return List.of();
        }
        String name = PREFIX + key(program, classPath);
        Path known = state.get().file(name + KNOWN);
        Path learnt = state.get().file(name + LEARNT);
        try {
            if (Files.exists(learnt) && Files.notExists(state.get().file(name + LEARNT + UNFINISHED))) {
                Files.move(learnt, known, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            removeAllBut(known);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot tidy " + state.get().path(), failure);
        }
        learning = Files.notExists(known);
        return List.of(
                learning ? "-XX:AOTCacheOutput=" + learnt : "-XX:AOTCache=" + known,
                // Damaged bytes would end the JVM; with this it reads its checksums, a tenth of a second, and starts
                // without.
                "-XX:+VerifySharedSpaces",
                // What the JVM has to say about it belongs into no server's log.
                "-Xlog:aot=off,cds=off");
    }

    /** Whether the start that {@link #options} was asked for last is one to learn from. */
    public boolean learning() {
        return learning;
    }

    /**
     * Lets servers that are ready write down what they learnt, one after the other, because each takes a core for some seconds. They serve
     * meanwhile. Returns at once; the work goes on when this program ends.
     *
     * @param log what came of it
     */
    public static void keep(List<ProcessHandle> servers, Path log) {
        if (servers.isEmpty()) {
            return;
        }
        String jcmd = Tool.javaHome().resolve("bin").resolve("jcmd").toString();
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", "jcmd=$0; for pid; do \"$jcmd\" \"$pid\" AOT.end_recording; done", jcmd));
        servers.forEach(server -> command.add(Long.toString(server.pid())));
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException withoutShell) {
            // Then each writes it down when it ends.
        }
    }

    private static String key(List<String> program, List<Path> classPath) {
        StringBuilder all = new StringBuilder(System.getProperty("java.vm.version"));
        all.append('\n').append(String.join("\n", program));
        for (Path jar : classPath) {
            all.append('\n').append(jar).append(' ').append(jar.toFile().lastModified());
        }
        return UUID.nameUUIDFromBytes(all.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private void removeAllBut(Path known) throws IOException {
        try (Stream<Path> files = Files.list(state.orElseThrow().path())) {
            for (Path each : files.toList()) {
                if (each.getFileName().toString().startsWith(PREFIX) && !each.equals(known)) {
                    Files.delete(each);
                }
            }
        }
    }
}
