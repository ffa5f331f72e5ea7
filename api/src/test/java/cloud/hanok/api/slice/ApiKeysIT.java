package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.assertCode;
import static cloud.hanok.api.OperatedServer.assertParam;
import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.OperatedServer;
import cloud.hanok.api.slice.Slice.Customer;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.admin.organization.adminapikeys.AdminApiKey;
import com.openai.models.admin.organization.adminapikeys.AdminApiKeyCreateParams;
import com.openai.models.admin.organization.adminapikeys.AdminApiKeyCreateResponse;
import com.openai.models.admin.organization.projects.apikeys.ApiKeyDeleteParams;
import com.openai.models.admin.organization.projects.apikeys.ApiKeyRetrieveParams;
import com.openai.models.admin.organization.projects.apikeys.ProjectApiKey;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** API keys over HTTP, at the gateway's door and at the control plane's. */
@ExtendWith(Slice.Shared.class)
class ApiKeysIT {
    private static final Duration EVERYWHERE = Duration.ofSeconds(5);
    private static final String CHAT = "/v1/chat/completions";

    private static Slice slice;
    private static OperatedServer house;
    private static Customer customer;

    @BeforeAll
    static void start(Slice shared) {
        slice = shared;
        house = shared.house;
        customer = shared.customer("키 연구소", "KR");
    }

    @Test
    void aKeyOpensOnlyWhatItsScopesName() {
        String reading = made("{\"name\":\"read\",\"scopes\":{\"access\":\"read\"}}");
        assertCode(chat(reading, Slice.MODEL), 403, "access_not_in_scope");
        assertThat(models(reading).statusCode()).isEqualTo(200);

        String listing = made("{\"name\":\"list\",\"scopes\":{\"endpoints\":[\"models\"]}}");
        assertCode(chat(listing, Slice.MODEL), 403, "endpoint_not_in_scope");
        assertThat(models(listing).statusCode()).isEqualTo(200);

        String chatting = made("{\"name\":\"chat\",\"scopes\":{\"endpoints\":[\"chat\"]}}");
        assertThat(chat(chatting, Slice.MODEL).statusCode()).isEqualTo(200);
        assertCode(models(chatting), 403, "endpoint_not_in_scope");

        String openai = made("{\"name\":\"openai\",\"scopes\":[\"api.all.read\"]}");
        assertCode(chat(openai, Slice.MODEL), 403, "access_not_in_scope");
    }

    @Test
    void labelsReachUsageAndCost() {
        Customer labelled = slice.customer("라벨 " + System.nanoTime(), "KR");
        String path = "/v1/organization/projects/" + labelled.project() + "/api_keys";
        for (String team : new String[] {"상담", "야간"}) {
            JsonNode key = json(
                    house.send(
                            path,
                            "POST",
                            "{\"name\":\"서버\",\"labels\":{\"team\":\"" + team + "\"}}",
                            labelled.admin(),
                            null),
                    201);
            assertThat(chat(key.get("value").asText(), Slice.MODEL).statusCode())
                    .isEqualTo(200);
        }
        assertThat(chat(labelled.key(), Slice.MODEL).statusCode()).isEqualTo(200);
        String since = "start_time=" + (java.time.Instant.now().getEpochSecond() - 3_600);
        String usage = "/v1/organization/usage/completions?" + since;
        await("usage of all three", Duration.ofSeconds(20), () -> requests(labelled, usage) == 3);
        assertThat(requests(labelled, usage + "&labels=team:%EC%83%81%EB%8B%B4"))
                .isEqualTo(1);
        assertThat(requests(labelled, usage + "&labels=team:%EC%83%81%EB%8B%B4&labels=team:%EC%95%BC%EA%B0%84"))
                .isEqualTo(2);
        JsonNode grouped = json(house.get(usage + "&group_by=label:team", labelled.admin()), 200);
        assertThat(grouped.findValuesAsText("label")).containsExactlyInAnyOrder("null", "상담", "야간");
        JsonNode costs =
                json(house.get("/v1/organization/costs?" + since + "&group_by=label:team", labelled.admin()), 200);
        assertThat(costs.findValuesAsText("label")).contains("상담", "야간");
        assertCode(house.get(usage + "&labels=team", labelled.admin()), 400, "invalid_value");
    }

    private static long requests(Customer of, String path) {
        long sum = 0;
        for (JsonNode count : json(house.get(path, of.admin()), 200).findValues("num_model_requests")) {
            sum += count.asLong();
        }
        return sum;
    }

