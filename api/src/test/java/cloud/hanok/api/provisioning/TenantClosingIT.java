package cloud.hanok.api.provisioning;

import static cloud.hanok.api.OperatedServer.assertCode;
import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.OperatedServer;
import cloud.hanok.content.file.FilePurpose;
import cloud.hanok.content.file.NewFile;
import cloud.hanok.content.file.StoredFile;
import cloud.hanok.content.response.Responses;
import cloud.hanok.content.response.StoredResponse;
import cloud.hanok.content.webhook.WebhookEventType;
import cloud.hanok.content.webhook.Webhooks;
import cloud.hanok.platform.envelope.DataClass;
import cloud.hanok.platform.envelope.EncryptionKey;
import cloud.hanok.platform.envelope.EncryptionKeys;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.ResponseId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.saga.FaultInjectingSaga;
import cloud.hanok.platform.saga.FaultInjectingSaga.Fault;
import cloud.hanok.platform.saga.FaultInjectingSaga.Point;
import cloud.hanok.platform.saga.SagaDefinition;
import cloud.hanok.platform.saga.SagaState;
import cloud.hanok.standalone.testing.KeycloakForTests;
import cloud.hanok.standalone.testing.KeycloakForTests.Person;
import cloud.hanok.tenant.identity.Identities;
import cloud.hanok.tenant.key.ApiKeys;
import cloud.hanok.tenant.organization.Isolation;
import cloud.hanok.tenant.organization.NewTenant;
import cloud.hanok.tenant.organization.TenantChange;
import cloud.hanok.tenant.organization.TenantState;
import cloud.hanok.tenant.organization.TenantStates;
import cloud.hanok.tenant.organization.TenantStates.Standing;
import cloud.hanok.tenant.organization.TenantSteps.Move;
import cloud.hanok.tenant.organization.Tenants;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a tenant whose grace is over, against a real Cassandra, Keycloak and OpenBao. */
class TenantClosingIT {
    private static final KeycloakForTests KEYCLOAK = KeycloakForTests.get();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static OperatedServer house;

