package cloud.hanok.api;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.standalone.testing.CassandraForTests;
import cloud.hanok.standalone.testing.KeycloakForTests;
import cloud.hanok.standalone.testing.OpenBaoForTests;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The program against a real Cassandra, Keycloak and OpenBao, and an operator who works with it over HTTP. */
public final class OperatedServer implements AutoCloseable {
    /** Where its log's addresses are said to be. */
    public static final String PUBLIC_URL = "https://api.example.kr/";

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** Far below the life of a token. */
    private static final Duration TOKEN_USE = Duration.ofMinutes(1);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningServer server;
    private final KeycloakForTests keycloak;
    private final String keyspace;
    private String bearer;
    private long bearerNanos;

    private OperatedServer(RunningServer server, KeycloakForTests keycloak, String keyspace) {
        this.server = server;
        this.keycloak = keycloak;
        this.keyspace = keyspace;
        bearer = tokenOf(keycloak);
        bearerNanos = System.nanoTime();
    }

    /**
     * Starts it on a fresh keyspace and waits until it is ready.
     *
     * @param folder empty, for its data and secrets
     * @param more settings over those it needs
     */
    public static OperatedServer start(Path folder, Map<String, Object> more) throws IOException {
        CassandraForTests cassandra = CassandraForTests.get();
        OpenBaoForTests openBao = OpenBaoForTests.get();
        KeycloakForTests keycloak = KeycloakForTests.get();
        var settings = new HashMap<String, Object>();
        settings.put("hanok.data-dir", folder.resolve("data").toString());
        settings.put("hanok.public-url", PUBLIC_URL);
        settings.put(
                "hanok.cassandra.contact-points",
                cassandra.contactPoint().getHostString() + ":"
                        + cassandra.contactPoint().getPort());
        settings.put("hanok.cassandra.local-datacenter", cassandra.localDatacenter());
        String keyspace = cassandra.programKeyspace("control");
        settings.put("hanok.cassandra.keyspace", keyspace);
        settings.put("hanok.cassandra.username", cassandra.username());
        settings.put("hanok.cassandra.password-file", secret(folder, "password", cassandra.password()));
        settings.put("hanok.vault.address", openBao.address().toString());
        settings.put("hanok.vault.role-id-file", secret(folder, "role", openBao.roleId()));
        settings.put("hanok.vault.secret-id-file", secret(folder, "secret", openBao.secretId()));
        settings.put("hanok.keycloak.url", keycloak.url().toString());
        settings.put("hanok.keycloak.realm", keycloak.realm());
        settings.put("hanok.keycloak.operator-client-id", keycloak.operatorClientId());
        settings.put("hanok.keycloak.client-id", keycloak.controlPlaneClientId());
        settings.put(
                "hanok.keycloak.client-secret-file", secret(folder, "identity", keycloak.controlPlaneClientSecret()));
        settings.put("hanok.keycloak.member-clients", KeycloakForTests.TEST_CLIENT);
        settings.putAll(more);
        var operated = new OperatedServer(RunningServer.start(settings), keycloak, keyspace);
        await(() -> operated.get("/health/readiness", null).statusCode() == 200);
        return operated;
    }

    /** The program. */
    public RunningServer server() {
        return server;
    }

    /** The operator's {@code Authorization}. */
    public synchronized String operator() {
        if (System.nanoTime() - bearerNanos > TOKEN_USE.toNanos()) {
            bearer = tokenOf(keycloak);
            bearerNanos = System.nanoTime();
        }
        return bearer;
    }

    /** What the operator made with this body. */
    public JsonNode created(String path, String body) {
        return json(post(path, body), 201);
    }

    /** What the operator's POST was answered. */
    public HttpResponse<String> post(String path, String body) {
        return send(path, "POST", body, operator(), null);
    }

    /** What a GET of whom this header names was answered. */
    public HttpResponse<String> get(String path, @Nullable String authorization) {
        return send(path, "GET", null, authorization, null);
    }

    /** What a form was answered. */
    public HttpResponse<String> form(String path, String boundary, String form, String authorization) {
        return server.send(server.request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .header("Authorization", authorization)
                .POST(BodyPublishers.ofString(form)));
    }

    /** What a request was answered. */
    public HttpResponse<String> send(
            String path,
            String method,
            @Nullable String body,
            @Nullable String authorization,
            @Nullable String idempotencyKey) {
        HttpRequest.Builder request = server.request(path)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (idempotencyKey != null) {
            request.header("Idempotency-Key", idempotencyKey);
        }
        return server.send(request);
    }

    /** The answer's body, after its status was found to be this. */
    public static JsonNode json(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return json(answer.body());
    }

    /** The text as JSON. */
    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException unreadable) {
            throw new AssertionError(text, unreadable);
        }
    }

    /** It is an error with this status and code, under the id of the answer's header. */
    public static void assertCode(HttpResponse<String> answer, int status, String code) {
        JsonNode error = json(answer, status).get("error");
        assertThat(error.get("code").asText()).isEqualTo(code);
        assertThat(answer.headers().firstValue("x-request-id"))
                .hasValue(error.get("request_id").asText());
    }

    /** It is an error 400 that names this parameter. */
    public static void assertParam(HttpResponse<String> answer, @Nullable String code, String param) {
        JsonNode error = json(answer, 400).get("error");
        if (code != null) {
            assertThat(error.get("code").asText()).isEqualTo(code);
        }
        assertThat(error.get("param").asText()).isEqualTo(param);
    }

    /** Returns once the condition holds. */
    public static void await(BooleanSupplier condition) {
        await("a condition", LONGEST_WAIT, condition);
    }

    /** Returns once the condition holds, and fails when it does not in time. */
    public static void await(String what, Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("%s, in %s", what, limit).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    @Override
    public void close() {
        server.close();
        CassandraForTests.giveBack(keyspace);
    }

    private static String tokenOf(KeycloakForTests keycloak) {
        String form = "grant_type=client_credentials&client_id="
                + URLEncoder.encode(keycloak.operatorClientId(), StandardCharsets.UTF_8) + "&client_secret="
                + URLEncoder.encode(keycloak.operatorClientSecret(), StandardCharsets.UTF_8);
        URI endpoint = URI.create(keycloak.url() + "/realms/" + keycloak.realm() + "/protocol/openid-connect/token");
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return "Bearer " + json(answer, 200).get("access_token").asText();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private static String secret(Path folder, String name, String value) throws IOException {
        return Files.writeString(folder.resolve(name), value).toString();
    }
}
