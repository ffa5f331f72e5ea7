package cloud.hanok.api.provisioning;

import static cloud.hanok.api.OperatedServer.assertCode;
import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.OperatedServer;
import cloud.hanok.api.batches.BatchRunner;
import cloud.hanok.api.responses.BackgroundRunner;
import cloud.hanok.api.scripted.ScriptedEngine;
import cloud.hanok.api.scripted.ScriptedRequest;
import cloud.hanok.content.background.BackgroundResponses;
import cloud.hanok.content.batch.Batches;
import cloud.hanok.content.file.FilePurpose;
import cloud.hanok.content.file.NewFile;
import cloud.hanok.content.file.StoredFile;
import cloud.hanok.content.response.Responses;
import cloud.hanok.content.response.StoredResponse;
import cloud.hanok.content.webhook.WebhookEventType;
import cloud.hanok.content.webhook.Webhooks;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
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
import cloud.hanok.standalone.keycloak.KeycloakAdministrator;
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
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a tenant whose grace is over, against a real Cassandra, Keycloak and OpenBao. */
class TenantClosingIT {
    private static final KeycloakForTests KEYCLOAK = KeycloakForTests.get();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String MODEL = "closing-scripted";
    private static final int LONGEST = 3000;

    /** A minute of work. */
    private static final String LONG = "\"tokens\":" + LONGEST + ",\"gapMillis\":20";

