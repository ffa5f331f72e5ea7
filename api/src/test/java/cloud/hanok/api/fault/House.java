package cloud.hanok.api.fault;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.FreePort;
import cloud.hanok.api.fault.PlatformCalls.Tenant;
import cloud.hanok.standalone.testing.CassandraForTests;
import cloud.hanok.standalone.testing.EngineForTests;
import cloud.hanok.standalone.testing.KeycloakForTests;
import cloud.hanok.standalone.testing.OpenBaoForTests;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The control plane in a process of its own, with one port and one data folder for all its lives, before a real key
 * store, a real identity provider and a real database behind a {@link CutProxy}.
 */
public final class House implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path folder;
    private final int port;
    private final Path configuration;
    private final String keyspace;
    private final Path log;
    private final CutProxy cassandra;
    private final EngineProcess engine;
    private final PlatformCalls calls;
    private JavaProcess controlPlane;

    private House(Path folder, String name) throws IOException {
        this.folder = folder;
        log = Path.of(System.getProperty("basedir", ""), "target", name + "-control-plane.log");
        Files.deleteIfExists(log);
        CassandraForTests store = CassandraForTests.get();
        cassandra = new CutProxy(store.contactPoint());
        port = FreePort.find();
        keyspace = store.programKeyspace(name);
        configuration = Files.writeString(
                folder.resolve("application.yml"), new ObjectMapper().writeValueAsString(settings(store, name)));
        engine = new EngineProcess();
        controlPlane = launch();
        calls = new PlatformCalls(port, KeycloakForTests.get());
    }

    /**
     * Starts it with two deployments of one engine, in the wire forms of two, and waits until both answer.
     *
     * @param folder empty, for its data
     * @param name of its gateway, its keyspace and its log
     */
    public static House open(Path folder, String name) throws IOException, InterruptedException {
        var house = new House(folder, name);
        try {
            house.await("the first start", house.calls::ready);
            house.controlPlane.served();
            house.calls.offer("fault-llama", "llama.cpp", house.engine.url());
            house.calls.offer("fault-vllm", "vllm", house.engine.url());
            Tenant first = house.calls.tenant("first");
            for (String model : deployments()) {
                var probe = PlannedRequest.whole("probe", model, false, 1, 0);
                house.await("an answer of " + model, () -> house.calls.serves(first, probe));
            }
            return house;
        } catch (IOException | InterruptedException | RuntimeException | AssertionError failed) {
            house.close();
            throw failed;
        }
    }

    /** The names of its two deployments. */
    public static List<String> deployments() {
        return List.of("fault-llama", "fault-vllm");
    }

    public int port() {
        return port;
    }

    public Path folder() {
        return folder;
    }

    CutProxy cassandra() {
        return cassandra;
    }

    public EngineProcess engine() {
        return engine;
    }

    public PlatformCalls calls() {
        return calls;
    }

    /** Of the process that runs now. */
    public long pid() {
        return controlPlane.pid();
    }

    /** What it has logged, in all its lives. */
    public Path log() {
        return log;
    }

    /** Its journal's folder. */
    public Path journal() {
        return folder.resolve("data").resolve("journal");
    }

    /** SIGKILL, and a start on what that left. Returns when it serves again. */
    void killAndRestart() throws IOException, InterruptedException {
        controlPlane.kill();
        controlPlane = launch();
        await("a restart", calls::ready);
    }

    /** Waits, and says what for when it was for nothing. */
    public void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(controlPlane.lives()).as("the control plane lives").isTrue();
            assertThat(System.nanoTime()).as("waited for " + what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    @Override
    public void close() {
        controlPlane.close();
        engine.close();
        cassandra.close();
        calls.close();
        CassandraForTests.giveBack(keyspace);
    }

    private JavaProcess launch() throws IOException {
        ProcessBuilder command = JavaProcess.controlPlane(ProgramStarts.options("-Xmx512m"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .directory(folder.toFile());
        command.environment().put("MICRONAUT_CONFIG_FILES", configuration.toString());
        return JavaProcess.start(command);
    }

    private Map<String, Object> settings(CassandraForTests store, String name) throws IOException {
        OpenBaoForTests openBao = OpenBaoForTests.get();
        KeycloakForTests keycloak = KeycloakForTests.get();
        var settings = new LinkedHashMap<String, Object>();
        settings.put("micronaut.server.host", "127.0.0.1");
        settings.put("micronaut.server.port", port);
        settings.put("hanok.standalone", true);
        settings.put("hanok.data-dir", folder.resolve("data").toString());
        settings.put("hanok.gateway-id", "gateway-" + name);
        settings.put("hanok.public-url", "http://127.0.0.1:" + port);
        settings.put("hanok.journal.segment-mebibytes", 1);
        settings.put("hanok.cassandra.contact-points", List.of("127.0.0.1:" + cassandra.port()));
        settings.put("hanok.cassandra.local-datacenter", store.localDatacenter());
        settings.put("hanok.cassandra.keyspace", keyspace);
        settings.put("hanok.cassandra.username", store.username());
        settings.put("hanok.cassandra.password-file", secret("password", store.password()));
        settings.put("hanok.vault.address", openBao.address().toString());
        settings.put("hanok.vault.role-id-file", secret("role", openBao.roleId()));
        settings.put("hanok.vault.secret-id-file", secret("secret", openBao.secretId()));
        settings.put("hanok.keycloak.url", keycloak.url().toString());
        settings.put("hanok.keycloak.realm", keycloak.realm());
        settings.put("hanok.keycloak.operator-client-id", keycloak.operatorClientId());
        settings.put("hanok.keycloak.client-id", keycloak.controlPlaneClientId());
        settings.put("hanok.keycloak.client-secret-file", secret("identity", keycloak.controlPlaneClientSecret()));
        EngineForTests real = EngineForTests.smolLm2();
        settings.put("hanok.engine.command", real.commandTemplate());
        settings.put(
                "hanok.registry.import-roots",
                List.of(Objects.requireNonNull(real.modelFile().getParent()).toString()));
        return settings;
    }

    private String secret(String name, String value) throws IOException {
        return Files.writeString(folder.resolve(name), value).toString();
    }
}
