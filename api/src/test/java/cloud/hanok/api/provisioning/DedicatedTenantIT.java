package cloud.hanok.api.provisioning;

import static cloud.hanok.api.OperatedServer.assertCode;
import static cloud.hanok.api.OperatedServer.assertParam;
import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.api.FreePort;
import cloud.hanok.api.OperatedServer;
import cloud.hanok.api.console.ConsoleBrowser;
import cloud.hanok.api.scripted.ScriptedEngine;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.envelope.EncryptionKeys;
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
import cloud.hanok.platform.saga.SagaProgress;
import cloud.hanok.platform.saga.SagaState;
import cloud.hanok.platform.saga.SagaStep;
import cloud.hanok.standalone.keycloak.KeycloakAdministrator;
import cloud.hanok.standalone.testing.CassandraForTests;
import cloud.hanok.standalone.testing.KeycloakForTests;
import cloud.hanok.standalone.testing.KeycloakForTests.Person;
import cloud.hanok.standalone.testing.OpenBaoForTests;
import cloud.hanok.standalone.testing.ProvisionerForTests;
import cloud.hanok.tenant.organization.Isolation;
import cloud.hanok.tenant.organization.NewTenant;
import cloud.hanok.tenant.organization.TenantChange;
import cloud.hanok.tenant.organization.TenantState;
import cloud.hanok.tenant.organization.TenantStates;
import cloud.hanok.tenant.organization.TenantSteps.Move;
import cloud.hanok.tenant.organization.Tenants;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.fasterxml.jackson.databind.JsonNode;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dedicated tenant has for itself, against a real Cassandra, Keycloak and OpenBao. */
class DedicatedTenantIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONSOLE = "hanok-console";
    private static final String REDIRECT = OperatedServer.PUBLIC_URL + "callback";
    private static final Duration GATEWAY_LIMIT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** Longer than any step takes on a busy machine; whoever takes over from a dead process waits for it. */
    private static final Duration LEASE = Duration.ofSeconds(20);

    private static final Duration READY_LIMIT = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static OperatedServer house;
    private static JsonNode agency;
    private static TenantHome home;
    private static long madeInMillis;

    @BeforeAll
    static void start() throws IOException {
        Map<String, Object> settings = new HashMap<>(ProvisionerForTests.get().settings());
        settings.put("hanok.keycloak.member-clients", CONSOLE + "," + KeycloakForTests.TEST_CLIENT);
        int port = FreePort.find();
        settings.put("micronaut.server.port", port);
        settings.put("hanok.console.url", "http://127.0.0.1:" + port + "/console");
        settings.put(
                "hanok.console.client-secret-file",
                Files.writeString(
                                folder.resolve("console"),
                                KeycloakForTests.get().consoleClientSecret())
                        .toString());
        settings.put("hanok.tenants.closing-grace", "1s");
        house = OperatedServer.start(folder, settings);
        long from = System.nanoTime();
        agency = house.created("/platform/v1/tenants", body("DEDICATED", "국가기관 하나"));
        madeInMillis = (System.nanoTime() - from) / 1_000_000;
        home = bean(Homes.class).tenants().find(id(agency)).orElseThrow();
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    @Test
    void itIsWholeAndItsStepsAreToldWhenItIsNot() {
        System.out.println("a dedicated tenant was made in " + madeInMillis + " ms: " + stepMillis());
        assertThat(agency.get("state").asText()).isEqualTo("active");
        assertThat(agency.get("isolation").asText()).isEqualTo("DEDICATED");
        assertThat(agency.get("log").get("vkey").asText()).isNotEmpty();
        assertThat(madeInMillis).isLessThan(60_000);
        JsonNode found = json(house.get("/platform/v1/tenants/" + id(agency).text(), house.operator()), 200);
        assertThat(found.get("state").asText()).isEqualTo("active");
    }

    /** How long each step took after the one before. */
    private static String stepMillis() {
        Instant before = Instant.ofEpochMilli(id(agency).ulid().epochMillis());
        List<String> took = new ArrayList<>();
        for (SagaProgress.Step step : bean(TenantProvisioning.class)
                .progress(id(agency))
                .orElseThrow()
                .steps()) {
            Instant done = Objects.requireNonNull(step.changedAt());
            took.add(step.name() + " " + Duration.between(before, done).toMillis());
            before = done;
        }
        return String.join(", ", took);
    }

    @Test
    void oneWhoseHomeCannotBeReachedIsShownWithoutItsLogAndKeepsNobodyElseFromBeingShown() {
        TenantId away = new TenantId(bean(Ulids.class).next());
        bean(Homes.class).tenants().record(TenantHome.of(away, null, "nowhere"));
        bean(Tenants.class).record(away, new NewTenant("닿지 않는 기관", Isolation.DEDICATED, Set.of("KR"), 1));
        JsonNode listed =
                json(house.get("/platform/v1/tenants", house.operator()), 200).get("data");
        assertThat(listed)
                .anyMatch(tenant -> id(tenant).equals(away) && tenant.get("log").isNull());
        assertThat(listed)
                .anyMatch(tenant ->
                        id(tenant).equals(id(agency)) && tenant.get("log").has("vkey"));
        assertThat(house.get("/platform/v1/tenants/" + away.text() + "/encryption_keys", house.operator())
                        .statusCode())
                .as("its own rows")
                .isEqualTo(503);
    }

    @Test
    void aClusterThatIsNotThereIsRefusedAndNothingIsMade() {
        assertThat(agency.get("cluster").isNull()).as("on the platform's own").isTrue();
        String dedicated = body("DEDICATED", "없는 클러스터의 기관").replace("{", "{\"cluster\":\"busan\",");
        assertParam(house.post("/platform/v1/tenants", dedicated), "invalid_value", "cluster");
        String shared = body("SHARED", "없는 클러스터의 기업").replace("{", "{\"cluster\":\"busan\",");
        assertParam(house.post("/platform/v1/tenants", shared), "invalid_value", "cluster");
        assertThat(house.get("/platform/v1/tenants", house.operator()).body()).doesNotContain("없는 클러스터");
    }

    @Test
    void itsRowsAreInItsKeyspaceAndNobodyElsesRoleReadsThem() {
        JsonNode project =
                house.created("/platform/v1/tenants/" + id(agency).text() + "/projects", "{\"name\":\"민원\"}");
        CqlStatement read = CqlStatement.read("SELECT project FROM projects WHERE tenant = ?");
        Keyspaces keyspaces = bean(Keyspaces.class);
        assertThat(keyspaces.of(id(agency)).rows(read, id(agency).text()))
                .anyMatch(row -> project.get("id").asText().equals(row.getString("project")));
        assertThat(keyspaces.platform().rows(read, id(agency).text())).isEmpty();
        assertThat(keyspaces
                        .platform()
                        .rows(
                                CqlStatement.read("SELECT key FROM api_keys WHERE tenant = ?"),
                                id(agency).text()))
                .isEmpty();

        String theirs = "SELECT project FROM " + home.keyspace() + ".projects LIMIT 1";
        CassandraForTests cassandra = CassandraForTests.get();
        try (CqlSession session = session(cassandra.username(), cassandra.password())) {
            assertThatThrownBy(() -> session.execute(theirs)).isInstanceOf(UnauthorizedException.class);
        }
        ProvisionerForTests provisioner = ProvisionerForTests.get();
        try (CqlSession session = session(provisioner.cassandraRole(), provisioner.cassandraPassword())) {
            assertThatThrownBy(() -> session.execute(theirs)).isInstanceOf(UnauthorizedException.class);
        }
    }

    @Test
    void itsKeysAreInItsNamespaceAndOurUsualLoginUsesNoneOfThem() throws Exception {
        assertThat(bean(EncryptionKeys.class).list(id(agency)))
                .allMatch(key -> key.versions().isPresent());
        String ulid = id(agency).ulid().toString();
        OpenBaoForTests bao = OpenBaoForTests.get();
        ProvisionerForTests provisioner = ProvisionerForTests.get();
        for (List<String> login : List.of(
                List.of(bao.roleId(), bao.secretId()),
                List.of(provisioner.vaultRoleId(), provisioner.vaultSecretId()))) {
            String token = vault("auth/approle/login", "", Map.of("role_id", login.get(0), "secret_id", login.get(1)))
                    .at("/auth/client_token")
                    .asText();
            for (String path : List.of(
                    "transit/datakey/plaintext/tenant-" + ulid + "-people",
                    "transit/decrypt/tenant-" + ulid + "-people",
                    "transit/sign/log-" + ulid,
                    "hanok/data/home")) {
                assertThat(status(home.namespace() + "/" + path, token))
                        .as(path)
                        .isEqualTo(403);
            }
            assertThat(status("transit/datakey/plaintext/tenant-" + ulid + "-people", token))
                    .as("and there is none where others share")
                    .isIn(400, 403);
        }
    }

    @Test
    void nobodySignsInThereWithoutASecondFactorAndWhoDoesBelongsNowhereElse() throws Exception {
        KeycloakForTests own = KeycloakForTests.get().inRealm(id(agency).text());
        Person owner = own.newPerson("owner@agency.example");
        String secret = HomeSecrets.read(bean(TenantVaults.class).of(id(agency)))
                .consoleClientSecret()
                .reveal();
        try (SignInPages browser =
                new SignInPages(own.url() + "/realms/" + id(agency).text(), CONSOLE, secret, REDIRECT)) {
            SignInPages.Page login = browser.open("openid");
            SignInPages.Page second = browser.signIn(login, owner);
            assertThat(second.signedIn()).as("the password alone").isFalse();
            assertThat(second.asks("totp")).as(second.html()).isTrue();
            String seed = second.field("totpSecret");
            SignInPages.Page wrong =
                    browser.submit(second, Map.of("totp", "000000", "totpSecret", seed, "userLabel", "phone"));
            assertThat(wrong.signedIn()).as("a wrong code").isFalse();
            String code = SignInPages.oneTimeCode(
                    wrong.field("totpSecret"), Instant.now().getEpochSecond());
            SignInPages.Page done = browser.submit(
                    wrong, Map.of("totp", code, "totpSecret", wrong.field("totpSecret"), "userLabel", "phone"));
            assertThat(done.signedIn()).as(done.html()).isTrue();
            String signedIn = bearer(browser.exchange(done));

            String invitation = house.created(
                            path(agency) + "/invites", "{\"email\":\"" + owner.email() + "\",\"role\":\"owner\"}")
                    .get("token")
                    .asText();
            Person sameAddress = KeycloakForTests.get().newPerson(owner.email());
            assertCode(
                    accept(invitation, "Bearer " + KeycloakForTests.get().token(sameAddress, "openid")),
                    403,
                    "forbidden");
            assertThat(accept(invitation, signedIn).statusCode()).isEqualTo(200);

            SignInPages.Page member =
                    browser.open("openid organization:" + id(agency).text());
            String token = bearer(browser.exchange(member));
            assertThat(json(house.get("/v1/organization/users", token), 200).toString())
                    .contains(owner.email());

            JsonNode other = house.created("/platform/v1/tenants", body("SHARED", "이웃 기업"));
            assertThat(house.get(path(other), token).statusCode()).isIn(403, 404);
        }
        theSharedRealmLetsNobodyInToIt(sharedPerson("other@agency.example"));
    }

    @Test
    void itsInvitedOwnerComesInByTheConsoleThroughTheSignInOfItsOwn() {
        String tenant = id(agency).text();
        Person owner = KeycloakForTests.get().inRealm(tenant).newPerson("console-owner@agency.example");
        String invitation = house.created(
                        path(agency) + "/invites", "{\"email\":\"" + owner.email() + "\",\"role\":\"owner\"}")
                .get("token")
                .asText();
        String page = "/console/invitations/accept?organization=" + tenant;
        try (var browser = new ConsoleBrowser(
                URI.create("http://127.0.0.1:" + house.server().port()))) {
            ConsoleBrowser.Page second =
                    browser.signIn("/console/sign-in?organization=-&invited_to=" + tenant + "&return=" + page, owner);
            assertThat(second.address().getPath()).startsWith("/realms/" + tenant + "/");
            String seed = second.field("totpSecret");
            String code = SignInPages.oneTimeCode(seed, Instant.now().getEpochSecond());
            ConsoleBrowser.Page back =
                    browser.submit(second, Map.of("totp", code, "totpSecret", seed, "userLabel", "phone"));
            assertThat(back.address()).hasPath("/console/invitations/accept").hasQuery("organization=" + tenant);

            JsonNode invited = json(
                    browser.send("/console/-/session", HttpRequest.newBuilder().GET()), 200);
            assertThat(invited.at("/member/email").asText()).isEqualTo(owner.email());
            assertThat(invited.at("/organizations")).isEmpty();
            json(
                    browser.send(
                            "/console/-/api/platform/v1/invitations/accept",
                            HttpRequest.newBuilder()
                                    .POST(BodyPublishers.ofString("{\"token\":\"" + invitation + "\"}"))
                                    .header("x-hanok-csrf", invited.at("/csrf").asText())),
                    200);

            assertThat(browser.open("/console/sign-in?organization=" + tenant).address())
                    .as("without being asked again")
                    .hasPath("/console/" + tenant + "/");
            JsonNode session = json(
                    browser.send(
                            "/console/" + tenant + "/session",
                            HttpRequest.newBuilder().GET()),
                    200);
            assertThat(session.at("/organization/kind").asText()).isEqualTo("dedicated");
            assertThat(session.at("/roles/0").asText()).isEqualTo("owner");
            assertThat(json(
                                    browser.send(
                                            "/console/" + tenant + "/api/v1/organization/users",
                                            HttpRequest.newBuilder().GET()),
                                    200)
                            .toString())
                    .contains(owner.email());

            json(
                    browser.send(
                            "/console/" + tenant + "/sign-out",
                            HttpRequest.newBuilder()
                                    .POST(BodyPublishers.noBody())
                                    .header("x-hanok-csrf", session.at("/csrf").asText())),
                    200);
            assertCode(
                    browser.send("/console/-/session", HttpRequest.newBuilder().GET()), 401, "session_ended");
        }
    }

    @Test
    void itsOwnIdentityProviderLetsItsPeopleInWithTheAddressThatItSays() throws Exception {
        String name = "directory-of-" + id(agency).ulid();
        KeycloakForTests directory = KeycloakForTests.get().inRealm(name);
        String issuer = directory.url() + "/realms/" + name;
        String path = path(agency) + "/identity_provider";
        assertCode(house.get(path, house.operator()), 404, "not_found");
        String wanted = "{\"kind\":\"oidc\",\"issuer\":\"" + issuer + "\",\"authorizationUrl\":\"" + issuer
                + "/protocol/openid-connect/auth\",\"tokenUrl\":\"" + issuer
                + "/protocol/openid-connect/token\",\"keysUrl\":\"" + issuer
                + "/protocol/openid-connect/certs\",\"clientId\":\"hanok\",\"clientSecret\":\"dir3ctory-s3cret\"}";
        JsonNode set = json(house.send(path, "PUT", wanted, house.operator(), null), 200);
        assertThat(set.toString()).doesNotContain("dir3ctory-s3cret");
        try (KeycloakAdministrator administrator = directory.administrator()) {
            administrator.create(
                    "/realms",
                    "{\"realm\":\"" + name + "\",\"enabled\":true,\"clients\":[{\"clientId\":\"hanok\","
                            + "\"secret\":\"dir3ctory-s3cret\",\"redirectUris\":[\""
                            + set.get("redirectUrl").asText() + "*\"]}]}");
        }
        Person clerk = directory.newPerson("clerk@agency.example");
        String secret = HomeSecrets.read(bean(TenantVaults.class).of(id(agency)))
                .consoleClientSecret()
                .reveal();
        try (SignInPages browser =
                new SignInPages(directory.url() + "/realms/" + id(agency).text(), CONSOLE, secret, REDIRECT)) {
            SignInPages.Page theirs = browser.openThrough(id(agency).text());
            assertThat(theirs.address().getPath()).startsWith("/realms/" + name);
            SignInPages.Page done = browser.signIn(theirs, clerk);
            assertThat(done.signedIn()).as(done.html()).isTrue();
            String invitation = house.created(
                            path(agency) + "/invites", "{\"email\":\"" + clerk.email() + "\",\"role\":\"auditor\"}")
                    .get("token")
                    .asText();
            assertThat(accept(invitation, bearer(browser.exchange(done))).statusCode())
                    .isEqualTo(200);
        }
        assertThat(json(house.get(path, house.operator()), 200).get("issuer").asText())
                .isEqualTo(issuer);
        json(house.send(path, "DELETE", null, house.operator(), null), 200);
        assertCode(house.get(path, house.operator()), 404, "not_found");
        assertParam(
                house.send(
                        path, "PUT", wanted.replace("\"issuer\":\"http", "\"issuer\":\"ftp"), house.operator(), null),
                "invalid_value",
                "issuer");
        assertParam(
                house.send(
                        path,
                        "PUT",
                        "{\"kind\":\"saml\",\"entityId\":\"x\",\"singleSignOnUrl\":\"https://idp.example/sso\","
                                + "\"certificate\":\"AAAA\"}",
                        house.operator(),
                        null),
                "invalid_value",
                "certificate");
    }

    @Test
    void aSamlProviderLetsItsPeopleInByTheAddressThatItNames() throws Exception {
        String name = "saml-of-" + id(agency).ulid();
        KeycloakForTests directory = KeycloakForTests.get().inRealm(name);
        String issuer = directory.url() + "/realms/" + name;
        String ours = directory.url() + "/realms/" + id(agency).text();
        String path = path(agency) + "/identity_provider";
        try (KeycloakAdministrator administrator = directory.administrator()) {
            administrator.create("/realms", "{\"realm\":\"" + name + "\",\"enabled\":true}");
            JsonNode set = json(
                    house.send(
                            path,
                            "PUT",
                            "{\"kind\":\"saml\",\"entityId\":\"%s\",\"singleSignOnUrl\":\"%s/protocol/saml\",\"certificate\":\"%s\"}"
                                    .formatted(issuer, issuer, certificateOf(issuer)),
                            house.operator(),
                            null),
                    200);
            assertThat(set.get("kind").asText()).isEqualTo("saml");
            administrator.create("/realms/" + name + "/clients", """
                    {"clientId":"%s","protocol":"saml","enabled":true,"redirectUris":["%s*"],"attributes":{
                     "saml.assertion.signature":"true","saml.server.signature":"true","saml.client.signature":"false",
                     "saml.authnstatement":"true","saml.force.post.binding":"true","saml_name_id_format":"email"}}""".formatted(
                            ours, set.get("redirectUrl").asText()));
        }
        Person clerk = directory.newPerson("saml-clerk@agency.example");
        String secret = HomeSecrets.read(bean(TenantVaults.class).of(id(agency)))
                .consoleClientSecret()
                .reveal();
        try (SignInPages browser = new SignInPages(ours, CONSOLE, secret, REDIRECT)) {
            SignInPages.Page theirs = browser.openThrough(id(agency).text());
            assertThat(theirs.address().getPath()).startsWith("/realms/" + name);
            SignInPages.Page page = browser.signIn(theirs, clerk);
            if (page.asks("firstName")) {
                page = browser.submit(page, Map.of("email", clerk.email(), "firstName", "길동", "lastName", "홍"));
            }
            assertThat(page.signedIn()).as(page.html()).isTrue();
            String invitation = house.created(
                            path(agency) + "/invites", "{\"email\":\"" + clerk.email() + "\",\"role\":\"auditor\"}")
                    .get("token")
                    .asText();
            assertThat(accept(invitation, bearer(browser.exchange(page))).statusCode())
                    .isEqualTo(200);
        }
        json(house.send(path, "DELETE", null, house.operator(), null), 200);
    }

    /** What a realm signs its assertions with, as it publishes it. */
    private static String certificateOf(String issuer) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String descriptor = http.send(
                            HttpRequest.newBuilder(URI.create(issuer + "/protocol/saml/descriptor"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return descriptor
                    .replaceAll("(?s).*<ds:X509Certificate>([^<]+)</ds:X509Certificate>.*", "$1")
                    .strip();
        }
    }

    /** An organization of its name in the shared realm proves nothing. */
    private static void theSharedRealmLetsNobodyInToIt(Person person) {
        KeycloakForTests shared = KeycloakForTests.get();
        shared.join(shared.newOrganization(id(agency).text()), person);
        assertCode(
                house.get(
                        "/v1/organization/users",
                        "Bearer " + shared.tokenFor(person, id(agency).text())),
                403,
                "not_a_member");
    }

    @Test
    void aClientOfItsRealmThatIsNamedLikeTheOperatorsIsNotTheOperator() {
        KeycloakForTests own = KeycloakForTests.get().inRealm(id(agency).text());
        String token = own.tokenOfNewClient(KeycloakForTests.get().operatorClientId());
        assertThat(house.get("/platform/v1/tenants", "Bearer " + token).statusCode())
                .isEqualTo(401);
        assertThat(house.get("/platform/v1/tenants", house.operator()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void itsRequestsAreComputedInItsOwnPoolAndNobodyElsesAre() throws Exception {
        JsonNode neighbour = house.created("/platform/v1/tenants", body("SHARED", "이웃 기업 둘"));
        String ours = keyOf(agency);
        String theirs = keyOf(neighbour);
        try (ScriptedEngine shared = ScriptedEngine.start(0);
                ScriptedEngine own = ScriptedEngine.start(0)) {
            String site = house.created(
                            "/platform/v1/sites", "{\"name\":\"pool-1\",\"country\":\"KR\",\"operator\":\"춘천\"}")
                    .get("id")
                    .asText();
            String version = version();
            deploy("everybody", "shared", site, version, shared);
            assertThat(models(theirs)).containsExactly("everybody");
            assertThat(models(ours)).isEmpty();
            assertCode(chat(ours, "everybody"), 404, "model_not_found");
            assertThat(shared.requests()).isEmpty();

            deploy("everybody", id(agency).text(), site, version, own);
            deploy("ours-only", id(agency).text(), site, version, own);
            assertThat(models(ours)).containsExactly("everybody", "ours-only");
            assertThat(models(theirs)).containsExactly("everybody");
            assertThat(chat(ours, "everybody").statusCode()).isEqualTo(200);
            assertThat(own.requests()).hasSize(1);
            assertThat(shared.requests()).isEmpty();
            assertCode(chat(theirs, "ours-only"), 404, "model_not_found");
            assertThat(chat(theirs, "everybody").statusCode()).isEqualTo(200);
            assertThat(shared.requests()).hasSize(1);
            new DedicatedContent(house, id(agency), ours, "ours-only").isKeptInItsOwnKeyspaceAlone();
            assertThat(shared.requests()).hasSize(1);
        }
        assertCode(
                house.post(
                        "/platform/v1/deployments",
                        deployment("x", id(neighbour).text(), "site_x", "mv_x", "http://x/v1")),
                400,
                "invalid_value");
    }

    @Test
    void whoIsOutsideItsNetworksIsRefusedWithinSeconds() {
        JsonNode walled = house.created("/platform/v1/tenants", body("SHARED", "울타리 기업"));
        String key = "Bearer " + keyOf(walled);
        assertThat(house.get("/v1/models", key).statusCode()).isEqualTo(200);
        assertParam(put(walled, "{\"n2sf\":\"S\"}"), "invalid_value", "n2sf");
        assertParam(
                put(walled, "{\"n2sf\":\"O\",\"allowedNetworks\":[\"10.0.0.300\"]}"),
                "invalid_value",
                "allowedNetworks[0]");
        JsonNode set = json(put(walled, "{\"n2sf\":\"O\",\"allowedNetworks\":[\"203.0.113.0/24\"]}"), 200);
        assertThat(set.get("allowedNetworks").get(0).asText()).isEqualTo("203.0.113.0/24");
        await(
                "the key is refused",
                GATEWAY_LIMIT,
                () -> house.get("/v1/models", key).statusCode() == 403);
        assertCode(house.get("/v1/models", key), 403, "network_not_allowed");
        json(put(walled, "{\"n2sf\":\"O\",\"allowedNetworks\":[\"127.0.0.0/8\",\"203.0.113.0/24\"]}"), 200);
        await(
                "it is taken again",
                GATEWAY_LIMIT,
                () -> house.get("/v1/models", key).statusCode() == 200);
        assertThat(agency.get("n2sf").asText()).isEqualTo("S");
    }

    @Test
    void failedAtEveryStepItIsWholeOrHasNoTrace() throws Exception {
        brokenAtEveryStep(Fault.FAILED_AFTER);
    }

    @Test
    void whenItIsClosedItsHomeIsGoneAndWhatTheLawAsksForIsWhereOthersShare() throws Exception {
        JsonNode leaving = house.created("/platform/v1/tenants", body("DEDICATED", "떠나는 국가기관"));
        TenantId id = id(leaving);
        TenantHome left = bean(Homes.class).tenants().find(id).orElseThrow();
        String password = HomeSecrets.read(bean(TenantVaults.class).of(id))
                .cassandraPassword()
                .reveal();
        Map<String, String> entrance = bean(TenantVaults.class)
                .platform()
                .readSecret(left.entrancePath())
                .orElseThrow();
        String key = "Bearer " + keyOf(leaving);
        bean(Keyspaces.class)
                .of(id)
                .write(
                        CqlStatement.write(
                                "INSERT INTO usage_event (tenant, minute, request, attempt, kind, fingerprint,"
                                        + " model, output_tokens) VALUES (?, ?, 'req_1', 1, 'ATTEMPT', 1, '한글 모델', 7)"),
                        id.text(),
                        Instant.parse("2026-11-01T00:01:00Z"));
        json(house.post(path(leaving) + "/suspend", "{\"reason\":\"계약 종료\"}"), 200);
        json(house.post(path(leaving) + "/close", "{\"reason\":\"계약 종료\",\"confirm\":\"" + id.text() + "\"}"), 200);
        await("it is closed", PATIENCE, () -> {
            bean(TenantClosings.class).turn();
            return bean(Tenants.class).get(id).state() == TenantState.CLOSED;
        });

        assertThat(bean(Homes.class).tenants().find(id)).isEmpty();
        CassandraForTests cassandra = CassandraForTests.get();
        try (CqlSession session = session(cassandra.username(), cassandra.password())) {
            assertThat(session.getMetadata().getKeyspaces().keySet())
                    .noneMatch(name -> name.asInternal().equals(left.keyspace()));
        }
        assertThatThrownBy(() -> session(left.role(), password)).as("its role").isInstanceOf(Exception.class);
        try (KeycloakAdministrator administrator = KeycloakForTests.get().administrator()) {
            assertThat(administrator.exists("/realms/" + id.text())).isFalse();
            assertThat(administrator.exists("/realms/" + id(agency).text())).isTrue();
        }
        assertThat(bean(TenantVaults.class).platform().readSecret(left.entrancePath()))
                .isEmpty();
        assertThatThrownBy(() -> bean(TenantVaults.class)
                        .platform()
                        .into(
                                left.namespace(),
                                entrance.getOrDefault("role-id", ""),
                                entrance.getOrDefault("secret-id", ""))
                        .readSecret("anything"))
                .as("its namespace")
                .isInstanceOf(RuntimeException.class);

        assertThat(bean(Keyspaces.class)
                        .platform()
                        .row(
                                CqlStatement.read(
                                        "SELECT model, output_tokens FROM usage_event WHERE tenant = ? AND minute = ?"),
                                id.text(),
                                Instant.parse("2026-11-01T00:01:00Z"))
                        .orElseThrow()
                        .getFormattedContents())
                .contains("한글 모델", "7");
        JsonNode log = json(house.get(path(leaving) + "/audit_logs", house.operator()), 200);
        assertThat(log.toString()).contains("tenant.closing", "project.created");
        JsonNode shown = json(house.get(path(leaving), house.operator()), 200);
        assertThat(shown.get("log")).isEqualTo(leaving.get("log"));
        assertThat(shown.at("/erasure/steps"))
                .anyMatch(step -> step.get("name").asText().equals("keyspace")
                        && step.get("state").asText().equals("done"));
        String erasures = "/platform/v1/audit_logs?event_types[]=tenant.erased&resource_ids[]=" + id.text();
        await(
                "its erasure is recorded",
                PATIENCE,
                () -> json(house.get(erasures, house.operator()), 200)
                        .at("/data/0/outcome")
                        .asText()
                        .equals("done"));
        assertThat(json(house.get(erasures, house.operator()), 200).at("/data/0/after/erased"))
                .extracting(part -> part.get("name").asText())
                .contains("encryption_keys", "files", "realm", "keyspace", "namespace", "home");
        json(house.get(path(leaving) + "/invoices/preview?month=2026-11", house.operator()), 200);
        await(
                "its key is refused",
                GATEWAY_LIMIT,
                () -> house.get("/v1/models", key).statusCode() == 401);
        assertThat(bean(Homes.class).tenants().find(id(agency))).contains(home);
    }

    @Test
    @Tag("long")
    void diedInOrRepeatedAtEveryStepItIsWholeOrHasNoTrace() throws Exception {
        for (Fault fault : List.of(Fault.DIED_AFTER, Fault.DIED_BEFORE, Fault.FAILED_BEFORE, Fault.TWICE)) {
            brokenAtEveryStep(fault);
        }
    }

    @Test
    @Tag("long")
    void diedInOrRepeatedAtEveryStepThatTakesItsHomeAwayItIsGoneInTheEnd() {
        SagaDefinition erase = bean(TenantSagas.class).erase(Isolation.DEDICATED);
        // The others are a shared tenant's too, and are broken with that.
        List<String> ofHome = List.of("records", "realm", "keyspace", "namespace", "home", "key_notes");
        for (Fault fault : List.of(Fault.DIED_AFTER, Fault.FAILED_BEFORE, Fault.TWICE)) {
            TenantId tenant = new TenantId(bean(Ulids.class).next());
            NewTenant wanted = new NewTenant("끝나는 기관 " + fault, Isolation.DEDICATED, Set.of("KR"), 1);
            CarriedSaga carried = new CarriedSaga(house.server().context(), LEASE, PATIENCE);
            SagaDefinition provision = bean(TenantSagas.class).provision(Isolation.DEDICATED);
            assertThat(carried.run(tenant, wanted, provision)).isEqualTo(SagaState.DONE);
            TenantHome made = bean(Homes.class).tenants().find(tenant).orElseThrow();
            bean(TenantProvisioning.class).move(tenant, TenantChange.SUSPEND, "미납");
            Move move = new Move(
                    tenant, bean(TenantStates.class).of(tenant).revision(), TenantState.ERASING, "계약 종료", null);
            List<Point> points = new ArrayList<>();
            ofHome.forEach(step -> points.add(new Point(step, false, fault)));
            FaultInjectingSaga faults = new FaultInjectingSaga(erase, points);

            SagaState ended = carried.again(TenantSagaInput.erasure(move, null, Optional.empty()), faults.broken());

            assertThat(faults.unreached()).as("%s", fault).isEmpty();
            assertThat(ended).as("%s", fault).isEqualTo(SagaState.DONE);
            assertThat(bean(Tenants.class).get(tenant).state()).as("%s", fault).isEqualTo(TenantState.CLOSED);
            assertThat(bean(Homes.class).tenants().find(tenant)).as("%s", fault).isEmpty();
            assertThat(bean(TenantVaults.class).platform().readSecret(made.entrancePath()))
                    .as("%s", fault)
                    .isEmpty();
        }
    }

    private static void brokenAtEveryStep(Fault fault) throws Exception {
        SagaDefinition provision = bean(TenantSagas.class).provision(Isolation.DEDICATED);
        List<Point> ways = new ArrayList<>();
        List<Point> back = new ArrayList<>();
        for (SagaStep step : provision.steps()) {
            ways.add(new Point(step.name(), false, fault));
            back.add(new Point(step.name(), true, fault));
        }
        back.add(new Point(provision.steps().getLast().name(), false, Fault.REFUSED));
        broken(provision, ways, true);
        broken(provision, back, false);
    }

    private static void broken(SagaDefinition provision, List<Point> points, boolean whole) throws Exception {
        FaultInjectingSaga faults = new FaultInjectingSaga(provision, points);
        TenantId tenant = new TenantId(bean(Ulids.class).next());
        NewTenant wanted = new NewTenant("깨진 기관 " + tenant, Isolation.DEDICATED, Set.of("KR"), 1);
        CarriedSaga carried = new CarriedSaga(house.server().context(), LEASE, PATIENCE);
        SagaState ended = carried.run(tenant, wanted, faults.broken());
        assertThat(faults.unreached()).as("%s were reached", points).isEmpty();
        assertThat(ended == SagaState.DONE).as("%s", points).isEqualTo(whole);
        assertThat(bean(Tenants.class).find(tenant).isPresent())
                .as("record, %s", points)
                .isEqualTo(whole);
        TenantHome planned = bean(Homes.class).tenants().find(tenant).orElse(null);
        assertThat(planned != null).as("home, %s", points).isEqualTo(whole);
        CassandraForTests cassandra = CassandraForTests.get();
        String suffix = "_" + tenant.ulid().toString().toLowerCase(Locale.ROOT);
        try (CqlSession session = session(cassandra.username(), cassandra.password())) {
            assertThat(session.getMetadata().getKeyspaces().keySet())
                    .as("keyspace, %s", points)
                    .matches(names ->
                            names.stream().anyMatch(name -> name.asInternal().endsWith(suffix)) == whole);
        }
        try (KeycloakAdministrator administrator = KeycloakForTests.get().administrator()) {
            assertThat(administrator.exists("/realms/" + tenant.text()))
                    .as("realm, %s", points)
                    .isEqualTo(whole);
        }
        assertThat(bean(TenantVaults.class)
                        .platform()
                        .readSecret("hanok/homes/" + tenant.text())
                        .isPresent())
                .as("entrance, %s", points)
                .isEqualTo(whole);
    }

    private static Person sharedPerson(String email) {
        return KeycloakForTests.get().newPerson(email);
    }

    private static HttpResponse<String> accept(String invitation, String bearer) {
        return house.send(
                "/platform/v1/invitations/accept", "POST", "{\"token\":\"" + invitation + "\"}", bearer, null);
    }

    private static HttpResponse<String> put(JsonNode tenant, String policy) {
        return house.send(path(tenant) + "/policy", "PUT", policy, house.operator(), null);
    }

    private static String bearer(String answer) {
        String token = json(answer).path("access_token").asText();
        assertThat(token).as(answer).isNotEmpty();
        return "Bearer " + token;
    }

    private static String keyOf(JsonNode tenant) {
        String project = house.created(path(tenant) + "/projects", "{\"name\":\"상담\"}")
                .get("id")
                .asText();
        return house.created("/platform/v1/projects/" + project + "/api_keys", "{\"name\":\"서버\"}")
                .get("value")
                .asText();
    }

    private static String version() {
        String model = house.created(
                        "/platform/v1/models",
                        "{\"name\":\"sujeong-pool\",\"publisher\":\"수정\",\"licence\":\"Apache-2.0\"}")
                .get("id")
                .asText();
        return house.created(
                        "/platform/v1/models/" + model + "/versions",
                        "{\"version\":\"v1\",\"kind\":\"declared\",\"contextTokens\":4096}")
                .get("id")
                .asText();
    }

    private static void deploy(String name, String pool, String site, String version, ScriptedEngine engine) {
        JsonNode asked =
                json(house.post("/platform/v1/deployments", deployment(name, pool, site, version, engine.url())), 202);
        assertThat(asked.get("pool").asText()).isEqualTo(pool);
        String path = "/platform/v1/deployments/" + asked.get("id").asText();
        await(
                "deployment " + asked,
                READY_LIMIT,
                () -> json(house.get(path, house.operator()), 200)
                        .get("state")
                        .asText()
                        .equals("ready"));
    }

    private static String deployment(String name, String pool, String site, String version, String url) {
        return "{\"name\":\"" + name + "\",\"pool\":\"" + pool + "\",\"modelVersion\":\"" + version
                + "\",\"driver\":\"external\",\"site\":\"" + site + "\",\"engine\":\"vllm\",\"url\":\"" + url
                + "\",\"upstreamModel\":\"script\",\"contextTokens\":4096,\"price\":{\"inputNanoWon\":1,"
                + "\"cachedNanoWon\":1,\"outputNanoWon\":1}}";
    }

    private static List<String> models(String key) {
        List<String> names = new ArrayList<>();
        json(house.get("/v1/models", "Bearer " + key), 200)
                .get("data")
                .forEach(model -> names.add(model.get("id").asText()));
        return names;
    }

    private static HttpResponse<String> chat(String key, String model) {
        String script = "{\\\"script\\\":{\\\"name\\\":\\\"pool\\\"},\\\"prompt\\\":\\\"안녕\\\"}";
        return house.send(
                "/v1/chat/completions",
                "POST",
                "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + script + "\"}]}",
                "Bearer " + key,
                null);
    }

    private static String path(JsonNode tenant) {
        return "/platform/v1/tenants/" + id(tenant).text();
    }

    private static CqlSession session(String role, String password) {
        CassandraForTests cassandra = CassandraForTests.get();
        return CqlSession.builder()
                .addContactPoint(cassandra.contactPoint())
                .withLocalDatacenter(cassandra.localDatacenter())
                .withAuthCredentials(role, password)
                .build();
    }

    private static int status(String path, String token) throws IOException, InterruptedException {
        return send(path, token, Map.of("input", "YQ==")).statusCode();
    }

    private static JsonNode vault(String path, String token, Map<String, String> body)
            throws IOException, InterruptedException {
        return JSON.readTree(send(path, token, body).body());
    }

    private static HttpResponse<String> send(String path, String token, Map<String, String> body)
            throws IOException, InterruptedException {
        URI address = URI.create(OpenBaoForTests.get().address() + "/v1/" + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(new HashMap<>(body))));
        if (!token.isEmpty()) {
            request.header("X-Vault-Token", token);
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static TenantId id(JsonNode tenant) {
        return TenantId.parse(tenant.get("id").asText());
    }

    private static <T> T bean(Class<T> type) {
        return house.server().context().getBean(type);
    }

    private static String body(String isolation, String name) {
        return "{\"name\":\"" + name + "\",\"isolation\":\"" + isolation
                + "\",\"allowedJurisdictions\":[\"KR\"],\"creditLimitWon\":1000000}";
    }
}
