package cloud.hanok.standalone.keycloak;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.parts.MavenParts;
import cloud.hanok.standalone.parts.Tool;
import cloud.hanok.standalone.process.Dependency;
import cloud.hanok.standalone.process.Ports;
import cloud.hanok.standalone.process.Resource;
import cloud.hanok.standalone.process.ServerProcess;
import cloud.hanok.standalone.process.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One real Keycloak on loopback with its data in an H2 file. The built distribution in the cache is shared and only read; the home folder
 * in the state has links to it and its own data. Java is started directly: the distribution's script would leave it behind when killed.
 */
public final class Keycloak implements Dependency {
    private static final String REALM = "hanok";
    private static final String CLIENT_SECRET = "operator-client.secret";
    private static final String OPERATOR_PASSWORD = "operator.password";
    private static final String ADMINISTRATOR_PASSWORD = "admin.password";
    private static final String READY = "realm-ready";
    private static final List<String> SHARED_FOLDERS = List.of("conf", "lib", "providers", "themes");
    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);

    private final Machine machine;
    private final StateDirectory state;
    private final Ports ports;
    private final ServerProcess server;

    /** @param state the folder of this server alone */
    public Keycloak(Machine machine, StateDirectory state) {
        this.machine = machine;
        this.state = state;
        this.ports = new Ports(state, machine.random());
        this.server = new ServerProcess(name(), state, machine.screen(), machine.clock());
    }

    @Override
    public String name() {
        return "keycloak";
    }

    @Override
    public boolean start() {
        Optional<ProcessHandle> running = server.running();
        ProcessHandle process = running.orElseGet(this::launch);
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(PROBE_LIMIT).build()) {
            server.awaitHealthy(process, START_LIMIT, () -> ready(http));
        }
        if (state.read(READY).isEmpty()) {
            state.write(READY, "1");
            imports().remove("hanok-realm.json");
        }
        return running.isEmpty();
    }

    @Override
    public void stop() {
        server.stop(STOP_LIMIT);
    }

    /** Ends the server as a power cut would. */
    public void kill() {
        server.kill();
    }

    @Override
    public Optional<ProcessHandle> running() {
        return server.running();
    }

    @Override
    public Path log() {
        return server.log();
    }

    /** How people and programs reach this server. */
    public KeycloakAccess access() {
        return new KeycloakAccess(
                address("http"),
                REALM,
                "hanok-operator",
                state.file(CLIENT_SECRET),
                "operator",
                state.file(OPERATOR_PASSWORD));
    }

    private URI address(String port) {
        return URI.create("http://127.0.0.1:" + ports.port(port));
    }

    private StateDirectory imports() {
        return state.child("home").child("data").child("import");
    }

    private ProcessHandle launch() {
        Path distribution = new MavenParts(machine.parts()).keycloak();
        ports.requireFree("http");
        ports.requireFree("management");
        Path home = home(distribution);
        List<String> command = new ArrayList<>(List.of(Tool.java().toString()));
        Resource.text(Keycloak.class, "jvm.options")
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(command::add);
        command.addAll(List.of(
                "-Dkc.home.dir=" + home,
                "-cp",
                distribution.resolve("lib").resolve("quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
                "start",
                "--optimized",
                "--cache=local",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + ports.port("http"),
                "--http-management-port=" + ports.port("management"),
                "--hostname=" + address("http")));
        if (state.read(READY).isEmpty()) {
            imports()
                    .write(
                            "hanok-realm.json",
                            Resource.text(Keycloak.class, "hanok-realm.json")
                                    .replace("${clientSecret}", state.secret(CLIENT_SECRET, machine.random()))
                                    .replace("${operatorPassword}", state.secret(OPERATOR_PASSWORD, machine.random())));
            command.add("--import-realm");
        }
        ProcessBuilder process =
                new ProcessBuilder(command).directory(state.path().toFile());
        process.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        process.environment()
                .put("KC_BOOTSTRAP_ADMIN_PASSWORD", state.secret(ADMINISTRATOR_PASSWORD, machine.random()));
        return server.start(process);
    }

    private Path home(Path distribution) {
        StateDirectory home = state.child("home");
        home.child("data");
        try {
            for (String shared : SHARED_FOLDERS) {
                Path link = home.file(shared);
                if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                    Files.delete(link);
                }
                Files.createSymbolicLink(link, distribution.resolve(shared));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot prepare " + home.path(), failure);
        }
        return home.path();
    }

    private boolean ready(HttpClient http) {
        HttpRequest request = HttpRequest.newBuilder(address("management").resolve("/health/ready"))
                .timeout(PROBE_LIMIT)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
