package cloud.hanok.api.fault;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.FreePort;
import cloud.hanok.api.fault.PlatformCalls.Tenant;
import cloud.hanok.standalone.testing.CassandraForTests;
import cloud.hanok.standalone.testing.KeycloakForTests;
import cloud.hanok.standalone.testing.OpenBaoForTests;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Several gateways in processes of their own on one real database, with one scripted engine behind them. */
public final class GatewayFleet implements AutoCloseable {
    static final String MODEL = "fleet";
    static final long INPUT_NANO_WON = 10_000_000;
    static final long OUTPUT_NANO_WON = 40_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final EngineProcess engine;
    private final String keyspace;
    private final List<Member> members = new ArrayList<>();

    private static final class Member {
        final int port;
        final Path folder;
        final Path configuration;
        final Path log;
        final Supplier<List<String>> options;
        final PlatformCalls calls;
        volatile JavaProcess process;

        Member(Path folder, String name, String keyspace, Supplier<List<String>> options, Map<String, Object> more)
                throws IOException {
            this.folder = Files.createDirectories(folder);
            this.port = FreePort.find();
            this.log = Path.of(System.getProperty("basedir", ""), "target", name + ".log");
            Files.deleteIfExists(log);
            this.options = options;
            Map<String, Object> settings = settings(folder, port, name, keyspace);
            settings.putAll(more);
            this.configuration = Files.writeString(
                    folder.resolve("application.yml"), new ObjectMapper().writeValueAsString(settings));
            this.calls = new PlatformCalls(port, KeycloakForTests.get());
            this.process = launch();
        }

        JavaProcess launch() throws IOException {
            ProcessBuilder command = JavaProcess.controlPlane(options.get())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .directory(folder.toFile());
            command.environment().put("MICRONAUT_CONFIG_FILES", configuration.toString());
            return JavaProcess.start(command);
        }
    }

    private GatewayFleet(String name) throws IOException {
        engine = new EngineProcess();
        keyspace = CassandraForTests.get().programKeyspace(name);
    }

    /** Starts them, the first one alone, and waits until each serves. */
    static GatewayFleet open(Path folder, String name, int count) throws IOException, InterruptedException {
        return open(folder, name, count, () -> ProgramStarts.options("-Xmx320m"), Map.of());
    }

    /**
     * @param options of a start of their JVMs
     * @param more settings over those of every gateway
     */
    static GatewayFleet open(
            Path folder, String name, int count, Supplier<List<String>> options, Map<String, Object> more)
            throws IOException, InterruptedException {
        var fleet = new GatewayFleet(name);
        try {
            for (int i = 0; i < count; i++) {
                fleet.members.add(
                        new Member(folder.resolve(Integer.toString(i)), name + "-" + i, fleet.keyspace, options, more));
                if (i == 0) {
                    fleet.await("the first gateway", fleet.members.getFirst().calls::ready);
                    fleet.members.getFirst().process.served();
                }
            }
            PlatformCalls calls = fleet.members.getFirst().calls;
            calls.offer(MODEL, "vllm", fleet.engine.url(), INPUT_NANO_WON, OUTPUT_NANO_WON);
            Tenant probe = calls.tenant("probe-" + name);
            for (int i = 0; i < count; i++) {
                int at = i;
                fleet.await("gateway " + i, fleet.members.get(i).calls::ready);
                fleet.await(
                        "an answer of gateway " + i,
                        () -> fleet.chat(at, probe, 1, 0).statusCode() == 200);
            }
            return fleet;
        } catch (IOException | InterruptedException | RuntimeException | AssertionError failed) {
            fleet.close();
            throw failed;
        }
    }

    PlatformCalls calls(int gateway) {
        return members.get(gateway).calls;
    }

    /** Where one listens. */
    int port(int gateway) {
        return members.get(gateway).port;
    }

    /** The process of one. */
    long pid(int gateway) {
        return members.get(gateway).process.pid();
    }

    /** An answer of so many tokens. */
    HttpResponse<String> chat(int gateway, Tenant tenant, int tokens, int gapMillis) {
        String body =
                PlannedRequest.whole("fleet", MODEL, false, tokens, gapMillis).body();
        return send(gateway, "POST", "/v1/chat/completions", tenant.projectKey(), body);
    }

    /** What the tenant's key is answered. */
    HttpResponse<String> asks(int gateway, Tenant tenant, String method, String path, String body) {
        return send(gateway, method, path, tenant.projectKey(), body);
    }