    @Test
    void aModelOutsideItsScopeIsNotThereForAKey() {
        String other = made("{\"name\":\"other\",\"scopes\":{\"models\":[\"no-such-model\"]}}");
        HttpResponse<String> outside = chat(other, Slice.MODEL);
        assertCode(outside, 404, "model_not_found");
        HttpResponse<String> unknown = chat(other, "no-such-model");
        assertCode(unknown, 404, "model_not_found");
        assertThat(withoutId(outside).replace(Slice.MODEL, "no-such-model")).isEqualTo(withoutId(unknown));
        assertThat(json(models(other), 200).get("data")).isEmpty();
        assertCode(house.get("/v1/models/" + Slice.MODEL, "Bearer " + other), 404, "model_not_found");

        String scoped = made("{\"name\":\"scoped\",\"scopes\":{\"models\":[\"" + Slice.MODEL + "\"]}}");
        assertThat(chat(scoped, Slice.MODEL).statusCode()).isEqualTo(200);
        assertThat(json(models(scoped), 200).get("data")).hasSize(1);
    }

    @Test
    void aChangedAllowListHoldsAtBothDoorsWithinFiveSecondsAndNoHeaderGetsAroundIt() {
        JsonNode key = create("{\"name\":\"net\",\"allowed_ips\":[\"198.51.100.9\"]}");
        String value = key.get("value").asText();
        assertThat(key.get("allowed_ips").get(0).asText()).isEqualTo("198.51.100.9/32");
        assertCode(chat(value, Slice.MODEL), 403, "address_not_allowed");
        assertCode(models(value), 403, "address_not_allowed");
        assertCode(
                house.server()
                        .send(house.server()
                                .request("/v1/models")
                                .header("Authorization", "Bearer " + value)
                                .header("X-Forwarded-For", "198.51.100.9")),
                403,
                "address_not_allowed");

        JsonNode changed = json(
                asAdmin(path(key), "POST", "{\"allowed_ips\":[\"127.0.0.0/8\",\"::1\"],\"labels\":{\"팀\":\"망\"}}"),
                200);
        assertThat(changed.at("/labels/팀").asText()).isEqualTo("망");
        assertThat(changed.get("name").asText()).isEqualTo("net");
        await("the change", EVERYWHERE, () -> chat(value, Slice.MODEL).statusCode() == 200);
        assertThat(models(value).statusCode()).isEqualTo(200);
    }

    @Test
    void anExpiredKeyAndAReplacedOneSayThatTheyExpired() {
        JsonNode brief = create("{\"name\":\"brief\",\"expires_in_seconds\":1}");
        await(
                "the expiry",
                EVERYWHERE,
                () -> chat(brief.get("value").asText(), Slice.MODEL).statusCode() == 401);
        assertCode(chat(brief.get("value").asText(), Slice.MODEL), 401, "api_key_expired");
        assertCode(models(brief.get("value").asText()), 401, "api_key_expired");
        assertCode(asAdmin(path(brief), "POST", "{\"name\":\"again\"}"), 409, "conflict");

        JsonNode old = create("{\"name\":\"old\",\"labels\":{\"env\":\"prod\"}}");
        String rotate = path(old) + "/rotate";
        JsonNode replacing =
                json(house.send(rotate, "POST", "{\"overlap_seconds\":0}", customer.admin(), "rotate-once"), 201);
        assertThat(replacing.at("/labels/env").asText()).isEqualTo("prod");
        assertCode(
                house.send(rotate, "POST", "{\"overlap_seconds\":0}", customer.admin(), "rotate-once"),
                409,
                "conflict");
        assertThat(chat(replacing.get("value").asText(), Slice.MODEL).statusCode())
                .isEqualTo(200);
        await(
                "the end of the old one",
                EVERYWHERE,
                () -> chat(old.get("value").asText(), Slice.MODEL).statusCode() == 401);
        assertThat(json(asAdmin(path(old), "GET", null), 200).get("replaced_by").asText())
                .isEqualTo(replacing.get("id").asText());
        assertParam(asAdmin(rotate, "POST", "{\"overlap_seconds\":2592001}"), "invalid_value", "overlap_seconds");
    }

