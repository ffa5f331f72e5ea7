package cloud.hanok.api.provisioning;

import static cloud.hanok.api.OperatedServer.assertCode;
import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.OperatedServer;
import cloud.hanok.compliance.receipt.TransparencyLogs;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.saga.FaultInjectingSaga;
import cloud.hanok.platform.saga.FaultInjectingSaga.Fault;
import cloud.hanok.platform.saga.FaultInjectingSaga.Point;
import cloud.hanok.platform.saga.SagaDefinition;
import cloud.hanok.platform.saga.SagaState;
import cloud.hanok.standalone.keycloak.KeycloakAdministrator;
import cloud.hanok.standalone.testing.KeycloakForTests;
import cloud.hanok.tenant.identity.Identities;
import cloud.hanok.tenant.organization.Isolation;
import cloud.hanok.tenant.organization.NewTenant;
import cloud.hanok.tenant.organization.Tenants;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of tenants against a real Cassandra, Keycloak and OpenBao. */
class TenantLifeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GATEWAY_LIMIT = Duration.ofSeconds(5);

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
    void aSharedTenantIsWholeInUnderTwoSeconds() {
        house.created("/platform/v1/tenants", body("먼저 만든 기관"));
        long from = System.nanoTime();
        JsonNode tenant = house.created("/platform/v1/tenants", body("둘째 기관"));
        long millis = (System.nanoTime() - from) / 1_000_000;
        System.out.println("a shared tenant was made in " + millis + " ms");
        assertThat(tenant.get("state").asText()).isEqualTo("active");
        assertThat(tenant.has("steps")).isFalse();
        TenantId id = TenantId.parse(tenant.get("id").asText());
        assertThat(bean(Identities.class).organization(id).orElseThrow().enabled())
                .isTrue();
        assertThat(millis).isLessThan(2_000);
    }

    @Test
    void theSameRequestFindsTheSameTenantAndItsKeyOnlyOnce() {
        HttpResponse<String> first = once("once", body("한 번만"));
        JsonNode made = json(first, 201);
        assertCode(once("once", body("한 번만")), 409, "conflict");
        assertCode(once("twice", body("한 번만")), 409, "name_taken");
        assertCode(once("twice", body("한 번만")), 409, "name_taken");
        JsonNode found = json(house.get(path(made), house.operator()), 200);
        assertThat(found.get("state").asText()).isEqualTo("active");
    }

    @Test
    void brokenAtAnyStepATenantIsWholeOrHasNoTrace() {
        SagaDefinition provision = bean(TenantSagas.class).provision(Isolation.SHARED);
        String last = provision.steps().getLast().name();
        CarriedSaga carried = new CarriedSaga(house.server().context(), Duration.ofMillis(500), PATIENCE);
        int points = 0;
        for (Point point : FaultInjectingSaga.points(provision)) {
            List<Point> broken = point.undo() ? List.of(point, new Point(last, false, Fault.REFUSED)) : List.of(point);
            FaultInjectingSaga faults = new FaultInjectingSaga(provision, broken);
            TenantId tenant = new TenantId(bean(Ulids.class).next());
            NewTenant wanted = new NewTenant("깨진 기관 " + points, Isolation.SHARED, Set.of("KR"), 1);
            boolean whole = carried.run(tenant, wanted, faults.broken()) == SagaState.DONE;
            assertThat(faults.unreached()).as("%s was reached", point).isEmpty();
            assertThat(whole).as("%s", point).isEqualTo(!point.undo() && point.fault() != Fault.REFUSED);
            assertThat(bean(Tenants.class).find(tenant).isPresent())
                    .as("record, %s", point)
                    .isEqualTo(whole);
            assertThat(bean(TransparencyLogs.class).find(tenant).isPresent())
                    .as("log, %s", point)
                    .isEqualTo(whole);
            assertThat(bean(Identities.class).organization(tenant).isPresent())
                    .as("organization, %s", point)
                    .isEqualTo(whole);
            if (!whole) {
                TenantId next = new TenantId(bean(Ulids.class).next());
                bean(Tenants.class).record(next, wanted);
            }
            points++;
        }
        System.out.println("points at which the making of a tenant was broken: " + points);
    }

    @Test
    void aSuspendedTenantsKeysAreRefusedOnlyToTheirHoldersUntilItIsResumed() {
        JsonNode tenant = house.created("/platform/v1/tenants", body("정지될 기관"));
        TenantId id = TenantId.parse(tenant.get("id").asText());
        JsonNode project = house.created(path(tenant) + "/projects", "{\"name\":\"상담\"}");
        JsonNode key =
                house.created("/platform/v1/projects/" + project.get("id").asText() + "/api_keys", "{\"name\":\"서버\"}");
        String holder = "Bearer " + key.get("value").asText();
        String administrator = "Bearer " + tenant.get("adminKey").asText();
        assertThat(house.get("/v1/models", holder).statusCode()).isEqualTo(200);
        assertThat(house.get("/v1/models", administrator).statusCode()).isEqualTo(200);

        assertCode(house.post(path(tenant) + "/suspend", "{}"), 400, "missing_required_parameter");
        long from = System.nanoTime();
        JsonNode suspended = json(house.post(path(tenant) + "/suspend", "{\"reason\":\"미납\"}"), 200);
        assertThat(suspended.get("state").asText()).isEqualTo("suspended");
        await(
                "the key is refused",
                GATEWAY_LIMIT,
                () -> house.get("/v1/models", holder).statusCode() == 403);
        System.out.println(
                "a suspended tenant's key was refused after " + (System.nanoTime() - from) / 1_000_000 + " ms");
        assertCode(house.get("/v1/models", holder), 403, "tenant_suspended");
        await(
                "the admin key too",
                GATEWAY_LIMIT,
                () -> house.get("/v1/models", administrator).statusCode() == 403);
        assertThat(house.get("/v1/models", "Bearer hk_nobody").statusCode()).isEqualTo(401);
        assertThat(bean(Identities.class).organization(id).orElseThrow().enabled())
                .isFalse();
        assertThat(json(house.get(path(tenant), house.operator()), 200).get("log"))
                .as("what it has stays")
                .isEqualTo(tenant.get("log"));
        json(house.post(path(tenant) + "/suspend", "{\"reason\":\"again\"}"), 200);

        JsonNode resumed = json(house.send(path(tenant) + "/resume", "POST", null, house.operator(), null), 200);
        assertThat(resumed.get("state").asText()).isEqualTo("active");
        await(
                "the key is taken again",
                GATEWAY_LIMIT,
                () -> house.get("/v1/models", holder).statusCode() == 200);
        assertThat(bean(Identities.class).organization(id).orElseThrow().enabled())
                .isTrue();
    }

    @Test
    void onlyASuspendedTenantIsClosedAndItsClosingCanBeTakenBack() {
        JsonNode tenant = house.created("/platform/v1/tenants", body("떠나는 기관"));
        String close = "{\"reason\":\"계약 종료\",\"confirm\":\"떠나는 기관\"}";
        String administrator = "Bearer " + tenant.get("adminKey").asText();
        assertCode(house.post(path(tenant) + "/close", close), 409, "conflict");
        assertCode(bare(tenant, "/reopen"), 409, "conflict");

        json(house.post(path(tenant) + "/suspend", "{\"reason\":\"미납\"}"), 200);
        assertCode(house.post(path(tenant) + "/close", close.replace("떠나는", "다른")), 400, "invalid_value");
        JsonNode closing = json(house.post(path(tenant) + "/close", close), 200);
        assertThat(closing.get("state").asText()).isEqualTo("closing");
        JsonNode shown = closing.get("closing");
        assertThat(shown.get("reason").asText()).isEqualTo("계약 종료");
        assertThat(Duration.between(
                        Instant.parse(shown.get("at").asText()),
                        Instant.parse(shown.get("endsAt").asText())))
                .isBetween(Duration.ofDays(30).minusMinutes(1), Duration.ofDays(30));
        assertThat(json(house.post(path(tenant) + "/close", close), 200).get("closing"))
                .as("again, it promises the same")
                .isEqualTo(shown);
        assertCode(house.post(path(tenant) + "/suspend", "{\"reason\":\"again\"}"), 409, "conflict");
        assertCode(bare(tenant, "/resume"), 409, "conflict");
        await(
                "its key is refused",
                GATEWAY_LIMIT,
                () -> house.get("/v1/models", administrator).statusCode() == 403);

        JsonNode reopened = json(bare(tenant, "/reopen"), 200);
        assertThat(reopened.get("state").asText()).isEqualTo("suspended");
        assertThat(reopened.has("closing")).isFalse();
        json(bare(tenant, "/resume"), 200);
        await(
                "its key is taken again",
                GATEWAY_LIMIT,
                () -> house.get("/v1/models", administrator).statusCode() == 200);
    }

    private static HttpResponse<String> bare(JsonNode tenant, String action) {
        return house.send(path(tenant) + action, "POST", null, house.operator(), null);
    }

    @Test
    void aTenantOfAnEarlierReleaseIsGivenItsOrganizationByRepair() {
        TenantId id = new TenantId(bean(Ulids.class).next());
        bean(Tenants.class).record(id, new NewTenant("옛 기관", Isolation.SHARED, Set.of("KR"), 1));
        bean(TransparencyLogs.class).create(id);
        String path = "/platform/v1/tenants/" + id.text();
        assertThat(json(house.get(path, house.operator()), 200).get("state").asText())
                .isEqualTo("active");
        for (int time = 0; time < 2; time++) {
            json(house.send(path + "/repair", "POST", null, house.operator(), null), 200);
            assertThat(bean(Identities.class).organization(id)).isPresent();
        }
    }

    @Test
    void anOrganizationOfAnEarlierReleaseIsGivenTheNameThatPeopleReadByRepair() {
        KeycloakForTests keycloak = KeycloakForTests.get();
        TenantId id = new TenantId(bean(Ulids.class).next());
        bean(Tenants.class).record(id, new NewTenant("이름을 숨긴 기관", Isolation.SHARED, Set.of("KR"), 1));
        bean(TransparencyLogs.class).create(id);
        String organizations = "/realms/" + keycloak.realm() + "/organizations";
        try (KeycloakAdministrator administrator = keycloak.administrator()) {
            administrator.create(
                    organizations,
                    "{\"name\":\"%1$s\",\"alias\":\"%1$s\",\"enabled\":true,\"attributes\":{\"tenant\":[\"%1$s\"]}}"
                            .formatted(id.text()));
            json(
                    house.send("/platform/v1/tenants/" + id.text() + "/repair", "POST", null, house.operator(), null),
                    200);
            String made = bean(Identities.class).organization(id).orElseThrow().id();
            JsonNode attributes = administrator.get(organizations + "/" + made).get("attributes");
            assertThat(attributes.at("/display_name/0").asText()).isEqualTo("이름을 숨긴 기관");
            assertThat(attributes.at("/tenant/0").asText()).isEqualTo(id.text());
        }
    }

    private static HttpResponse<String> once(String key, String body) {
        return house.send("/platform/v1/tenants", "POST", body, house.operator(), key);
    }

    private static String path(JsonNode tenant) {
        return "/platform/v1/tenants/" + tenant.get("id").asText();
    }

    private static <T> T bean(Class<T> type) {
        return house.server().context().getBean(type);
    }

    private static String body(String name) {
        return "{\"name\":\"" + name
                + "\",\"isolation\":\"SHARED\",\"allowedJurisdictions\":[\"KR\"],\"creditLimitWon\":1000}";
    }
}