    /** What the tenant's key is answered that uploads the input of a batch. */
    HttpResponse<String> uploads(int gateway, Tenant tenant, String content) {
        String form = "--part\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
                + "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"in.jsonl\"\r\n\r\n" + content
                + "\r\n--part--\r\n";
        HttpRequest request = HttpRequest.newBuilder(
                        request(gateway, "POST", "/v1/files", tenant.projectKey(), form), (name, value) -> true)
                .setHeader("Content-Type", "multipart/form-data; boundary=part")
                .build();
        return send(request);
    }

    /** The lines of an answer up to the first with this in it; its reader then leaves. */
    String readUntil(int gateway, Tenant tenant, String path, String body, String with) {
        HttpRequest request = request(gateway, "POST", path, tenant.projectKey(), body);
        try (var lines = http.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
            var read = new StringBuilder();
            assertThat(lines.peek(read::append).anyMatch(line -> line.contains(with)))
                    .as(read.toString())
                    .isTrue();
            return read.toString();
        } catch (IOException gone) {
            throw new java.io.UncheckedIOException(gone);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** What the tenant's administrator is answered. */
    HttpResponse<String> administers(int gateway, Tenant tenant, String method, String path, String body) {
        return send(gateway, method, path, tenant.adminKey(), body);
    }

    /** How often the gateways logged this. */
    long logged(String text) throws IOException {
        long lines = 0;
        for (Member member : members) {
            try (var log = Files.lines(member.log)) {
                lines += log.filter(line -> line.contains(text)).count();
            }
        }
        return lines;
    }

    /** SIGKILL. */
    void kill(int gateway) throws InterruptedException {
        members.get(gateway).process.kill();
    }

    /** Starts it on what it left. */
    void restart(int gateway) throws IOException {
        Member member = members.get(gateway);
        member.process = member.launch();
    }

    void awaitReady(int gateway) {
        await("gateway " + gateway, members.get(gateway).calls::ready);
    }

    void await(String what, BooleanSupplier condition) {
        await(what, PATIENCE, condition);
    }

    void await(String what, Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for " + what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    @Override
    public void close() {
        members.forEach(member -> {
            member.process.close();
            member.calls.close();
        });
        engine.close();
        http.close();
        CassandraForTests.giveBack(keyspace);
    }

    private HttpRequest request(int gateway, String method, String path, String key, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + members.get(gateway).port + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + key)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
    }

    private HttpResponse<String> send(int gateway, String method, String path, String key, String body) {
        return send(request(gateway, method, path, key, body));
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException gone) {
            throw new java.io.UncheckedIOException(gone);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private static Map<String, Object> settings(Path folder, int port, String name, String keyspace)
            throws IOException {
        CassandraForTests store = CassandraForTests.get();
        OpenBaoForTests openBao = OpenBaoForTests.get();
        KeycloakForTests keycloak = KeycloakForTests.get();
        var settings = new LinkedHashMap<String, Object>();
        settings.put("micronaut.server.host", "127.0.0.1");
        settings.put("micronaut.server.port", port);
        settings.put("hanok.standalone", true);
        settings.put("hanok.data-dir", folder.resolve("data").toString());
        settings.put("hanok.files.dir", folder.resolveSibling("files").toString());
        settings.put("hanok.gateway-id", name);
        settings.put("hanok.public-url", "http://127.0.0.1:" + port);
        settings.put("hanok.journal.segment-mebibytes", 1);
        settings.put("hanok.idempotency.lease", "8s");
        settings.put(
                "hanok.cassandra.contact-points",
                List.of(store.contactPoint().getHostString() + ":"
                        + store.contactPoint().getPort()));
        settings.put("hanok.cassandra.local-datacenter", store.localDatacenter());
        settings.put("hanok.cassandra.keyspace", keyspace);
        settings.put("hanok.cassandra.username", store.username());
        settings.put("hanok.cassandra.password-file", secret(folder, "password", store.password()));
        settings.put("hanok.vault.address", openBao.address().toString());
        settings.put("hanok.vault.role-id-file", secret(folder, "role", openBao.roleId()));
        settings.put("hanok.vault.secret-id-file", secret(folder, "secret", openBao.secretId()));
        settings.put("hanok.keycloak.url", keycloak.url().toString());
        settings.put("hanok.keycloak.realm", keycloak.realm());
        settings.put("hanok.keycloak.operator-client-id", keycloak.operatorClientId());
        settings.put("hanok.keycloak.client-id", keycloak.controlPlaneClientId());
        settings.put(
                "hanok.keycloak.client-secret-file", secret(folder, "identity", keycloak.controlPlaneClientSecret()));
        return settings;
    }

    private static String secret(Path folder, String name, String value) throws IOException {
        return Files.writeString(folder.resolve(name), value).toString();
    }
}
