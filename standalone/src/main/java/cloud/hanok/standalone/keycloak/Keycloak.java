package cloud.hanok.standalone.keycloak;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.parts.MavenParts;
import cloud.hanok.standalone.process.Dependency;
import cloud.hanok.standalone.process.HttpProbe;
import cloud.hanok.standalone.process.Probe;
import cloud.hanok.standalone.process.Resource;
import cloud.hanok.standalone.process.StartCache;
import cloud.hanok.standalone.process.StateDirectory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * One real Keycloak on loopback with its data in an H2 file. The built distribution in the cache is shared and only read; the home folder
 * in the state has links to it and its own data. Java is started directly: the distribution's script would leave it behind when killed.
 */
public final class Keycloak extends Dependency {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final String CONSOLE = "hanok-console";

    private static final String REALM = "hanok";
    private static final String REALM_FILE = "hanok-realm.json";
    private static final String OPERATOR_SECRET = "operator-client.secret";
    private static final String CONTROL_PLANE_SECRET = "control-plane-client.secret";
    private static final String PROVISIONER_SECRET = "provisioner-client.secret";
    /** Kept when there is a client that makes realms. */
    private static final String PROVISIONER_READY = "provisioner-ready";

    private static final String CONSOLE_SECRET = "console-client.secret";
    private static final String OPERATOR_PASSWORD = "operator.password";
    private static final String ADMINISTRATOR_PASSWORD = "admin.password";
    /** Holds the digest of the realm that was applied last. */
    private static final String READY = "realm-ready";

    private static final List<String> SHARED_FOLDERS = List.of("conf", "lib", "providers");

    private final RealmOptions options;

    /** @param state the folder of this server alone */
    public Keycloak(Machine machine, StateDirectory state) {
        this(machine, state, StartCache.none(), RealmOptions.NONE);
    }

    /**
     * @param state the folder of this server alone
     * @param startCache for a server that is started again and again
     */
    public Keycloak(Machine machine, StateDirectory state, StartCache startCache, RealmOptions options) {
        super("keycloak", machine, state, new Limits(Duration.ofMinutes(4), Duration.ofSeconds(20)), startCache);
        this.options = options;
    }

    @Override
    public boolean start() {
        boolean startedNow = super.start();
        Optional<String> applied = state().read(READY);
        String realm = realmFile();
        String digest = digestOf(realm);
        if (applied.isEmpty()) {
            imports().remove(REALM_FILE);
        } else if (!applied.get().equals(digest)) {
            machine().screen().part(name(), "brings its realm up to date");
            try (KeycloakAdministrator administrator = administrator()) {
                new RealmSetup(administrator, JSON.readTree(realm)).apply();
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        state().write(READY, digest);
        if (state().read(PROVISIONER_READY).isEmpty()) {
            try (KeycloakAdministrator administrator = administrator()) {
                new ProvisionerSetup(administrator).apply(secret(PROVISIONER_SECRET));
            }
            state().write(PROVISIONER_READY, "1");
        }
        return startedNow;
    }

    /** The server's first administrator: for the launcher and for tests, never for the control plane. */
    public KeycloakAdministrator administrator() {
        return new KeycloakAdministrator(address("http"), secret(ADMINISTRATOR_PASSWORD));
    }

    /**
     * The id of a person of the realm, which is the subject of their tokens.
     *
     * @param user under which they sign in
     */
    public String userId(String user) {
        try (KeycloakAdministrator administrator = administrator()) {
            return administrator
                    .get("/realms/" + REALM + "/users?exact=true&username=" + KeycloakAdministrator.encoded(user))
                    .path(0)
                    .path("id")
                    .asText();
        }
    }

    /** How people and programs reach this server. */
    public KeycloakAccess access() {
        return new KeycloakAccess(
                address("http"),
                REALM,
                "hanok-operator",
                state().file(OPERATOR_SECRET),
                "operator",
                state().file(OPERATOR_PASSWORD),
                "hanok-control-plane",
                state().file(CONTROL_PLANE_SECRET),
                CONSOLE,
                state().file(CONSOLE_SECRET),
                ProvisionerSetup.REALM,
                ProvisionerSetup.CLIENT,
                state().file(PROVISIONER_SECRET));
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
            imports().write(REALM_FILE, realmFile());
            arguments.add("--import-realm");
        }
        ProcessBuilder process = new ProcessBuilder(java(
                        options,
                        List.of(distribution.resolve("lib").resolve("quarkus-run.jar")),
                        "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
                        arguments))
                .directory(state().path().toFile());
        process.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        process.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", secret(ADMINISTRATOR_PASSWORD));
        return process;
    }

    /** The realm as this release wants it, with the secrets of this installation. */
    private String realmFile() {
        String text = Resource.text(Keycloak.class, REALM_FILE)
                .replace("${operatorClientSecret}", secret(OPERATOR_SECRET))
                .replace("${controlPlaneClientSecret}", secret(CONTROL_PLANE_SECRET))
                .replace("${consoleClientSecret}", secret(CONSOLE_SECRET))
                .replace("${operatorPassword}", secret(OPERATOR_PASSWORD));
        try {
            ObjectNode realm = (ObjectNode) JSON.readTree(text);
            options.addTo(realm);
            return realm.toString();
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String secret(String name) {
        return state().secret(name, machine().random());
    }

    private static String digestOf(String realm) {
        try {
            byte[] text = realm.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Path home(Path distribution) {
        StateDirectory home = state().child("home");
        home.child("data");
        RealmTheme.writeInto(home.file("themes"));
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
