package cloud.hanok.api.provisioning;

import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.api.OperatedServer;
import cloud.hanok.platform.home.HomeSecrets;
import cloud.hanok.platform.home.Homes;
import cloud.hanok.platform.home.TenantHome;
import cloud.hanok.platform.home.TenantVaults;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.saga.FaultInjectingSaga;
import cloud.hanok.platform.saga.FaultInjectingSaga.Fault;
import cloud.hanok.platform.saga.FaultInjectingSaga.Point;
import cloud.hanok.platform.saga.SagaDefinition;
import cloud.hanok.platform.saga.SagaState;
import cloud.hanok.standalone.testing.CassandraForTests;
import cloud.hanok.standalone.testing.OwnCassandra;
import cloud.hanok.standalone.testing.ProvisionerForTests;
import cloud.hanok.tenant.organization.Isolation;
import cloud.hanok.tenant.organization.NewTenant;
import cloud.hanok.tenant.organization.TenantPolicy;
import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dedicated tenant whose rows are on a Cassandra of their own, a second real one beside the platform's. */
@Tag("long")
class DedicatedClusterIT {
    private static final String CLUSTER = "chuncheon-2";
    private static final Duration REVOKED_LIMIT = Duration.ofSeconds(5);
    private static final Duration FOUND_AGAIN_LIMIT = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LEASE = Duration.ofSeconds(20);

    @TempDir
    private static Path folder;

    private static OwnCassandra cluster;
    private static OperatedServer house;
    private static JsonNode agency;
    private static TenantHome home;

    @BeforeAll
    static void start() throws IOException {
        cluster = OwnCassandra.start(folder.resolve("cluster"));
        Map<String, Object> settings = new HashMap<>(ProvisionerForTests.get().settings());
        settings.putAll(cluster.settings(CLUSTER));
        house = OperatedServer.start(Files.createDirectory(folder.resolve("house")), settings);
        long from = System.nanoTime();
        agency = house.created("/platform/v1/tenants", body("DEDICATED", "춘천의 기관", ",\"cluster\":\"" + CLUSTER + "\""));
        System.out.printf(
                "a dedicated tenant on a cluster of its own was made in %d ms%n",
                (System.nanoTime() - from) / 1_000_000);
        home = bean(Homes.class).tenants().find(id(agency)).orElseThrow();
    }

    @AfterAll
    static void stop() {
        house.close();
        cluster.close();
    }

    @Test
    void itsRowsAreOnItsClusterAndNothingOfItIsOnThePlatforms() {
        assertThat(agency.get("cluster").asText()).isEqualTo(CLUSTER);
        assertThat(json(house.get(path(agency), house.operator()), 200)
                        .get("cluster")
                        .asText())
                .isEqualTo(CLUSTER);
        String project = house.created(path(agency) + "/projects", "{\"name\":\"민원\"}")
                .get("id")
                .asText();
        String password = HomeSecrets.read(bean(TenantVaults.class).of(id(agency)))
                .cassandraPassword()
                .reveal();
        String theirs = "SELECT project FROM " + home.keyspace() + ".projects WHERE tenant = '"
                + id(agency).text() + "'";
        try (CqlSession session = session(cluster.contactPoint(), home.role(), password)) {
            assertThat(session.execute(theirs).all()).anyMatch(row -> project.equals(row.getString("project")));
            assertThat(session.getMetadata()
                            .getKeyspace(home.keyspace())
                            .orElseThrow()
                            .getReplication())
                    .containsEntry(cluster.localDatacenter(), "1");
        }
        CassandraForTests platform = CassandraForTests.get();
        assertThat(keyspaces(platform.contactPoint(), platform.username(), platform.password()))
                .as("on the platform's cluster")
                .doesNotContain(home.keyspace());
        assertThatThrownBy(() ->
                        session(platform.contactPoint(), home.role(), password).close())
                .as("nor is its role there")
                .isInstanceOfAny(AuthenticationException.class, AllNodesFailedException.class);
    }

    @Test
    void itsKeysAreRevokedWithinSeconds() {
        JsonNode key = key(agency);
        String bearer = "Bearer " + key.get("value").asText();
        await("the key is taken", FOUND_AGAIN_LIMIT, () -> models(bearer).statusCode() == 200);
        String project = key.get("project").asText();
        String path = "/platform/v1/projects/" + project + "/api_keys/"
                + key.get("id").asText();
        assertThat(house.send(path, "DELETE", null, house.operator(), null).statusCode())
                .isEqualTo(204);
        await("the key is refused", REVOKED_LIMIT, () -> models(bearer).statusCode() == 401);
    }

