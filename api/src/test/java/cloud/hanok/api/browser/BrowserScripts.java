package cloud.hanok.api.browser;

import cloud.hanok.standalone.testing.LibrariesForTests;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The scripts of {@code console/test/browser} in one process with one browser, which is started anew after one of them did not
 * come to an end.
 */
final class BrowserScripts implements AutoCloseable {
    private static final Path CONSOLE =
            Path.of("..", "console").toAbsolutePath().normalize();
    private static final Path TARGET = Path.of("target", "browser").toAbsolutePath();
    private static final Path CLIENTS =
            Path.of("src", "test", "clients", "node").toAbsolutePath();

    /** Of the browser too: where that is memory, nothing waits for a disk. */
    private static final String TEMPORARY = System.getProperty("java.io.tmpdir");

    /** A script ends itself at its limit; this much later it is ended. */
    private static final Duration GRACE = Duration.ofSeconds(20);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path clients;
    private final String node;
    private final ObjectNode bed;
    private @Nullable Running running;

    private record Running(Process process, Writer input, BufferedReader output) {}

    /** @param bed what the journeys find prepared */
    BrowserScripts(ObjectNode bed) {
        var libraries = new LibrariesForTests();
        clients = libraries.node("clients", CLIENTS);
        node = libraries.nodeProgram(clients).toString();
        this.bed = bed.deepCopy().put("clients", clients.toString());
        if (System.getenv("SCREENS_WRITE") == null) {
            this.bed.putNull("pictures");
        } else {
            this.bed.put(
                    "pictures",
                    CONSOLE.resolveSibling("docs").resolve("console").toString());
        }
    }

    /** Runs a journey to its end; what went wrong is what the script says. */
    void run(String journey, Language language, Duration limit) {
        run(journey, language, limit, Map.of());
    }

    /** The same, with more that this journey has to know. */
    void run(String journey, Language language, Duration limit, Map<String, Object> more) {
        ObjectNode asked = JSON.createObjectNode()
                .put("journey", journey)
                .put("language", language.code())
                .put("limitMillis", limit.toMillis())
                .putPOJO("more", more);
        try {
            Running now = running();
            now.input().write(asked + "\n");
            now.input().flush();
            JsonNode told = JSON.readTree(line(now, limit.plus(GRACE)));
            System.out.println("browser " + journey + " " + language + ": " + told.get("millis") + " ms");
            if (told.hasNonNull("failure")) {
                throw new AssertionError(told.get("failure").asText());
            }
        } catch (IOException failed) {
            end();
            throw new AssertionError("the browser's scripts cannot be run, and said:\n" + errors(), failed);
        }
    }

    private String line(Running now, Duration limit) throws IOException {
        CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> {
            try {
                return now.output().readLine();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
        try {
            String read = line.get(limit.toSeconds(), TimeUnit.SECONDS);
            if (read == null) {
                throw new IOException("they ended");
            }
            return read;
        } catch (TimeoutException late) {
            throw new IOException("no end in " + limit, late);
        } catch (ExecutionException failed) {
            throw new IOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private Running running() throws IOException {
        if (running == null) {
            Files.createDirectories(TARGET);
            ProcessBuilder builder = new ProcessBuilder(node, "test/browser/run.mjs", TARGET.toString())
                    .directory(CONSOLE.toFile())
                    .redirectError(TARGET.resolve("scripts.err").toFile());
            builder.environment().putAll(Map.of("NO_PROXY", "127.0.0.1", "no_proxy", "127.0.0.1", "TMPDIR", TEMPORARY));
            Process process = builder.start();
            running = new Running(
                    process, process.outputWriter(StandardCharsets.UTF_8), process.inputReader(StandardCharsets.UTF_8));
            running.input().write(bed + "\n");
        }
        return running;
    }

    private static String errors() {
        try {
            return Files.readString(TARGET.resolve("scripts.err"));
        } catch (IOException none) {
            return none.toString();
        }
    }

    private void end() {
        if (running != null) {
            running.process().descendants().forEach(ProcessHandle::destroyForcibly);
            running.process().destroyForcibly();
            running = null;
        }
    }

    /** They end themselves when there is no more to run, and leave no folder behind. */
    @Override
    public void close() {
        if (running != null) {
            try {
                running.input().close();
                running.process().waitFor(GRACE.toSeconds(), TimeUnit.SECONDS);
            } catch (IOException alreadyEnded) {
                // That is what was wanted.
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        end();
    }
}