    /** Far longer than runners look away. */
    private static final Duration SEVERAL_LOOKS = Duration.ofSeconds(4);

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
        setProvider(leaving.id());
        setProvider(staying.id());
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
        assertThat(providers())
                .noneMatch(provider -> provider.contains(leaving.id().ulid().toString()))
                .anyMatch(provider -> provider.contains(staying.id().ulid().toString()));
        assertErasureIsRecorded(leaving, closed);
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
    void whatRunsWhenItIsErasedEndsAndIsBilledAndNothingIsWrittenAfterwards() throws Exception {
        Full tenant = Full.make("일하던 기관");
        long before = Instant.now().getEpochSecond();
        try (ScriptedEngine engine = ScriptedEngine.start(0);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            offer(engine);
            post(tenant, "/v1/responses", response("answered", "\"tokens\":5", false));
            Future<HttpResponse<String>> watched = clients.submit(
                    () -> house.send("/v1/responses", "POST", response("watched", LONG, true), tenant.key(), null));
            post(tenant, "/v1/responses", response("unwatched", LONG, false));
            startBatch(tenant, List.of("\"tokens\":3", LONG, LONG));
            try {
                await(
                        "all are being answered",
                        Duration.ofSeconds(30),
                        () -> engine.requests().size() == 6 && ended(engine) == 2);
            } catch (AssertionError late) {
                throw new AssertionError(
                        engine.requests() + "\n"
                                + house.get("/v1/batches", tenant.key()).body() + "\n"
                                + (watched.isDone() ? watched.get().body() : "watched runs"),
                        late);
            }
            close(tenant, "일하던 기관");
            closed(tenant.id());

            assertThat(outcomes(engine))
                    .as("every engine stopped, long before its answer's end")
                    .containsExactlyInAnyOrder(
                            ScriptedRequest.Outcome.COMPLETED,
                            ScriptedRequest.Outcome.COMPLETED,
                            ScriptedRequest.Outcome.ABORTED,
                            ScriptedRequest.Outcome.ABORTED,
                            ScriptedRequest.Outcome.ABORTED,
                            ScriptedRequest.Outcome.ABORTED);
            assertThat(watched.get().body()).doesNotContain("response.completed");
            assertThat(bean(BackgroundRunner.class).size()).isZero();
            assertThat(bean(BatchRunner.class).size()).isZero();
            assertThat(open(tenant.id())).isEmpty();
            assertThat(bean(EncryptionKeys.class)
                            .describe(tenant.id(), DataClass.CONTENT)
                            .destroyedAt())
                    .isPresent();
            assertThat(objects(tenant.id())).isZero();

            String left = written(tenant.id());
            assertThat(left).as("rows that can be looked at").contains("batches");
            LockSupport.parkNanos(SEVERAL_LOOKS.toNanos());
            assertThat(written(tenant.id())).as("nothing was written since").isEqualTo(left);
            assertThat(objects(tenant.id())).isZero();
            assertThat(engine.requests()).as("nobody asked again").hasSize(6);
        }
        String usage = path(tenant.id()) + "/usage/completions?start_time=" + before + "&group_by=batch";
        await(
                "what was answered is billed",
                PATIENCE,
                () -> outputTokens(usage, false) > 5 && outputTokens(usage, true) == 3);
        assertThat(outputTokens(usage, false))
                .as("the one that was watched, as far as it came")
                .isLessThan(5 + LONGEST);
        JsonNode bill = json(house.get(path(tenant.id()) + "/invoices/preview", house.operator()), 200);
        assertThat(bill.get("lines")).isNotEmpty();
        assertThat(json(house.get(path(tenant.id()) + "/costs?start_time=" + before, house.operator()), 200)
                        .at("/data/0/results"))
                .isNotEmpty();
        for (String own : List.of(
                "/usage/completions?start_time=" + before, "/costs?start_time=" + before, "/invoices/preview")) {
            assertCode(
                    house.get(
                            path(tenant.id()) + own,
                            "Bearer " + tenant.tenant().get("adminKey").asText()),
                    401,
                    "invalid_api_key");
            assertCode(house.get(path(tenant.id()) + own, null), 401, "invalid_token");
            assertCode(
                    house.get(
                            "/platform/v1/tenants/"
                                    + new TenantId(bean(Ulids.class).next()).text() + own,
                            house.operator()),
                    404,
                    "not_found");
        }
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

    /** Of each time's erasure one event, in the log that outlives it. */
    private static void assertErasureIsRecorded(Full leaving, JsonNode closed) {
        JsonNode events = json(
                        house.get(
                                "/platform/v1/audit_logs?event_types[]=tenant.erased&resource_ids[]="
                                        + leaving.id().text(),
                                house.operator()),
                        200)
                .get("data");
        assertThat(events).hasSize(1);
        JsonNode event = events.get(0);
        assertThat(event.get("outcome").asText()).isEqualTo("done");
        assertThat(event.at("/actor/operator/id").asText()).isEqualTo(KEYCLOAK.controlPlaneClientId());
        assertThat(event.get("effective_at").asLong())
                .isEqualTo(Instant.parse(closed.at("/erasure/begunAt").asText()).getEpochSecond());
        assertThat(event.at("/after/id").asText()).isEqualTo(leaving.id().text());
        assertThat(event.at("/after/erased"))
                .extracting(part -> part.get("name").asText())
                .containsExactly(
                        "api_keys",
                        "webhooks",
                        "running_work",
                        "encryption_keys",
                        "files",
                        "people",
                        "organization",
                        "name");
        assertThat(event.at("/after/erased"))
                .allSatisfy(part -> assertThat(Instant.parse(part.get("at").asText()))
                        .isBetween(
                                Instant.parse(closed.at("/erasure/begunAt").asText()),
                                Instant.parse(closed.at("/erasure/endedAt").asText())));
        assertThat(event.toString()).doesNotContain(leaving.file().name(), "hooks.example.kr");
    }

    private static void setProvider(TenantId id) {
        String issuer = "https://idp-" + id.ulid() + ".example";
        json(
                house.send(
                        path(id) + "/identity_provider",
                        "PUT",
                        "{\"kind\":\"oidc\",\"issuer\":\"" + issuer + "\",\"authorizationUrl\":\"" + issuer
                                + "/auth\",\"tokenUrl\":\"" + issuer + "/token\",\"keysUrl\":\"" + issuer
                                + "/keys\",\"clientId\":\"hanok\",\"clientSecret\":\"s3cret\"}",
                        house.operator(),
                        null),
                200);
    }

    /** What Keycloak knows of other identity providers. */
    private static List<String> providers() {
        try (KeycloakAdministrator administrator = KEYCLOAK.administrator()) {
            List<String> found = new ArrayList<>();
            administrator
                    .get("/realms/" + KEYCLOAK.realm() + "/identity-provider/instances?max=10000")
                    .forEach(provider -> found.add(provider.toString()));
            return found;
        }
    }

    private static void offer(ScriptedEngine engine) {
        String site = house.created(
                        "/platform/v1/sites", "{\"name\":\"closing-1\",\"country\":\"KR\",\"operator\":\"춘천\"}")
                .get("id")
                .asText();
        String model = house.created(
                        "/platform/v1/models", "{\"name\":\"sujeong\",\"publisher\":\"수정\",\"licence\":\"Apache-2.0\"}")
                .get("id")
                .asText();
        String version = house.created(
                        "/platform/v1/models/" + model + "/versions",
                        "{\"version\":\"v1\",\"kind\":\"declared\",\"contextTokens\":4096}")
                .get("id")
                .asText();
        String deployment = json(
                        house.post(
                                "/platform/v1/deployments",
                                "{\"name\":\"" + MODEL + "\",\"modelVersion\":\"" + version
                                        + "\",\"driver\":\"external\",\"site\":\"" + site
                                        + "\",\"engine\":\"vllm\",\"url\":\"" + engine.url()
                                        + "\",\"upstreamModel\":\"script\",\"contextTokens\":4096,\"price\":"
                                        + "{\"inputNanoWon\":1000,\"cachedNanoWon\":1000,\"outputNanoWon\":1000}}"),
                        202)
                .get("id")
                .asText();
        await(
                "the deployment serves",
                PATIENCE,
                () -> json(house.get("/platform/v1/deployments/" + deployment, house.operator()), 200)
                        .get("state")
                        .asText()
                        .equals("ready"));
    }

    private static String prompt(String name, String script) {
        return "{\\\"script\\\":{\\\"name\\\":\\\"" + name + "\\\"," + script.replace("\"", "\\\"")
                + "},\\\"prompt\\\":\\\"안녕\\\"}";
    }

    private static String response(String name, String script, boolean stream) {
        return "{\"model\":\"" + MODEL + "\",\"background\":true,\"store\":true,\"stream\":" + stream + ",\"input\":\""
                + prompt(name, script) + "\"}";
    }

    private static JsonNode post(Full tenant, String path, String body) {
        return json(house.send(path, "POST", body, tenant.key(), null), 200);
    }

    private static void startBatch(Full tenant, List<String> scripts) {
        var lines = new StringBuilder();
        for (String script : scripts) {
            lines.append("{\"custom_id\":\"")
                    .append(lines.length())
                    .append("\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"" + MODEL
                            + "\",\"messages\":[{\"role\":\"user\",\"content\":\"")
                    .append(prompt("batch", script))
                    .append("\"}]}}\n");
        }
        String form = "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"in.jsonl\"\r\n\r\n" + lines
                + "\r\n--b--\r\n";
        String file = json(house.form("/v1/files", "b", form, tenant.key()), 200)
                .get("id")
                .asText();
        post(
                tenant,
                "/v1/batches",
                "{\"input_file_id\":\"" + file
                        + "\",\"endpoint\":\"/v1/chat/completions\",\"completion_window\":\"24h\"}");
    }

    private static List<ScriptedRequest.Outcome> outcomes(ScriptedEngine engine) {
        return engine.requests().stream().map(ScriptedRequest::outcome).toList();
    }

    private static long ended(ScriptedEngine engine) {
        return outcomes(engine).stream()
                .filter(outcome -> outcome == ScriptedRequest.Outcome.COMPLETED)
                .count();
    }

    /** What waits for somebody to go on with it. */
    private static List<String> open(TenantId tenant) {
        List<String> open = new ArrayList<>();
        for (int list = 0; list < BackgroundResponses.LISTS; list++) {
            bean(BackgroundResponses.class).open(list, 1000).stream()
                    .filter(each -> each.tenant().equals(tenant))
                    .forEach(each -> open.add(each.id().text()));
        }
        for (int list = 0; list < Batches.LISTS; list++) {
            bean(Batches.class).open(list, 1000).stream()
                    .filter(each -> each.tenant().equals(tenant))
                    .forEach(each -> open.add(each.id().text()));
        }
        return open;
    }

    /** All that is there of what work writes. */
    private static String written(TenantId tenant) {
        var all = new StringBuilder();
        for (String table :
                List.of("background_responses", "responses", "batches", "project_batches", "uploads", "files")) {
            CqlStatement read = CqlStatement.read("SELECT * FROM " + table + " WHERE tenant = ? ALLOW FILTERING");
            bean(Keyspaces.class)
                    .of(tenant)
                    .rows(read, tenant.text())
                    .forEach(row ->
                            all.append(table).append(row.getFormattedContents()).append('\n'));
        }
        return all.toString();
    }

    private static long outputTokens(String usage, boolean batch) {
        long sum = 0;
        for (JsonNode bucket : json(house.get(usage, house.operator()), 200).get("data")) {
            for (JsonNode row : bucket.get("results")) {
                sum += row.get("batch").asBoolean() == batch
                        ? row.get("output_tokens").asLong()
                        : 0;
            }
        }
        return sum;
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
