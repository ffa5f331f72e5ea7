package cloud.hanok.api.clients;

import cloud.hanok.standalone.testing.LibrariesForTests;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the scripts under {@code src/test/clients}, each as a process of its own with the libraries its lock names. */
final class ClientScripts {
    static final Path SOURCES = Path.of("src", "test", "clients").toAbsolutePath();

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Path TARGET = Path.of("target", "clients").toAbsolutePath();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LibrariesForTests libraries = new LibrariesForTests();

    /** Installs what a client needs, if this machine has not got it yet. */
    void install(MatrixClient client) {
        command(client);
    }

    /** Runs a client's script to its end and returns what it printed. */
    List<Found> run(MatrixClient client, Map<String, String> bed) {
        Path errors = TARGET.resolve(client.name() + ".err");
        Path output = TARGET.resolve(client.name() + ".out");
        try {
            Command command = command(client);
            ProcessBuilder builder = new ProcessBuilder(command.words())
                    .directory(command.folder().toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            builder.environment().putAll(bed);
            builder.environment().putAll(command.environment());
            builder.environment().put("NO_PROXY", "127.0.0.1");
            builder.environment().put("no_proxy", "127.0.0.1");
            Process process = builder.start();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(client + " did not end in " + LIMIT + "; it said:\n" + Files.readString(output)
                        + Files.readString(errors));
            }
            if (process.exitValue() != 0) {
                throw new AssertionError(client + " ended with " + process.exitValue() + ":\n"
                        + Files.readString(output) + Files.readString(errors));
            }
            return read(Files.readAllLines(output, StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private record Command(List<String> words, Path folder, Map<String, String> environment) {}

    private Command command(MatrixClient client) {
        try {
            Files.createDirectories(TARGET);
            Path script = SOURCES.resolve(client.script());
            Path folder = Objects.requireNonNull(script.getParent());
            Path lock = SOURCES.resolve(client.pin().lock());
            if (lock.toString().endsWith(".json")) {
                return node(script, libraries.node("clients", Objects.requireNonNull(lock.getParent())));
            }
            String name = Objects.requireNonNull(lock.getFileName()).toString().replace(".lock", "");
            Path packages = libraries.python(name, lock);
            // Without the packages of the machine, which are others on each.
            return new Command(
                    List.of(libraries.python(), "-S", script.toString()),
                    folder,
                    Map.of("PYTHONPATH", packages.toString(), "PYTHONDONTWRITEBYTECODE", "1", "PYTHONUTF8", "1"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Node looks for modules beside a script only, so that it gets a copy beside a link to them. */
    private Command node(Path script, Path modules) throws IOException {
        Path folder = TARGET.resolve("node");
        synchronized (this) {
            Files.createDirectories(folder);
            try (Stream<Path> scripts = Files.list(Objects.requireNonNull(script.getParent()))) {
                for (Path each :
                        scripts.filter(file -> file.toString().endsWith(".mjs")).toList()) {
                    Files.writeString(folder.resolve(each.getFileName()), Files.readString(each));
                }
            }
            Path link = folder.resolve("node_modules");
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, modules.resolve("node_modules"));
        }
        return new Command(
                List.of(
                        libraries.nodeProgram(modules).toString(),
                        folder.resolve(script.getFileName()).toString()),
                folder,
                Map.of());
    }

    private static List<Found> read(List<String> lines) throws IOException {
        List<Found> found = new ArrayList<>();
        for (String line : lines) {
            JsonNode told = JSON.readTree(line);
            found.add(new Found(
                    Behaviour.ofWire(told.get("name").asText()),
                    (ObjectNode) told.get("facts"),
                    told.get("millis").asLong()));
        }
        return found;
    }
}
