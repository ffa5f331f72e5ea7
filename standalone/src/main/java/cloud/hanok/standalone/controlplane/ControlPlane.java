package cloud.hanok.standalone.controlplane;

import cloud.hanok.standalone.house.House;
import cloud.hanok.standalone.parts.Tool;
import cloud.hanok.standalone.process.Dependency;
import cloud.hanok.standalone.process.Ports;
import cloud.hanok.standalone.process.ServerProcess;
import cloud.hanok.standalone.process.StateDirectory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The control plane and gateway of this house, in one process. It brings its own schema up to date. */
public final class ControlPlane implements Dependency {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);
    private static final String PROGRAM = "program";

    private final House house;
    private final Path program;
    private final StateDirectory state;
    private final Ports ports;
    private final ServerProcess server;

    /**
     * @param house whose dependencies it uses
     * @param program folder with the built program: {@code hanok-api.jar} and {@code lib}
     */
    public ControlPlane(House house, Path program) {
        this.house = house;
        this.program = program;
        this.state = house.state().child("control-plane");
        this.ports = new Ports(state, house.machine().random());
        this.server = new ServerProcess(
                name(), state, house.machine().screen(), house.machine().clock());
    }

    @Override
    public String name() {
        return "control-plane";
    }

    /** Whether there is a built control plane to start. */
    public boolean built() {
        return Files.exists(jar());
    }

    /** Where users reach it, without {@code /v1}. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + ports.port("http"));
    }

    @Override
    public boolean start() {
        if (running().isPresent() && !state.read(PROGRAM).equals(Optional.of(program.toString()))) {
            house.machine().screen().part(name(), "was built anew, starts again");
            stop();
        }
        Optional<ProcessHandle> running = server.running();
        ProcessHandle process = running.orElseGet(this::launch);
        server.awaitHealthy(process, START_LIMIT, this::ready);
        return running.isEmpty();
    }

    /** Whether it answers that it can serve. */
    public boolean ready() {
        HttpRequest request = HttpRequest.newBuilder(address().resolve("/health/readiness"))
                .timeout(PROBE_LIMIT)
                .build();
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(PROBE_LIMIT).build()) {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void stop() {
        server.stop(STOP_LIMIT);
    }

    @Override
    public Optional<ProcessHandle> running() {
        return server.running();
    }

    @Override
    public Path log() {
        return server.log();
    }

    private Path jar() {
        return program.resolve("hanok-api.jar");
    }

    private ProcessHandle launch() {
        ports.requireFree("http");
        Path configuration = new ControlPlaneConfiguration(house, state).write(address());
        ProcessBuilder command = new ProcessBuilder(List.of(
                        Tool.java().toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx768m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        jar() + ":" + program.resolve("lib") + "/*",
                        "cloud.hanok.api.Application"))
                .directory(state.path().toFile());
        // The control plane refuses settings it does not know, and the launcher's own are such.
        command.environment().keySet().removeIf(variable -> variable.startsWith("HANOK_"));
        command.environment().put("MICRONAUT_CONFIG_FILES", configuration.toString());
        state.write(PROGRAM, program.toString());
        return server.start(command);
    }
}
