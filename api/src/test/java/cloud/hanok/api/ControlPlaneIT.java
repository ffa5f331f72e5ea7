package cloud.hanok.api;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
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
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's and the administrator's side against a real Cassandra, Keycloak and OpenBao. */
class ControlPlaneIT {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static RunningServer server;
    private static String operator;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        CassandraForTests cassandra = CassandraForTests.get();
        OpenBaoForTests openBao = OpenBaoForTests.get();
        KeycloakForTests keycloak = KeycloakForTests.get();
        var settings = new HashMap<String, Object>();
        settings.put("hanok.data-dir", folder.resolve("data").toString());
        settings.put("hanok.public-url", "https://api.example.kr/");
        settings.put(
                "hanok.cassandra.contact-points",
                cassandra.contactPoint().getHostString() + ":"
                        + cassandra.contactPoint().getPort());
        settings.put("hanok.cassandra.local-datacenter", cassandra.localDatacenter());
        settings.put("hanok.cassandra.keyspace", cassandra.newKeyspace("control"));
        settings.put("hanok.cassandra.username", cassandra.username());
        settings.put("hanok.cassandra.password-file", secret("password", cassandra.password()));
        settings.put("hanok.vault.address", openBao.address().toString());
        settings.put("hanok.vault.role-id-file", secret("role", openBao.roleId()));
        settings.put("hanok.vault.secret-id-file", secret("secret", openBao.secretId()));
        settings.put("hanok.keycloak.url", keycloak.url().toString());
        settings.put("hanok.keycloak.realm", keycloak.realm());
        settings.put("hanok.keycloak.operator-client-id", keycloak.operatorClientId());
        server = RunningServer.start(settings);
        operator = "Bearer " + tokenOf(keycloak);
        await(() -> server.send(server.request("/health/readiness")).statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aTenantIsMadeWithItsLogAndKeysThatOpenTheirOwnDoorsOnly() {
        JsonNode tenant = created("/platform/v1/tenants", tenantBody("한옥 연구소"));
        String id = tenant.get("id").asText();
        String adminKey = tenant.get("adminKey").asText();
        assertThat(tenant.get("state").asText()).isEqualTo("active");
        assertThat(tenant.at("/log/origin").asText()).startsWith("hanok.local/log/");
        assertThat(tenant.at("/log/url").asText()).startsWith("https://api.example.kr/log/");
        JsonNode found = json(get("/platform/v1/tenants/" + id, operator), 200);
        assertThat(found.has("adminKey")).isFalse();
        assertThat(found.get("log")).isEqualTo(tenant.get("log"));

        JsonNode project = created("/platform/v1/tenants/" + id + "/projects", "{\"name\":\"상담\"}");
        String keys = "/platform/v1/projects/" + project.get("id").asText() + "/api_keys";
        JsonNode key = created(keys, "{\"name\":\"서버\"}");
        String projectKey = key.get("value").asText();
        assertThat(projectKey).startsWith("hk_");
        assertThat(get(keys, operator).body()).doesNotContain(projectKey);

        assertThat(get("/v1/organization/costs?start_time=1795305600", "Bearer " + adminKey)
                        .statusCode())
                .isEqualTo(200);
        assertCode(get("/v1/organization/costs?start_time=1795305600", "Bearer " + projectKey), 403, "forbidden");
        assertCode(get("/v1/organization/costs?start_time=1795305600", operator), 403, "forbidden");
        assertCode(get("/platform/v1/tenants", "Bearer " + adminKey), 403, "forbidden");
        assertCode(get("/platform/v1/tenants", "Bearer " + projectKey), 403, "forbidden");

        assertThat(send(keys + "/" + key.get("id").asText(), "DELETE", null, operator, null)
                        .statusCode())
                .isEqualTo(204);
        await(() -> get("/v1/receipts/" + anyRequest(), "Bearer " + projectKey).statusCode() == 401);
    }

    @Test
    void theSameRequestWithTheSameIdempotencyKeyMakesOneTenant() {
        String body = tenantBody("한 번만");
        JsonNode first = json(send("/platform/v1/tenants", "POST", body, operator, "key-1"), 201);
        assertCode(send("/platform/v1/tenants", "POST", body, operator, "key-1"), 409, "conflict");
        assertCode(
                send("/platform/v1/tenants", "POST", tenantBody("다른 이름"), operator, "key-1"),
                422,
                "idempotency_key_reused");
        assertCode(send("/platform/v1/tenants", "POST", body, operator, null), 409, "name_taken");
        assertThat(get("/platform/v1/tenants/" + first.get("id").asText(), operator)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatIsWrongIsNamed() {
        assertParam(post("/platform/v1/tenants", "{\"name\":\"x\"}"), "missing_required_parameter", "isolation");
        assertParam(
                post("/platform/v1/tenants", tenantBody("x").replace("creditLimitWon", "creditLimit")),
                "missing_required_parameter",
                "creditLimitWon");
        assertParam(
                post("/platform/v1/tenants", tenantBody("x").replace("}", ",\"colour\":1}")),
                "unknown_parameter",
                "colour");
        assertParam(
                post("/platform/v1/tenants", tenantBody("x").replace("\"KR\"", "\"XX\"")),
                "invalid_value",
                "allowedJurisdictions");
        assertCode(
                post("/platform/v1/tenants", tenantBody("x").replace("SHARED", "DEDICATED")),
                422,
                "isolation_unavailable");
        assertParam(get("/platform/v1/tenants?limit=0", operator), "invalid_value", "limit");
        assertParam(get("/platform/v1/tenants?after=x", operator), "invalid_value", "after");
        assertCode(post("/platform/v1/tenants", "[]"), 400, "invalid_request");
        assertCode(post("/platform/v1/tenants", ""), 400, "invalid_request");
        assertCode(post("/platform/v1/tenants", "{"), 400, "invalid_json");
    }

    @Test
    void withoutACredentialOrWithAWrongOneNothingOpens() {
        assertCode(get("/platform/v1/tenants", null), 401, "invalid_token");
        assertCode(get("/platform/v1/tenants", "Bearer not.a.token"), 401, "invalid_token");
        assertCode(get("/platform/v1/tenants", "Basic b3A6b3A="), 401, "unsupported_auth_scheme");
        assertCode(get("/v1/organization/costs?start_time=1", null), 401, "missing_api_key");
        assertCode(get("/v1/organization/costs?start_time=1", "Bearer hk_nobody"), 401, "invalid_api_key");
    }

    @Test
    void whatIsSomebodyElsesLooksLikeWhatIsNotThere() {
        String mine = created("/platform/v1/tenants", tenantBody("우리"))
                .get("adminKey")
                .asText();
        String other = new TenantId(server.context().getBean(Ulids.class).next()).text();
        String request = anyRequest();
        assertCode(get("/platform/v1/tenants/" + other, operator), 404, "not_found");
        assertCode(get("/v1/receipts/" + request, "Bearer " + mine), 404, "not_found");
        assertCode(get("/v1/receipts/" + request + ".tlog-proof", "Bearer " + mine), 404, "not_found");
        assertParam(
                get("/v1/receipts/" + request + ".tlog-proof?leaf=both", "Bearer " + mine), "invalid_value", "leaf");
        assertCode(get("/platform/v1/requests/" + request, "Bearer " + mine), 404, "not_found");
        assertCode(get("/platform/v1/requests/not-an-id", "Bearer " + mine), 404, "not_found");
        assertParam(get("/platform/v1/requests/" + request, operator), "missing_required_parameter", "tenant");
    }

    @Test
    void anExternalEngineIsOfferedUnderANameAndAPrice() {
        JsonNode site =
                created("/platform/v1/sites", "{\"name\":\"busan-1\",\"country\":\"KR\",\"operator\":\"부산 데이터센터\"}");
        JsonNode model = created(
                "/platform/v1/models",
                "{\"name\":\"external-model\",\"publisher\":\"Upstage\",\"licence\":\"Apache-2.0\"}");
        JsonNode version = created(
                "/platform/v1/models/" + model.get("id").asText() + "/versions",
                "{\"version\":\"v1\",\"kind\":\"declared\",\"contextTokens\":4096}");
        assertThat(version.get("digest").isNull()).isTrue();
        String body =
                "{\"name\":\"solar\",\"modelVersion\":\"%s\",\"driver\":\"external\",\"site\":\"%s\",\"engine\":\"openai\","
                                .formatted(
                                        version.get("id").asText(),
                                        site.get("id").asText())
                        + "\"url\":\"http://127.0.0.1:9/v1\",\"credential\":\"s3cret\",\"contextTokens\":4096,"
                        + "\"price\":{\"inputNanoWon\":100,\"cachedNanoWon\":50,\"outputNanoWon\":400}}";
        HttpResponse<String> answer = post("/platform/v1/deployments", body);
        JsonNode deployment = json(answer, 202);
        assertThat(deployment.get("state").asText()).isEqualTo("pending");
        assertThat(deployment.at("/price/outputNanoWon").asLong()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("s3cret");
        String path = "/platform/v1/deployments/" + deployment.get("id").asText();
        await(() -> json(get(path, operator), 200).get("reason").isTextual());
        assertCode(post("/platform/v1/deployments", body), 409, "name_taken");
        assertThat(json(get("/platform/v1/deployments", operator), 200)
                        .get("data")
                        .size())
                .isEqualTo(1);
        assertThat(send(path, "DELETE", null, operator, null).statusCode()).isEqualTo(202);
        await(() -> json(get(path, operator), 200).get("state").asText().equals("deleted"));
        assertThat(json(get("/platform/v1/nodes", operator), 200).get("data").size())
                .isEqualTo(1);
    }

    @Test
    void anEmptyMonthCostsNothingAndTheLogIsPublicFromTheFirstDay() {
        JsonNode tenant = created("/platform/v1/tenants", tenantBody("빈 달"));
        String admin = "Bearer " + tenant.get("adminKey").asText();
        JsonNode preview = json(get("/v1/organization/invoices/preview?month=2026-11", admin), 200);
        assertThat(preview.get("total_won").asLong()).isZero();
        assertThat(preview.get("period_start").asText()).isEqualTo("2026-10-31T15:00:00Z");
        assertParam(get("/v1/organization/invoices/preview?month=2026-13", admin), "invalid_value", "month");
        assertParam(get("/v1/organization/usage/completions", admin), null, "start_time");
        assertParam(
                get("/v1/organization/usage/completions?start_time=1&user_ids=x", admin),
                "unknown_parameter",
                "user_ids");
        String log = URI.create(tenant.at("/log/url").asText()).getPath();
        HttpResponse<String> checkpoint = get(log + "/checkpoint", null);
        assertThat(checkpoint.statusCode()).isEqualTo(200);
        assertThat(checkpoint.body()).startsWith(tenant.at("/log/origin").asText() + "\n0\n");
        assertCode(get(log + "/tile/0/000", null), 404, "not_found");
    }

    private static String anyRequest() {
        return new RequestId(server.context().getBean(Ulids.class).next()).text();
    }

    private static String tenantBody(String name) {
        return "{\"name\":\"" + name
                + "\",\"isolation\":\"SHARED\",\"allowedJurisdictions\":[\"KR\"],\"creditLimitWon\":100000}";
    }

    private static JsonNode created(String path, String body) {
        return json(post(path, body), 201);
    }

    private static HttpResponse<String> post(String path, String body) {
        return send(path, "POST", body, operator, null);
    }

    private static HttpResponse<String> get(String path, @Nullable String authorization) {
        return send(path, "GET", null, authorization, null);
    }

    private static HttpResponse<String> send(
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

    private static void assertCode(HttpResponse<String> answer, int status, String code) {
        JsonNode error = json(answer, status).get("error");
        assertThat(error.get("code").asText()).isEqualTo(code);
        assertThat(answer.headers().firstValue("x-request-id"))
                .hasValue(error.get("request_id").asText());
    }

    private static void assertParam(HttpResponse<String> answer, @Nullable String code, String param) {
        JsonNode error = json(answer, 400).get("error");
        if (code != null) {
            assertThat(error.get("code").asText()).isEqualTo(code);
        }
        assertThat(error.get("param").asText()).isEqualTo(param);
    }

    private static JsonNode json(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        try {
            return JSON.readTree(answer.body());
        } catch (IOException unreadable) {
            throw new AssertionError(answer.body(), unreadable);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("not in time").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private static String tokenOf(KeycloakForTests keycloak) throws IOException, InterruptedException {
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
            return json(answer, 200).get("access_token").asText();
        }
    }

    private static String secret(String name, String value) throws IOException {
        return Files.writeString(folder.resolve(name), value).toString();
    }
}