    @Test
    void whateverIsWrongWithAKeyItsAnswerIsTheSame() {
        JsonNode key = create("{\"name\":\"revoked\"}");
        String revoked = key.get("value").asText();
        assertThat(chat(revoked, Slice.MODEL).statusCode()).isEqualTo(200);
        JsonNode deleted = json(asAdmin(path(key), "DELETE", null), 200);
        assertThat(deleted.get("object").asText()).isEqualTo("organization.project.api_key.deleted");
        assertThat(deleted.get("deleted").asBoolean()).isTrue();
        await("the revocation", EVERYWHERE, () -> chat(revoked, Slice.MODEL).statusCode() == 401);

        String wrong = withOtherSecret(customer.key(), revoked);
        String unknown = withOtherId(revoked);
        for (String path : List.of(CHAT, "/v1/models", "/v1/receipts/req_01JD0000000000000000000000")) {
            List<String> answers = new ArrayList<>();
            for (String bad : List.of(revoked, wrong, unknown, "hk_nothing")) {
                HttpResponse<String> answer =
                        path.equals(CHAT) ? chat(bad, Slice.MODEL) : house.get(path, "Bearer " + bad);
                assertCode(answer, 401, "invalid_api_key");
                answers.add(withoutId(answer) + headersWithoutId(answer));
            }
            assertThat(answers.stream().distinct()).as(path).hasSize(1);
        }
    }

    @Test
    void anotherTenantsProjectAndKeyLookLikeUnknownOnes() {
        Customer other = slice.customer("이웃 연구소", "KR");
        JsonNode key = create("{\"name\":\"mine\"}");
        String keyId = key.get("id").asText();
        String missing = "proj_01JD0000000000000000000000";
        for (String method : List.of("GET", "DELETE", "POST")) {
            String body = method.equals("POST") ? "{\"name\":\"theirs\"}" : null;
            HttpResponse<String> foreign = house.send(path(key), method, body, other.admin(), null);
            HttpResponse<String> unknown = house.send(keys(missing) + "/" + keyId, method, body, other.admin(), null);
            assertCode(foreign, 404, "not_found");
            assertThat(withoutId(foreign).replace(customer.project(), missing)).isEqualTo(withoutId(unknown));
            assertCode(
                    house.send(keys(other.project()) + "/" + keyId, method, body, other.admin(), null),
                    404,
                    "not_found");
            assertCode(
                    house.send("/v1/organization/admin_api_keys/" + keyId, "DELETE", null, other.admin(), null),
                    404,
                    "not_found");
        }
        assertCode(house.get(keys(customer.project()), customer.bearer()), 403, "forbidden");
        assertThat(json(asAdmin(path(key), "GET", null), 200).get("revoked_at").isNull())
                .isTrue();
    }

    @Test
    void badSettingsAreNamed() {
        String keys = keys(customer.project());
        assertParam(asAdmin(keys, "POST", "{}"), "missing_required_parameter", "name");
        assertParam(
                asAdmin(keys, "POST", "{\"name\":\"k\",\"allowed_ips\":[\"10.0.0.0/33\"]}"),
                "invalid_value",
                "allowed_ips[0]");
        assertParam(
                asAdmin(keys, "POST", "{\"name\":\"k\",\"scopes\":{\"endpoints\":[\"chats\"]}}"),
                "invalid_value",
                "scopes.endpoints");
        assertParam(
                asAdmin(keys, "POST", "{\"name\":\"k\",\"scopes\":{\"access\":\"write\"}}"),
                "invalid_value",
                "scopes.access");
        assertParam(asAdmin(keys, "POST", "{\"name\":\"k\",\"labels\":{\"a\":1}}"), "invalid_type", "labels.a");
        assertParam(
                asAdmin(keys, "POST", "{\"name\":\"k\",\"expires_in_seconds\":0}"),
                "invalid_value",
                "expires_in_seconds");
        assertParam(
                asAdmin("/v1/organization/admin_api_keys", "POST", "{\"name\":\"k\",\"scopes\":{}}"),
                "unknown_parameter",
                "scopes");
    }

