package cloud.hanok.standalone.keycloak;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.parts.MavenParts;
import cloud.hanok.standalone.process.Dependency;
import cloud.hanok.standalone.process.HttpProbe;
import cloud.hanok.standalone.process.Probe;
import cloud.hanok.standalone.process.Resource;
import cloud.hanok.standalone.process.StartCache;
import cloud.hanok.standalone.process.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One real Keycloak on loopback with its data in an H2 file. The built distribution in the cache is shared and only read; the home folder
 * in the state has links to it and its own data. Java is started directly: the distribution's script would leave it behind when killed.
 */
public final class Keycloak extends Dependency {
    private static final String REALM = "hanok";
    private static final String CLIENT_SECRET = "operator-client.secret";
    private static final String OPERATOR_PASSWORD = "operator.password";
    private static final String ADMINISTRATOR_PASSWORD = "admin.password";
    private static final String READY = "realm-ready";
    private static final List<String> SHARED_FOLDERS = List.of("conf", "lib", "providers", "themes");

    /** @param state the folder of this server alone */
    public Keycloak(Machine machine, StateDirectory state) {
        this(machine, state, StartCache.none());
    }

    /**
     * @param state the folder of this server alone
     * @param startCache for a server that is started again and again
     */
    public Keycloak(Machine machine, StateDirectory state, StartCache startCache) {
        super("keycloak", machine, state, new Limits(Duration.ofMinutes(4), Duration.ofSeconds(20)), startCache);
    }

    @Override
    public boolean start() {
        boolean startedNow = super.start();
        if (state().read(READY).isEmpty()) {
            state().write(READY, "1");
            imports().remove("hanok-realm.json");
        }
        return startedNow;
    }

    /** How people and programs reach this server. */
    public KeycloakAccess access() {
        return new KeycloakAccess(
                address("http"),
                REALM,
                "hanok-operator",
                state().file(CLIENT_SECRET),
                "operator",
                state().file(OPERATOR_PASSWORD));
    }

    @Override
    protected Probe probe() {
        return new HttpProbe(address("management").resolve("/health/ready"));
    }

    private StateDirectory imports() {
        return state().child("home").child("data").child("import");
    }

    @Override
    protected ProcessBuilder command() {
        Path distribution = new MavenParts(machine().parts()).keycloak();
        ports().requireFree("http");
        ports().requireFree("management");
        Path home = home(distribution);
        List<String> options = new ArrayList<>(Resource.text(Keycloak.class, "jvm.options")
                .lines()
                .filter(line -> !line.isBlank())
                .toList());
        options.add("-Dkc.home.dir=" + home);
        List<String> arguments = new ArrayList<>(List.of(
                "start",
                "--optimized",
                "--cache=local",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + ports().port("http"),
                "--http-management-port=" + ports().port("management"),
                "--hostname=" + address("http")));
        if (state().read(READY).isEmpty()) {
            imports()
                    .write(
                            "hanok-realm.json",
                            Resource.text(Keycloak.class, "hanok-realm.json")
                                    .replace(
                                            "${clientSecret}",
                                            state().secret(
                                                            CLIENT_SECRET,
                                                            machine().random()))
                                    .replace(
                                            "${operatorPassword}",
                                            state().secret(
                                                            OPERATOR_PASSWORD,
                                                            machine().random())));
            arguments.add("--import-realm");
        }
        ProcessBuilder process = new ProcessBuilder(java(
                        options,
                        List.of(distribution.resolve("lib").resolve("quarkus-run.jar")),
                        "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
                        arguments))
                .directory(state().path().toFile());
        process.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        process.environment()
                .put(
                        "KC_BOOTSTRAP_ADMIN_PASSWORD",
                        state().secret(ADMINISTRATOR_PASSWORD, machine().random()));
        return process;
    }

    private Path home(Path distribution) {
        StateDirectory home = state().child("home");
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
}