    @Test
    void oneThatComesToNothingLeavesNothingThere() throws Exception {
        SagaDefinition provision = bean(TenantSagas.class).provision(Isolation.DEDICATED);
        FaultInjectingSaga faults = new FaultInjectingSaga(
                provision,
                List.of(
                        new Point("keyspace", true, Fault.FAILED_AFTER),
                        new Point(provision.steps().getLast().name(), false, Fault.REFUSED)));
        TenantId tenant = new TenantId(bean(Ulids.class).next());
        TenantPolicy policy = TenantPolicy.usual(Isolation.DEDICATED);
        NewTenant wanted = new NewTenant("깨진 기관 " + tenant, Isolation.DEDICATED, Set.of("KR"), 1, policy, CLUSTER);
        SagaState ended =
                new CarriedSaga(house.server().context(), LEASE, PATIENCE).run(tenant, wanted, faults.broken());
        assertThat(faults.unreached()).isEmpty();
        assertThat(ended).isEqualTo(SagaState.UNDONE);
        assertThat(bean(Homes.class).tenants().find(tenant)).isEmpty();
        String password = HomeSecrets.read(bean(TenantVaults.class).of(id(agency)))
                .cassandraPassword()
                .reveal();
        assertThat(keyspaces(cluster.contactPoint(), home.role(), password))
                .contains(home.keyspace())
                .noneMatch(name -> name.endsWith(tenant.ulid().toString().toLowerCase(Locale.ROOT)));
    }

    @Test
    void whileItsClusterIsAwayNobodyElseNoticesAndItIsFoundAgain() {
        JsonNode neighbour = house.created("/platform/v1/tenants", body("SHARED", "이웃 기업", ""));
        key(neighbour);
        assertThat(projects(agency).statusCode()).isEqualTo(200);
        cluster.kill();
        try {
            await("it is told so", FOUND_AGAIN_LIMIT, () -> projects(agency).statusCode() == 503);
            assertThat(projects(neighbour).statusCode()).isEqualTo(200);
            key(neighbour);
            assertThat(house.get("/health/readiness", null).statusCode()).isEqualTo(200);
            assertThat(json(house.get("/platform/v1/tenants", house.operator()), 200)
                            .get("data"))
                    .anyMatch(tenant -> id(tenant).equals(id(agency))
                            && CLUSTER.equals(tenant.get("cluster").asText()))
                    .anyMatch(tenant -> id(tenant).equals(id(neighbour))
                            && tenant.get("log").has("vkey"));
        } finally {
            cluster.resume();
        }
        await("it is found again", FOUND_AGAIN_LIMIT, () -> projects(agency).statusCode() == 200);
    }

    private static HttpResponse<String> projects(JsonNode tenant) {
        return house.get(path(tenant) + "/projects", house.operator());
    }

    private static HttpResponse<String> models(String bearer) {
        return house.get("/v1/models", bearer);
    }

    /** A new key of a new project. */
    private static JsonNode key(JsonNode tenant) {
        String project = house.created(path(tenant) + "/projects", "{\"name\":\"상담 " + System.nanoTime() + "\"}")
                .get("id")
                .asText();
        return house.created("/platform/v1/projects/" + project + "/api_keys", "{\"name\":\"서버\"}");
    }

    private static List<String> keyspaces(InetSocketAddress address, String role, String password) {
        try (CqlSession session = session(address, role, password)) {
            return session.getMetadata().getKeyspaces().keySet().stream()
                    .map(name -> name.asInternal())
                    .toList();
        }
    }

    private static CqlSession session(InetSocketAddress address, String role, String password) {
        return CqlSession.builder()
                .addContactPoint(address)
                .withLocalDatacenter(cluster.localDatacenter())
                .withAuthCredentials(role, password)
                .build();
    }

    private static String path(JsonNode tenant) {
        return "/platform/v1/tenants/" + id(tenant).text();
    }

    private static TenantId id(JsonNode tenant) {
        return TenantId.parse(tenant.get("id").asText());
    }

    private static <T> T bean(Class<T> type) {
        return house.server().context().getBean(type);
    }

    private static String body(String isolation, String name, String more) {
        return "{\"name\":\"" + name + "\",\"isolation\":\"" + isolation
                + "\",\"allowedJurisdictions\":[\"KR\"],\"creditLimitWon\":1000000" + more + "}";
    }
}