    @Test
    void theOperatorRotatesThePepperAndUsedKeysGoOn() {
        JsonNode before = json(house.get("/platform/v1/key_peppers", house.operator()), 200)
                .get("data");
        assertCode(house.get("/platform/v1/key_peppers", customer.admin()), 403, "forbidden");
        JsonNode next = house.created("/platform/v1/key_peppers", "{}");
        assertThat(next.get("version").asInt())
                .isEqualTo(before.get(before.size() - 1).get("version").asInt() + 1);
        String fresh = made("{\"name\":\"new pepper\"}");
        assertThat(chat(fresh, Slice.MODEL).statusCode()).isEqualTo(200);
        assertThat(chat(customer.key(), Slice.MODEL).statusCode()).isEqualTo(200);
        JsonNode old = json(house.get("/platform/v1/key_peppers", house.operator()), 200)
                .get("data")
                .get(before.size() - 1);
        assertThat(old.get("retiresAt").isNull()).isFalse();
        assertThat(old.get("keysLeft").asInt()).isPositive();
        assertCode(
                house.send(
                        "/platform/v1/key_peppers/" + old.get("version").asInt(),
                        "DELETE",
                        null,
                        house.operator(),
                        null),
                409,
                "conflict");
    }

    @Test
    void theOfficialClientsAdminCallsWork() {
        OpenAIClient admin = OpenAIOkHttpClient.builder()
                .baseUrl("http://127.0.0.1:" + house.server().port() + "/v1")
                .adminApiKey(customer.made().get("adminKey").asText())
                .maxRetries(0)
                .build();
        var adminKeys = admin.admin().organization().adminApiKeys();
        AdminApiKeyCreateResponse made = adminKeys.create(AdminApiKeyCreateParams.builder()
                .name("sdk")
                .expiresInSeconds(3_600)
                .build());
        assertThat(made.value()).startsWith("hk_");
        AdminApiKey found = adminKeys.retrieve(made.id());
        found.validate();
        assertThat(found.name()).hasValue("sdk");
        assertThat(found.expiresAt()).isPresent();
        assertThat(adminKeys.list().data()).extracting(AdminApiKey::id).contains(made.id());
        adminKeys.delete(made.id()).validate();

        String key = create("{\"name\":\"sdk project\"}").get("id").asText();
        var projectKeys = admin.admin().organization().projects().apiKeys();
        ProjectApiKey one = projectKeys.retrieve(ApiKeyRetrieveParams.builder()
                .projectId(customer.project())
                .apiKeyId(key)
                .build());
        one.validate();
        assertThat(one.name()).isEqualTo("sdk project");
        assertThat(projectKeys.list(customer.project()).data())
                .extracting(ProjectApiKey::id)
                .contains(key);
        projectKeys
                .delete(ApiKeyDeleteParams.builder()
                        .projectId(customer.project())
                        .apiKeyId(key)
                        .build())
                .validate();
        admin.close();
    }

    private static String keys(String project) {
        return "/v1/organization/projects/" + project + "/api_keys";
    }

    private static String path(JsonNode key) {
        return keys(customer.project()) + "/" + key.get("id").asText();
    }

    private static JsonNode create(String body) {
        return json(asAdmin(keys(customer.project()), "POST", body), 201);
    }

    private static String made(String body) {
        return create(body).get("value").asText();
    }

    private static HttpResponse<String> asAdmin(String path, String method, @Nullable String body) {
        return house.send(path, method, body, customer.admin(), null);
    }

    private static HttpResponse<String> models(String key) {
        return house.get("/v1/models", "Bearer " + key);
    }

    private static HttpResponse<String> chat(String key, String model) {
        String body = Slice.body("keys", "\"tokens\":1", false).replace(Slice.MODEL, model);
        return house.send(CHAT, "POST", body, "Bearer " + key, null);
    }

    /** The id of one key with the secret of another, checksum made right. */
    private static String withOtherSecret(String id, String secret) {
        return checked(id.substring(0, 30) + secret.substring(30, 73));
    }

    private static String withOtherId(String key) {
        return checked("hk_01JD0000000000000000000000" + key.substring(29, 73));
    }

    /** As {@code docs/api-keys.md} says. */
    private static String checked(String body) {
        var crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        String digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        var check = new StringBuilder();
        for (long rest = crc.getValue(); check.length() < 6; rest /= digits.length()) {
            check.insert(0, digits.charAt((int) (rest % digits.length())));
        }
        return body + check;
    }

    private static String withoutId(HttpResponse<String> answer) {
        return answer.body().replaceAll("req_[0-9A-Z]{26}", "req");
    }

    private static Map<String, List<String>> headersWithoutId(HttpResponse<String> answer) {
        var headers = new TreeMap<>(answer.headers().map());
        headers.remove("x-request-id");
        headers.remove("date");
        return headers;
    }
}
