package cloud.hanok.api.fault;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.standalone.testing.KeycloakForTests;
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
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The operator's and a tenant's calls, through the public API only. */
public final class PlatformCalls implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final long MOST_TOKENS = 4096;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final KeycloakForTests keycloak;
    private final long startSeconds = Instant.now().getEpochSecond() - 60;

    /**
     * @param adminKey of its administrator
     * @param projectKey of its one project
     * @param logPath of its transparency log
     */
    public record Tenant(String adminKey, String projectKey, String logPath) {}

    PlatformCalls(int port, KeycloakForTests keycloak) {
        this.base = "http://127.0.0.1:" + port;
        this.keycloak = keycloak;
    }

    boolean ready() {
        try {
            return send("GET", "/health/readiness", null, null).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** A tenant with a key that may call. */
    public Tenant tenant(String name) throws IOException, InterruptedException {
        JsonNode tenant = created(
                "/platform/v1/tenants",
                "{\"name\":\"%s\",\"isolation\":\"SHARED\",\"allowedJurisdictions\":[\"KR\"],\"creditLimitWon\":100000}"
                        .formatted(name));
        JsonNode project =
                created("/platform/v1/tenants/" + tenant.get("id").asText() + "/projects", "{\"name\":\"fault\"}");
        JsonNode key =
                created("/platform/v1/projects/" + project.get("id").asText() + "/api_keys", "{\"name\":\"fault\"}");
        String log = URI.create(tenant.at("/log/url").asText()).getPath();
        return new Tenant(tenant.get("adminKey").asText(), key.get("value").asText(), log);
    }

    /** Offers the engine of this address under this name. */
    void offer(String name, String engine, String url) throws IOException, InterruptedException {
        offer(name, engine, url, 100, 400);
    }

    /** The same at this price of a token. */
    void offer(String name, String engine, String url, long inputNanoWon, long outputNanoWon)
            throws IOException, InterruptedException {
        JsonNode site = created(
                "/platform/v1/sites", "{\"name\":\"site-%s\",\"country\":\"KR\",\"operator\":\"한옥\"}".formatted(name));
        JsonNode model = created(
                "/platform/v1/models",
                "{\"name\":\"model-%s\",\"publisher\":\"한옥\",\"licence\":\"Apache-2.0\"}".formatted(name));
        JsonNode version = created(
                "/platform/v1/models/" + model.get("id").asText() + "/versions",
                "{\"version\":\"v1\",\"kind\":\"declared\",\"contextTokens\":%d}".formatted(MOST_TOKENS));
        String body = "{\"name\":\"%s\",\"modelVersion\":\"%s\",\"driver\":\"external\",\"site\":\"%s\","
                + "\"engine\":\"%s\",\"url\":\"%s\",\"upstreamModel\":\"script\",\"contextTokens\":%d,"
                + "\"price\":{\"inputNanoWon\":%d,\"cachedNanoWon\":50,\"outputNanoWon\":%d}}";
        HttpResponse<String> answer = send(
                "POST",
                "/platform/v1/deployments",
                operator(),
                body.formatted(
                        name,
                        version.get("id").asText(),
                        site.get("id").asText(),
                        engine,
                        url,
                        MOST_TOKENS,
                        inputNanoWon,
                        outputNanoWon));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    /** The answer to {@code GET /platform/v1/tenants} by the operator. */
    HttpResponse<String> tenants() throws IOException, InterruptedException {
        return send("GET", "/platform/v1/tenants", operator(), null);
    }

    /** Asks this, and waits for the answer. */
    public HttpResponse<String> chat(Tenant tenant, PlannedRequest request) throws IOException {
        return send("POST", "/v1/chat/completions", "Bearer " + tenant.projectKey(), request.body());
    }

    /** The same with an idempotency key. */
    HttpResponse<String> chat(Tenant tenant, PlannedRequest request, String key) throws IOException {
        return answered(request("POST", "/v1/chat/completions", "Bearer " + tenant.projectKey(), request.body())
                .header("Idempotency-Key", key));
    }

    /** Whether this is answered at all. */
    public boolean serves(Tenant tenant, PlannedRequest request) {
        try {
            return chat(tenant, request).statusCode() == 200;
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    /** How many leaves the tenant's log has. */
    long logSize(Tenant tenant) throws IOException {
        HttpResponse<String> answer = send("GET", tenant.logPath() + "/checkpoint", null, null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Long.parseLong(answer.body().split("\n")[1]);
    }

    /** The answer to {@code GET /platform/v1/requests/{id}}. */
    HttpResponse<String> request(Tenant tenant, String id) {
        try {
            return send("GET", "/platform/v1/requests/" + id, "Bearer " + tenant.adminKey(), null);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    /** All input and output tokens of the tenant, as its report has them. */
    public Tokens reported(Tenant tenant) throws IOException {
        HttpResponse<String> answer = send(
                "GET",
                "/v1/organization/usage/completions?bucket_width=1d&start_time=" + startSeconds,
                "Bearer " + tenant.adminKey(),
                null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        long input = 0;
        long output = 0;
        for (JsonNode bucket : read(answer).get("data")) {
            for (JsonNode result : bucket.get("results")) {
                input += result.get("input_tokens").asLong();
                output += result.get("output_tokens").asLong();
            }
        }
        return new Tokens(input, output);
    }

    /** A sum. */
    public record Tokens(long input, long output) {
        Tokens plus(Tokens other) {
            return new Tokens(input + other.input, output + other.output);
        }
    }

    /** The answer to {@code GET /v1/receipts/{id}}, or of its proof. */
    public HttpResponse<String> receipt(Tenant tenant, String id) {
        try {
            return send("GET", "/v1/receipts/" + id, "Bearer " + tenant.projectKey(), null);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    /** What it says of itself, in Prometheus's form. */
    public String metrics() throws IOException {
        return send("GET", "/prometheus", null, null).body();
    }

    /** What the operator is answered. */
    HttpResponse<String> operates(String method, String path, @Nullable String body) {
        try {
            return send(method, path, operator(), body);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    static JsonNode read(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException unreadable) {
            throw new AssertionError(answer.body(), unreadable);
        }
    }

    @Override
    public void close() {
        http.close();
    }

    JsonNode created(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("POST", path, operator(), body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return read(answer);
    }

    private String operator() throws IOException, InterruptedException {
        String form = "grant_type=client_credentials&client_id="
                + URLEncoder.encode(keycloak.operatorClientId(), StandardCharsets.UTF_8) + "&client_secret="
                + URLEncoder.encode(keycloak.operatorClientSecret(), StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(keycloak.url() + "/realms/" + keycloak.realm() + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        return "Bearer " + read(answer).get("access_token").asText();
    }

    private HttpResponse<String> send(String method, String path, @Nullable String authorization, @Nullable String body)
            throws IOException {
        return answered(request(method, path, authorization, body));
    }

    private HttpRequest.Builder request(
            String method, String path, @Nullable String authorization, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(TIMEOUT)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return request;
    }

    private HttpResponse<String> answered(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
