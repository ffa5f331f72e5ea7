package cloud.hanok.api;

import static cloud.hanok.api.OperatedServer.assertCode;
import static cloud.hanok.api.OperatedServer.assertParam;
import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's and the administrator's side against a real Cassandra, Keycloak and OpenBao. */
class ControlPlaneIT {
    @TempDir
    private static Path folder;

    private static OperatedServer house;

    @BeforeAll
    static void start() throws IOException {
        house = OperatedServer.start(folder, Map.of());
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    @Test
    void aTenantIsMadeWithItsLogAndKeysThatOpenTheirOwnDoorsOnly() {
        JsonNode tenant = house.created("/platform/v1/tenants", tenantBody("한옥 연구소"));
        String id = tenant.get("id").asText();
        String adminKey = tenant.get("adminKey").asText();
        assertThat(tenant.get("state").asText()).isEqualTo("active");
        assertThat(tenant.at("/log/origin").asText()).startsWith("hanok.local/log/");
        assertThat(tenant.at("/log/url").asText()).startsWith("https://api.example.kr/log/");
        JsonNode found = json(house.get("/platform/v1/tenants/" + id, house.operator()), 200);
        assertThat(found.has("adminKey")).isFalse();
        assertThat(found.get("log")).isEqualTo(tenant.get("log"));

        JsonNode project = house.created("/platform/v1/tenants/" + id + "/projects", "{\"name\":\"상담\"}");
        String keys = "/platform/v1/projects/" + project.get("id").asText() + "/api_keys";
        JsonNode key = house.created(keys, "{\"name\":\"서버\"}");
        String projectKey = key.get("value").asText();
        assertThat(projectKey).startsWith("hk_");
        assertThat(house.get(keys, house.operator()).body()).doesNotContain(projectKey);

        assertThat(house.get("/v1/organization/costs?start_time=1795305600", "Bearer " + adminKey)
                        .statusCode())
                .isEqualTo(200);
        assertCode(house.get("/v1/organization/costs?start_time=1795305600", "Bearer " + projectKey), 403, "forbidden");
        assertCode(house.get("/v1/organization/costs?start_time=1795305600", house.operator()), 403, "forbidden");
        assertCode(house.get("/platform/v1/tenants", "Bearer " + adminKey), 403, "forbidden");
        assertCode(house.get("/platform/v1/tenants", "Bearer " + projectKey), 403, "forbidden");

        assertThat(house.send(keys + "/" + key.get("id").asText(), "DELETE", null, house.operator(), null)
                        .statusCode())
                .isEqualTo(204);
        await(() -> house.get("/v1/models", "Bearer " + projectKey).statusCode() == 401);
    }

    @Test
    void theSameRequestWithTheSameIdempotencyKeyMakesOneTenant() {
        String body = tenantBody("한 번만");
        JsonNode first = json(house.send("/platform/v1/tenants", "POST", body, house.operator(), "key-1"), 201);
        assertCode(house.send("/platform/v1/tenants", "POST", body, house.operator(), "key-1"), 409, "conflict");
        assertCode(
                house.send("/platform/v1/tenants", "POST", tenantBody("다른 이름"), house.operator(), "key-1"),
                422,
                "idempotency_key_reused");
        assertCode(house.send("/platform/v1/tenants", "POST", body, house.operator(), null), 409, "name_taken");
        assertThat(house.get("/platform/v1/tenants/" + first.get("id").asText(), house.operator())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void theSameRequestWithTheSameIdempotencyKeyMakesOneSiteModelVersionAndDeployment() {
        JsonNode site = madeOnce(
                "/platform/v1/sites", "{\"name\":\"once-1\",\"country\":\"KR\",\"operator\":\"한 번\"}", 201, "once-1");
        JsonNode model = madeOnce(
                "/platform/v1/models",
                "{\"name\":\"once\",\"publisher\":\"한 번\",\"licence\":\"MIT\"}",
                201,
                "\"once\"");
        JsonNode version = madeOnce(
                "/platform/v1/models/" + model.get("id").asText() + "/versions",
                "{\"version\":\"once-v1\",\"kind\":\"declared\",\"contextTokens\":4096}",
                201,
                "once-v1");
        String deployment = "{\"name\":\"once-served\",\"modelVersion\":\"%s\",\"driver\":\"external\",\"site\":\"%s\","
                        .formatted(version.get("id").asText(), site.get("id").asText())
                + "\"engine\":\"openai\",\"url\":\"http://127.0.0.1:9/v1\",\"credential\":\"s3cret\",\"contextTokens\":4096,"
                + "\"price\":{\"inputNanoWon\":100,\"cachedNanoWon\":50,\"outputNanoWon\":400}}";
        JsonNode made = madeOnce("/platform/v1/deployments", deployment, 202, "once-served");
        assertCode(
                posted("/platform/v1/deployments", deployment.replace("s3cret", "0ther")),
                422,
                "idempotency_key_reused");
        String path = "/platform/v1/deployments/" + made.get("id").asText();
        assertTimeouts(made, 120, 60);
        String timeouts = path + "/timeouts";
        assertTimeouts(json(put(timeouts, "{\"firstTokenSeconds\":300,\"idleSeconds\":20}"), 200), 300, 20);
        assertTimeouts(json(put(timeouts, "{\"idleSeconds\":30}"), 200), 120, 30);
        assertTimeouts(json(house.get(path, house.operator()), 200), 120, 30);
        assertParam(put(timeouts, "{\"firstTokenSeconds\":601}"), "invalid_value", "firstTokenSeconds");
        assertParam(put(timeouts, "{\"firstToken\":1}"), "unknown_parameter", "firstToken");
        assertCode(put("/platform/v1/deployments/dep_00000000000000000000000000/timeouts", "{}"), 404, "not_found");
        assertThat(made.get("concurrency").isNull()).isTrue();
        String concurrency = path + "/concurrency";
        assertThat(json(put(concurrency, "{\"concurrency\":64}"), 200)
                        .get("concurrency")
                        .asInt())
                .isEqualTo(64);
        assertThat(json(put(concurrency, "{\"concurrency\":0}"), 200)
                        .get("concurrency")
                        .isNull())
                .isTrue();
        assertParam(put(concurrency, "{\"concurrency\":100001}"), "invalid_value", "concurrency");
        assertParam(put(concurrency, "{}"), "missing_required_parameter", "concurrency");
        assertThat(house.send(path, "DELETE", null, house.operator(), null).statusCode())
                .isEqualTo(202);
    }

    private static HttpResponse<String> put(String path, String body) {
        return house.send(path, "PUT", body, house.operator(), null);
    }

    private static void assertTimeouts(JsonNode deployment, int firstTokenSeconds, int idleSeconds) {
        JsonNode timeouts = deployment.get("timeouts");
        assertThat(timeouts.get("firstTokenSeconds").asInt()).isEqualTo(firstTokenSeconds);
        assertThat(timeouts.get("idleSeconds").asInt()).isEqualTo(idleSeconds);
    }

    /** Made twice with one key it is the same thing at the same price; another body, or no key, is refused. */
    private static JsonNode madeOnce(String path, String body, int status, String name) {
        JsonNode first = json(posted(path, body), status);
        JsonNode again = json(posted(path, body), status);
        for (String member : new String[] {"id", "createdAt", "price"}) {
            assertThat(again.get(member)).as(member).isEqualTo(first.get(member));
        }
        assertCode(posted(path, body.replace(name, name.replace("once", "twice"))), 422, "idempotency_key_reused");
        assertCode(house.post(path, body), 409, "name_taken");
        return first;
    }

    /** With a key that is the path's own. */
    private static HttpResponse<String> posted(String path, String body) {
        return house.send(path, "POST", body, house.operator(), path);
    }

    @Test
    void aTenantsEncryptionKeyIsRotatedAndSaysHowFarItsRewrapIs() {
        JsonNode tenant = house.created("/platform/v1/tenants", tenantBody("열쇠"));
        String keys = "/platform/v1/tenants/" + tenant.get("id").asText() + "/encryption_keys";
        JsonNode all = json(house.get(keys, house.operator()), 200).get("data");
        assertThat(all)
                .hasSize(3)
                .allSatisfy(key -> assertThat(key.get("latestVersion").asInt()).isBetween(0, 1));

        JsonNode rotated = json(house.send(keys + "/people/rotate", "POST", null, house.operator(), null), 202);
        assertThat(rotated.get("state").asText()).isEqualTo("active");
        assertThat(rotated.get("latestVersion").asInt()).isEqualTo(2);
        await(() -> json(house.get(keys + "/people", house.operator()), 200)
                .get("rewrap")
                .path("state")
                .asText()
                .matches("settling|done"));

        assertCode(house.get(keys + "/colour", house.operator()), 404, "not_found");
        assertCode(
                house.send(
                        keys + "/people/rotate",
                        "POST",
                        null,
                        "Bearer " + tenant.get("adminKey").asText(),
                        null),
                403,
                "forbidden");
        assertCode(
                house.get("/platform/v1/tenants/ten_00000000000000000000000000/encryption_keys", house.operator()),
                404,
                "not_found");
    }

    @Test
    void whatIsWrongIsNamed() {
        assertParam(house.post("/platform/v1/tenants", "{\"name\":\"x\"}"), "missing_required_parameter", "isolation");
        assertParam(
                house.post("/platform/v1/tenants", tenantBody("x").replace("creditLimitWon", "creditLimit")),
                "missing_required_parameter",
                "creditLimitWon");
        assertParam(
                house.post("/platform/v1/tenants", tenantBody("x").replace("}", ",\"colour\":1}")),
                "unknown_parameter",
                "colour");
        assertParam(
                house.post("/platform/v1/tenants", tenantBody("x").replace("\"KR\"", "\"XX\"")),
                "invalid_value",
                "allowedJurisdictions");
        assertCode(
                house.post("/platform/v1/tenants", tenantBody("x").replace("SHARED", "DEDICATED")),
                422,
                "isolation_unavailable");
        assertParam(house.get("/platform/v1/tenants?limit=0", house.operator()), "invalid_value", "limit");
        assertParam(house.get("/platform/v1/tenants?after=x", house.operator()), "invalid_value", "after");
        assertCode(house.post("/platform/v1/tenants", "[]"), 400, "invalid_request");
        assertCode(house.post("/platform/v1/tenants", ""), 400, "invalid_request");
        assertCode(house.post("/platform/v1/tenants", "{"), 400, "invalid_json");
    }

    @Test
    void withoutACredentialOrWithAWrongOneNothingOpens() {
        assertCode(house.get("/platform/v1/tenants", null), 401, "invalid_token");
        assertCode(house.get("/platform/v1/tenants", "Bearer not.a.token"), 401, "invalid_token");
        assertCode(house.get("/platform/v1/tenants", "Basic b3A6b3A="), 401, "unsupported_auth_scheme");
        assertCode(house.get("/v1/organization/costs?start_time=1", null), 401, "missing_api_key");
        assertCode(house.get("/v1/organization/costs?start_time=1", "Bearer hk_nobody"), 401, "invalid_api_key");
    }

    @Test
    void whatIsSomebodyElsesLooksLikeWhatIsNotThere() {
        String mine = house.created("/platform/v1/tenants", tenantBody("우리"))
                .get("adminKey")
                .asText();
        String other =
                new TenantId(house.server().context().getBean(Ulids.class).next()).text();
        String request = anyRequest();
        assertCode(house.get("/platform/v1/tenants/" + other, house.operator()), 404, "not_found");
        assertCode(house.get("/v1/receipts/" + request, "Bearer " + mine), 404, "not_found");
        assertCode(house.get("/v1/receipts/" + request + ".tlog-proof", "Bearer " + mine), 404, "not_found");
        assertParam(
                house.get("/v1/receipts/" + request + ".tlog-proof?leaf=both", "Bearer " + mine),
                "invalid_value",
                "leaf");
        assertCode(house.get("/platform/v1/requests/" + request, "Bearer " + mine), 404, "not_found");
        assertCode(house.get("/platform/v1/requests/not-an-id", "Bearer " + mine), 404, "not_found");
    }

    @Test
    void theOperatorIsToldInBothLanguagesThatARequestIsLookedUpInItsTenant() {
        String tenant = house.created("/platform/v1/tenants", tenantBody("요청의 주인"))
                .get("id")
                .asText();
        String path = "/platform/v1/requests/" + anyRequest();
        HttpResponse<String> unsaid = house.get(path, house.operator());
        assertParam(unsaid, "missing_required_parameter", "tenant");
        JsonNode messages = json(unsaid.body()).at("/error/messages");
        assertThat(messages.get("ko").asText()).contains("'tenant'").containsPattern("[가-힣]");
        assertThat(messages.get("en").asText()).contains("'tenant'");
        assertCode(house.get(path + "?tenant=" + tenant, house.operator()), 404, "not_found");
        assertCode(house.get(path + "?tenant=nobody", house.operator()), 404, "not_found");
    }

    @Test
    void anExternalEngineIsOfferedUnderANameAndAPrice() {
        JsonNode site = house.created(
                "/platform/v1/sites", "{\"name\":\"busan-1\",\"country\":\"KR\",\"operator\":\"부산 데이터센터\"}");
        JsonNode model = house.created(
                "/platform/v1/models",
                "{\"name\":\"external-model\",\"publisher\":\"Upstage\",\"licence\":\"Apache-2.0\"}");
        JsonNode version = house.created(
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
        assertCode(
                house.post("/platform/v1/deployments", body.replace("s3cret", "s3cret\\r\\nx-other: 1")),
                400,
                "invalid_value");
        HttpResponse<String> answer = house.post("/platform/v1/deployments", body);
        JsonNode deployment = json(answer, 202);
        assertThat(deployment.get("state").asText()).isEqualTo("pending");
        assertThat(deployment.at("/price/outputNanoWon").asLong()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("s3cret");
        String path = "/platform/v1/deployments/" + deployment.get("id").asText();
        await(() -> json(house.get(path, house.operator()), 200).get("reason").isTextual());
        assertCode(house.post("/platform/v1/deployments", body), 409, "name_taken");
        assertThat(house.get("/platform/v1/deployments", house.operator()).body())
                .containsOnlyOnce("\"name\":\"solar\"");
        assertThat(house.send(path, "DELETE", null, house.operator(), null).statusCode())
                .isEqualTo(202);
        await(() -> json(house.get(path, house.operator()), 200)
                .get("state")
                .asText()
                .equals("deleted"));
    }

    /** Waiting for each would take three seconds; only another gateway could have opened one. */
    @Test
    void whereThereIsOneGatewayAFreshIdThatItNeverOpenedIsDeniedAtOnce() {
        String mine = "Bearer "
                + house.created("/platform/v1/tenants", tenantBody("지어낸 번호"))
                        .get("adminKey")
                        .asText();
        int asked = 6;
        long before = System.nanoTime();
        for (int i = 0; i < asked; i++) {
            assertCode(house.get("/v1/receipts/" + anyRequest(), mine), 404, "not_found");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3 * asked));
    }

    @Test
    void thisMachineIsListedAsANodeThatGoesOnBeingHeardOf() {
        JsonNode first = onlyNode();
        assertThat(first.get("region").asText()).isEqualTo("default");
        assertThat(first.get("cores").asInt()).isPositive();
        assertThat(first.get("memoryBytes").asLong()).isPositive();
        assertThat(first.get("accelerators").properties()).isNotEmpty();
        assertThat(first.get("fresh").asBoolean()).isTrue();
        await(() -> seenAt(onlyNode()).isAfter(seenAt(first)));
        assertThat(onlyNode().get("id")).isEqualTo(first.get("id"));
    }

    private static JsonNode onlyNode() {
        JsonNode nodes =
                json(house.get("/platform/v1/nodes", house.operator()), 200).get("data");
        assertThat(nodes.size()).isEqualTo(1);
        return nodes.get(0);
    }

    private static Instant seenAt(JsonNode node) {
        return Instant.parse(node.get("seenAt").asText());
    }

    @Test
    void anEmptyMonthCostsNothingAndTheLogIsPublicFromTheFirstDay() {
        JsonNode tenant = house.created("/platform/v1/tenants", tenantBody("빈 달"));
        String admin = "Bearer " + tenant.get("adminKey").asText();
        JsonNode preview = json(house.get("/v1/organization/invoices/preview?month=2026-11", admin), 200);
        assertThat(preview.get("total_won").asLong()).isZero();
        assertThat(preview.get("period_start").asText()).isEqualTo("2026-10-31T15:00:00Z");
        assertParam(house.get("/v1/organization/invoices/preview?month=2026-13", admin), "invalid_value", "month");
        assertParam(house.get("/v1/organization/usage/completions", admin), null, "start_time");
        assertParam(
                house.get("/v1/organization/usage/completions?start_time=1&colours=x", admin),
                "unknown_parameter",
                "colours");
        String log = URI.create(tenant.at("/log/url").asText()).getPath();
        HttpResponse<String> checkpoint = house.get(log + "/checkpoint", null);
        assertThat(checkpoint.statusCode()).isEqualTo(200);
        assertThat(checkpoint.body()).startsWith(tenant.at("/log/origin").asText() + "\n0\n");
        assertCode(house.get(log + "/tile/0/000", null), 404, "not_found");
    }

    private static String anyRequest() {
        return new RequestId(house.server().context().getBean(Ulids.class).next()).text();
    }

    private static String tenantBody(String name) {
        return "{\"name\":\"" + name
                + "\",\"isolation\":\"SHARED\",\"allowedJurisdictions\":[\"KR\"],\"creditLimitWon\":100000}";
    }
}