    @BeforeAll
    static void start() throws IOException {
        house = OperatedServer.start(
                folder,
                Map.of(
                        "hanok.tenants.closing-grace",
                        "1s",
                        "hanok.files.dir",
                        folder.resolve("objects").toString()));
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    /** A tenant that keeps something of everything. */
    private record Full(
            JsonNode tenant,
            TenantId id,
            ProjectId project,
            String key,
            String webhook,
            StoredFile file,
            StoredResponse response) {
        static Full make(String name) {
            JsonNode tenant = house.created("/platform/v1/tenants", body(name));
            TenantId id = TenantId.parse(tenant.get("id").asText());
            String project = house.created(path(id) + "/projects", "{\"name\":\"상담\"}")
                    .get("id")
                    .asText();
            String key = house.created("/platform/v1/projects/" + project + "/api_keys", "{\"name\":\"서버\"}")
                    .get("value")
                    .asText();
            ProjectId of = ProjectId.parse(project);
            byte[] words = "아무도 읽지 못할 내용".getBytes(UTF_8);
            StoredFile file;
            try {
                file = bean(cloud.hanok.content.file.Files.class)
                        .create(
                                id,
                                new NewFile(of, "내용.txt", FilePurpose.ASSISTANTS, Optional.empty()),
                                new ByteArrayInputStream(words));
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            var response = new StoredResponse(
                    new ResponseId(bean(Ulids.class).next()),
                    of,
                    List.of(),
                    "[]".getBytes(UTF_8),
                    "{\"output\":\"답\"}".getBytes(UTF_8));
            bean(Responses.class).keep(id, response);
            String webhook = bean(Webhooks.class)
                    .create(id, of, "알림", "https://hooks.example.kr/", Set.of(WebhookEventType.BATCH_COMPLETED))
                    .webhook()
                    .id()
                    .text();
            return new Full(tenant, id, of, "Bearer " + key, webhook, file, response);
        }

        boolean isReadable() {
            Optional<StoredFile> found =
                    bean(cloud.hanok.content.file.Files.class).find(id, file.id());
            if (found.isEmpty()) {
                return false;
            }
            try (InputStream content =
                    bean(cloud.hanok.content.file.Files.class).open(id, found.get(), 0)) {
                return new String(content.readAllBytes(), UTF_8).equals("아무도 읽지 못할 내용");
            } catch (IOException damaged) {
                throw new UncheckedIOException(damaged);
            }
        }
    }

    @Test
    void whenItsGraceIsOverNothingOfItCanBeReadAndNobodyElseLosesAnything() throws IOException {
        Full staying = Full.make("남는 기관");
        Full leaving = Full.make("떠난 기관");
        Person alone = join(leaving.id());
        Person both = join(leaving.id());
        join(staying.id(), both);
        suspend(staying.id());
        assertThat(objects(leaving.id())).isEqualTo(1);
        close(leaving, "떠난 기관");

        JsonNode closed = closed(leaving.id());
        assertThat(closed.has("closing")).isFalse();
        assertThat(closed.at("/erasure/endedAt").isTextual()).isTrue();
        assertThat(closed.at("/erasure/steps"))
                .isNotEmpty()
                .allMatch(step -> step.get("state").asText().equals("done"));

        assertThat(leaving.isReadable()).isFalse();
        assertThat(bean(Responses.class).find(leaving.id(), leaving.response().id()))
                .isEmpty();
        assertThat(bean(Webhooks.class).list(leaving.id(), leaving.project())).isEmpty();
        assertThat(objects(leaving.id())).isZero();
        assertThat(objects(staying.id())).isEqualTo(1);
        for (EncryptionKey key : bean(EncryptionKeys.class).list(leaving.id())) {
            assertThat(key.destroyedAt().isPresent())
                    .as("%s", key.dataClass())
                    .isEqualTo(key.dataClass() != DataClass.AUDIT);
        }
        assertThat(bean(ApiKeys.class)
                        .list(leaving.id(), leaving.project(), null, 10)
                        .items())
                .allMatch(key -> key.revokedAt() != null);
        await(
                "its keys are refused",
                Duration.ofSeconds(5),
                () -> house.get("/v1/models", leaving.key()).statusCode() == 401);
        assertThat(bean(Identities.class).organization(leaving.id())).isEmpty();
        assertThat(bean(Identities.class).findByEmail(alone.email())).isEmpty();
        assertThat(bean(Identities.class).findByEmail(both.email()))
                .as("who is somebody elsewhere stays, also where that is suspended")
                .isPresent();
        assertThat(bean(Identities.class).tenantsOf(both.id())).containsExactly(staying.id());

        for (String action : List.of("/reopen", "/resume", "/repair")) {
            assertCode(house.send(path(leaving.id()) + action, "POST", null, house.operator(), null), 409, "conflict");
        }
        assertCode(house.post(path(leaving.id()) + "/projects", "{\"name\":\"다시\"}"), 409, "conflict");
        assertCode(
                house.post("/platform/v1/projects/" + leaving.project().text() + "/api_keys", "{\"name\":\"다시\"}"),
                409,
                "conflict");
        for (String shown : List.of("/audit_logs", "/projects", "/invites", "/limits", "/encryption_keys")) {
            json(house.get(path(leaving.id()) + shown, house.operator()), 200);
        }
        assertThat(house.get(path(leaving.id()) + "/identity_provider", house.operator())
                        .statusCode())
                .isEqualTo(404);
        assertThat(closed.get("log"))
                .as("its transparency log stays")
                .isEqualTo(leaving.tenant().get("log"));
        house.created("/platform/v1/tenants", body("떠난 기관"));

        json(house.send(path(staying.id()) + "/resume", "POST", null, house.operator(), null), 200);
        assertThat(staying.isReadable()).isTrue();
        assertThat(bean(Responses.class).find(staying.id(), staying.response().id()))
                .isPresent();
        assertThat(bean(Webhooks.class).list(staying.id(), staying.project())).hasSize(1);
        await(
                "its key is taken",
                Duration.ofSeconds(5),
                () -> house.get("/v1/models", staying.key()).statusCode() == 200);
    }

    @Test
    void oneThatIsReopenedIsNotErased() {
        Full tenant = Full.make("되돌린 기관");
        close(tenant, "되돌린 기관");
        json(house.send(path(tenant.id()) + "/reopen", "POST", null, house.operator(), null), 200);
        await(
                "its grace is over",
                PATIENCE,
                () -> bean(TenantStates.class).due(Instant.now(), 100).stream()
                        .anyMatch(due -> due.tenant().equals(tenant.id())));
        bean(TenantClosings.class).turn();
        assertThat(bean(Tenants.class).get(tenant.id()).state()).isEqualTo(TenantState.SUSPENDED);
        assertThat(tenant.isReadable()).isTrue();
    }

    @Test
    void whateverDiesInBetweenItIsErasedInTheEnd() {
        SagaDefinition erase = bean(TenantSagas.class).erase(Isolation.SHARED);
        for (Fault fault :
                List.of(Fault.DIED_AFTER, Fault.DIED_BEFORE, Fault.FAILED_AFTER, Fault.FAILED_BEFORE, Fault.TWICE)) {
            TenantId id = new TenantId(bean(Ulids.class).next());
            bean(Tenants.class).record(id, new NewTenant("끝난 기관 " + fault, Isolation.SHARED, Set.of("KR"), 1));
            bean(EncryptionKeys.class).ensure(id);
            bean(Identities.class).ensureOrganization(id, "끝난 기관");
            TenantProvisioning provisioning = bean(TenantProvisioning.class);
            provisioning.move(id, TenantChange.SUSPEND, "미납");
            Standing suspended = bean(TenantStates.class).of(id);
            Move move = new Move(id, suspended.revision(), TenantState.ERASING, "계약 종료", null);
            List<Point> points = new ArrayList<>();
            erase.steps().forEach(step -> points.add(new Point(step.name(), false, fault)));
            FaultInjectingSaga faults = new FaultInjectingSaga(erase, points);

            SagaState ended = new CarriedSaga(house.server().context(), Duration.ofMillis(500), PATIENCE)
                    .run(id, TenantSagaInput.erasure(move, null, Optional.empty()), faults.broken());

            assertThat(faults.unreached()).as("%s", fault).isEmpty();
            assertThat(ended).as("%s", fault).isEqualTo(SagaState.DONE);
            assertThat(bean(Tenants.class).get(id).state()).as("%s", fault).isEqualTo(TenantState.CLOSED);
            assertThat(bean(EncryptionKeys.class)
                            .describe(id, DataClass.CONTENT)
                            .destroyedAt())
                    .as("%s", fault)
                    .isPresent();
            assertThat(bean(Identities.class).organization(id)).as("%s", fault).isEmpty();
        }
    }

    private static void suspend(TenantId id) {
        json(house.post(path(id) + "/suspend", "{\"reason\":\"계약 종료\"}"), 200);
    }

    private static void close(Full tenant, String name) {
        suspend(tenant.id());
        json(house.post(path(tenant.id()) + "/close", "{\"reason\":\"계약 종료\",\"confirm\":\"" + name + "\"}"), 200);
    }

    private static JsonNode closed(TenantId id) {
        await("it is closed", PATIENCE, () -> {
            bean(TenantClosings.class).turn();
            return bean(Tenants.class).get(id).state() == TenantState.CLOSED;
        });
        await(
                "its last step is recorded",
                PATIENCE,
                () -> json(house.get(path(id), house.operator()), 200)
                        .at("/erasure/endedAt")
                        .isTextual());
        return json(house.get(path(id), house.operator()), 200);
    }

    private static Person join(TenantId tenant) {
        Person person = KEYCLOAK.newPerson("closing-" + System.nanoTime() + "@people.example");
        join(tenant, person);
        return person;
    }

    private static void join(TenantId tenant, Person person) {
        String token = house.created(
                        path(tenant) + "/invites", "{\"email\":\"" + person.email() + "\",\"role\":\"developer\"}")
                .get("token")
                .asText();
        json(
                house.send(
                        "/platform/v1/invitations/accept",
                        "POST",
                        "{\"token\":\"" + token + "\"}",
                        "Bearer " + KEYCLOAK.token(person, "openid"),
                        null),
                200);
    }

    /** Objects of a tenant in the store. */
    private static long objects(TenantId tenant) throws IOException {
        Path of = folder.resolve("objects").resolve(tenant.ulid().toString());
        try (Stream<Path> all = Files.walk(of)) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    private static String path(TenantId id) {
        return "/platform/v1/tenants/" + id.text();
    }

    private static <T> T bean(Class<T> type) {
        return house.server().context().getBean(type);
    }

    private static String body(String name) {
        return "{\"name\":\"" + name
                + "\",\"isolation\":\"SHARED\",\"allowedJurisdictions\":[\"KR\"],\"creditLimitWon\":1000}";
    }
}
