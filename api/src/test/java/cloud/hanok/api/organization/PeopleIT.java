package cloud.hanok.api.organization;

import static cloud.hanok.api.OperatedServer.assertCode;
import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.OperatedServer;
import cloud.hanok.standalone.testing.KeycloakForTests;
import cloud.hanok.tenant.member.MemberRole;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People of real tenants, signed in at a real Keycloak. */
class PeopleIT {
    private static final KeycloakForTests KEYCLOAK = KeycloakForTests.get();

    @TempDir
    private static Path folder;

    private static OperatedServer house;

    @BeforeAll
    static void start() throws IOException {
        house = OperatedServer.start(folder, Map.of("hanok.keycloak.member-clients", KeycloakForTests.TEST_CLIENT));
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    /** A tenant with one owner, and what reaches it. */
    private record House(String tenant, String adminKey, String ownerId, KeycloakForTests.Person owner) {
        String bearer() {
            return bearerFor(owner, tenant);
        }
    }

    private static House newHouse(String name) {
        JsonNode tenant = house.created(
                "/platform/v1/tenants",
                "{\"name\":\"%s\",\"isolation\":\"SHARED\",\"allowedJurisdictions\":[\"KR\"],\"creditLimitWon\":1000}"
                        .formatted(name));
        String id = tenant.get("id").asText();
        KeycloakForTests.Person owner = newPerson(name + "-owner");
        JsonNode membership = join(id, owner, MemberRole.OWNER);
        return new House(
                id,
                "Bearer " + tenant.get("adminKey").asText(),
                membership.get("id").asText(),
                owner);
    }

    private static KeycloakForTests.Person newPerson(String name) {
        return KEYCLOAK.newPerson(name + "-" + System.nanoTime() + "@people.example");
    }

    /** The whole way in: invited by the operator, signed in, accepted. */
    private static JsonNode join(String tenant, KeycloakForTests.Person person, MemberRole role) {
        String token = invitation(tenant, person.email(), role);
        JsonNode membership = json(accept(person, token), 200);
        return membership;
    }

    private static String invitation(String tenant, String email, MemberRole role) {
        return house.created(
                        "/platform/v1/tenants/" + tenant + "/invites",
                        "{\"email\":\"%s\",\"role\":\"%s\"}".formatted(email, role.text()))
                .get("token")
                .asText();
    }

    private static java.net.http.HttpResponse<String> accept(KeycloakForTests.Person person, String token) {
        return house.send(
                "/platform/v1/invitations/accept",
                "POST",
                "{\"token\":\"" + token + "\"}",
                "Bearer " + KEYCLOAK.token(person, "openid"),
                null);
    }

    private static String bearerFor(KeycloakForTests.Person person, String tenant) {
        return "Bearer " + KEYCLOAK.tokenFor(person, tenant);
    }

    private static java.net.http.HttpResponse<String> call(
            String method, String path, @Nullable String body, String bearer) {
        return house.send(path, method, body, bearer, null);
    }

    @Test
    void whoWasInvitedComesInAndMayWhatTheRoleMay() {
        House home = newHouse("comes-in");
        KeycloakForTests.Person viewer = newPerson("viewer");
        JsonNode membership = join(home.tenant(), viewer, MemberRole.BILLING_VIEWER);
        assertThat(membership.get("role").asText()).isEqualTo("billing_viewer");
        String bearer = bearerFor(viewer, home.tenant());

        assertThat(call("GET", "/v1/organization/costs?start_time=1795305600", null, bearer)
                        .statusCode())
                .isEqualTo(200);
        assertCode(call("GET", "/v1/organization/users", null, bearer), 403, "forbidden");
        assertCode(call("POST", "/v1/organization/projects", "{\"name\":\"x\"}", bearer), 403, "forbidden");

        JsonNode users = json(call("GET", "/v1/organization/users", null, home.bearer()), 200);
        assertThat(users.get("data")).hasSize(2);
        assertThat(users.at("/data/1/email").asText()).isEqualTo(viewer.email());
        assertThat(users.at("/data/1/name").asText()).isEqualTo("길동 홍");
    }

    @Test
    void whoAcceptedIsAMemberAtOnceThoughTheOthersAreInMemory() {
        House home = newHouse("at-once");
        for (int i = 0; i < 3; i++) {
            KeycloakForTests.Person next = newPerson("next");
            String invitation = invitation(home.tenant(), next.email(), MemberRole.ADMIN);
            json(call("GET", "/v1/organization/users", null, home.bearer()), 200);
            json(accept(next, invitation), 200);
            json(call("GET", "/v1/organization/users", null, bearerFor(next, home.tenant())), 200);
        }
    }

    @Test
    void aRoleThatChangedIsAnotherRoleWithinSecondsAndSoIsNone() {
        House home = newHouse("changes");
        KeycloakForTests.Person other = newPerson("other");
        String id = join(home.tenant(), other, MemberRole.DEVELOPER).get("id").asText();
        String bearer = bearerFor(other, home.tenant());
        String projects = "/v1/organization/projects";
        assertCode(call("POST", projects, "{\"name\":\"x\"}", bearer), 403, "forbidden");

        json(call("POST", "/v1/organization/users/" + id, "{\"role\":\"admin\"}", home.bearer()), 200);
        await(() -> call("POST", projects, "{\"name\":\"상담\"}", bearer).statusCode() == 200);

        JsonNode gone = json(call("DELETE", "/v1/organization/users/" + id, null, home.bearer()), 200);
        assertThat(gone.get("deleted").asBoolean()).isTrue();
        await(() -> call("GET", projects, null, bearer).statusCode() == 403);
        assertCode(call("GET", projects, null, bearer), 403, "not_a_member");
        assertCode(call("GET", "/v1/organization/users/" + id, null, home.bearer()), 404, "not_found");
    }

    @Test
    void onlyAnOwnerTouchesOwnersAndTheLastOneStays() {
        House home = newHouse("owners");
        KeycloakForTests.Person admin = newPerson("admin");
        join(home.tenant(), admin, MemberRole.ADMIN);
        String bearer = bearerFor(admin, home.tenant());
        String owner = "/v1/organization/users/" + home.ownerId();

        assertCode(call("POST", owner, "{\"role\":\"developer\"}", bearer), 403, "owners_only");
        assertCode(call("DELETE", owner, null, bearer), 403, "owners_only");
        assertCode(call("DELETE", owner, null, home.adminKey()), 403, "owners_only");
        assertCode(
                call("POST", "/v1/organization/invites", "{\"email\":\"a@b.kr\",\"role\":\"owner\"}", bearer),
                403,
                "owners_only");
        assertCode(call("DELETE", owner, null, home.bearer()), 409, "last_owner");
        assertCode(call("POST", owner, "{\"role\":\"admin\"}", home.bearer()), 409, "last_owner");
    }

    @Test
    void ofTwoOwnersWhoLeaveAtOnceOneStays() throws Exception {
        House home = newHouse("two");
        KeycloakForTests.Person second = newPerson("second");
        String id = join(home.tenant(), second, MemberRole.OWNER).get("id").asText();
        String bearer = home.bearer();
        try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 2)
                    .mapToObj(each -> both.submit(() -> call(
                            "DELETE", "/v1/organization/users/" + (each == 0 ? id : home.ownerId()), null, bearer)))
                    .toList();
            int left = 0;
            for (var answer : answers) {
                left += answer.get().statusCode() == 200 ? 1 : 0;
            }
            assertThat(left).isEqualTo(1);
        }
        JsonNode users = json(call("GET", "/v1/organization/users", null, home.adminKey()), 200);
        assertThat(users.get("data")).hasSize(1);
        assertThat(users.at("/data/0/role").asText()).isEqualTo("owner");
    }

    @Test
    void anInvitationIsForItsAddressOnceAndForItsTime() {
        House home = newHouse("invites");
        KeycloakForTests.Person invited = newPerson("invited");
        KeycloakForTests.Person other = newPerson("replays");
        String token = invitation(home.tenant(), invited.email(), MemberRole.DEVELOPER);

        assertCode(accept(other, token), 409, "invitation_unusable");
        String wrong = token.substring(0, token.length() - 2) + (token.endsWith("AA") ? "BB" : "AA");
        assertCode(accept(invited, wrong), 404, "not_found");
        assertCode(accept(invited, "hki_nothing"), 404, "not_found");
        JsonNode first = json(accept(invited, token), 200);
        assertThat(json(accept(invited, token), 200).get("id")).isEqualTo(first.get("id"));
        String membership = "/v1/organization/users/" + first.get("id").asText();
        json(call("DELETE", membership, null, home.bearer()), 200);
        assertCode(accept(invited, token), 409, "invitation_unusable");
        assertThat(json(call("GET", "/v1/organization/users", null, home.bearer()), 200)
                        .get("data"))
                .as("who was removed does not come back by the invitation they had")
                .hasSize(1);

        JsonNode pending = json(
                call(
                        "POST",
                        "/v1/organization/invites",
                        "{\"email\":\"%s\",\"role\":\"reader\"}".formatted(other.email()),
                        home.bearer()),
                200);
        assertThat(pending.get("role").asText()).isEqualTo("member");
        String secret = pending.get("token").asText();
        assertThat(call("GET", "/v1/organization/invites", null, home.bearer()).body())
                .doesNotContain(secret);
        assertThat(call("GET", "/v1/organization/audit_logs", null, home.bearer())
                        .body())
                .doesNotContain(secret);
        String path = "/v1/organization/invites/" + pending.get("id").asText();
        assertThat(json(call("DELETE", path, null, home.bearer()), 200)
                        .get("deleted")
                        .asBoolean())
                .isTrue();
        assertThat(json(call("GET", path, null, home.bearer()), 200)
                        .get("status")
                        .asText())
                .isEqualTo("revoked");
    }

    @Test
    void theOperatorSeesATenantsInvitationsAndWithdrawsThem() {
        House home = newHouse("operator-invites");
        House other = newHouse("operator-invites-elsewhere");
        KeycloakForTests.Person invited = newPerson("withdrawn");
        String token = invitation(home.tenant(), invited.email(), MemberRole.OWNER);
        String invites = "/platform/v1/tenants/" + home.tenant() + "/invites";
        JsonNode page = json(house.get(invites, house.operator()), 200);
        JsonNode pending = StreamSupport.stream(page.get("data").spliterator(), false)
                .filter(each -> each.get("email").asText().equals(invited.email()))
                .findFirst()
                .orElseThrow();
        assertThat(pending.get("status").asText()).isEqualTo("pending");
        assertThat(page.toString()).doesNotContain(token);
        assertThat(json(house.get(invites + "?limit=1", house.operator()), 200)
                        .get("has_more")
                        .asBoolean())
                .as("the first owner's own is before it")
                .isTrue();
        assertCode(house.get(invites, home.bearer()), 403, "forbidden");

        String id = pending.get("id").asText();
        String elsewhere = "/platform/v1/tenants/" + other.tenant() + "/invites/" + id;
        assertCode(call("DELETE", elsewhere, null, house.operator()), 404, "not_found");
        assertCode(call("DELETE", invites + "/" + id, null, home.bearer()), 403, "forbidden");
        assertThat(call("DELETE", invites + "/" + id, null, house.operator()).statusCode())
                .isEqualTo(204);
        assertThat(json(house.get(invites, house.operator()), 200).toString()).contains("\"revoked\"");
        assertCode(accept(invited, token), 409, "invitation_unusable");
        assertThat(call("GET", "/v1/organization/audit_logs", null, home.bearer())
                        .body())
                .contains("invite.deleted");
    }

    @Test
    void aTokenIsGoodForTheTenantItWasAskedForAlone() {
        House one = newHouse("bound-one");
        House two = newHouse("bound-two");
        join(two.tenant(), one.owner(), MemberRole.AUDITOR);
        String inTwo = bearerFor(one.owner(), two.tenant());

        assertThat(json(call("GET", "/v1/organization/users", null, inTwo), 200).toString())
                .contains(two.owner().email());
        assertThat(json(call("GET", "/v1/organization/users", null, one.bearer()), 200)
                        .toString())
                .doesNotContain(two.owner().email());
        assertCode(call("GET", "/v1/organization/users/" + two.ownerId(), null, one.bearer()), 404, "not_found");
        String both = KEYCLOAK.token(one.owner(), "openid organization:*");
        assertCode(call("GET", "/v1/organization/users", null, "Bearer " + both), 401, "token_organization_ambiguous");
        String none = KEYCLOAK.token(one.owner(), "openid");
        assertCode(call("GET", "/v1/organization/users", null, "Bearer " + none), 403, "forbidden");
        assertCode(call("GET", "/platform/v1/tenants", null, one.bearer()), 403, "forbidden");
    }

    @Test
    void whoRunsAPartOfThePlatformMayThatPartUntilTheyAreNoOperatorAnyMore() {
        KeycloakForTests.Person person = newPerson("capacity");
        String bearer = "Bearer " + KEYCLOAK.token(person, "openid");
        String operators = "/platform/v1/operators";
        String path = operators + "/" + person.id();
        assertCode(call("GET", "/platform/v1/sites", null, bearer), 403, "forbidden");
        assertCode(call("PUT", path, "{\"role\":\"platform_operator\",\"name\":\"x\"}", bearer), 403, "forbidden");
        assertCode(
                call("PUT", operators + "/me", "{\"role\":\"publisher\",\"name\":\"x\"}", house.operator()),
                400,
                "invalid_value");
        assertCode(call("PUT", path, "{\"role\":\"owner\",\"name\":\"x\"}", house.operator()), 400, "invalid_value");

        String capacity = "{\"role\":\"capacity_operator\",\"name\":\"야간 당직\"}";
        assertThat(json(call("PUT", path, capacity, house.operator()), 200)
                        .get("id")
                        .asText())
                .isEqualTo(person.id());
        await(() -> call("GET", "/platform/v1/sites", null, bearer).statusCode() == 200);
        assertCode(call("GET", "/platform/v1/tenants", null, bearer), 403, "forbidden");
        assertCode(call("POST", "/platform/v1/models", "{}", bearer), 403, "forbidden");
        assertCode(call("GET", operators, null, bearer), 403, "forbidden");

        json(call("PUT", path, "{\"role\":\"platform_operator\",\"name\":\"당직\"}", house.operator()), 200);
        await(() -> call("GET", operators, null, bearer).statusCode() == 200);
        House home = newHouse("of-operator");
        assertThat(join(home.tenant(), person, MemberRole.AUDITOR).get("role").asText())
                .as("an operator is a person too, and accepts invitations")
                .isEqualTo("auditor");
        assertCode(call("GET", operators, null, bearerFor(person, home.tenant())), 403, "forbidden");

        assertThat(call("DELETE", path, null, bearer).statusCode()).isEqualTo(204);
        await(() -> call("GET", operators, null, bearer).statusCode() == 403);
        assertCode(call("DELETE", path, null, house.operator()), 404, "not_found");
        assertThat(json(call("GET", operators, null, house.operator()), 200).toString())
                .doesNotContain(person.id());
    }

    @Test
    void everyChangeIsInTheLogWithWhoMadeItAndWhatCameOfIt() {
        House home = newHouse("audited");
        JsonNode project = json(call("POST", "/v1/organization/projects", "{\"name\":\"처음\"}", home.bearer()), 200);
        String path = "/v1/organization/projects/" + project.get("id").asText();
        json(call("POST", path, "{\"name\":\"다음\"}", home.adminKey()), 200);
        json(call("POST", path + "/archive", null, home.bearer()), 200);
        assertCode(call("POST", path + "/api_keys", "{\"name\":\"늦음\"}", home.bearer()), 409, "project_archived");
        assertCode(call("POST", path, "{\"name\":\"늦음\"}", home.bearer()), 409, "project_archived");

        JsonNode log = json(call("GET", "/v1/organization/audit_logs?limit=5", null, home.bearer()), 200);
        assertThat(log.get("has_more").asBoolean()).isTrue();
        JsonNode refused = log.at("/data/0");
        assertThat(refused.get("type").asText()).isEqualTo("project.updated");
        assertThat(refused.get("outcome").asText()).isEqualTo("refused");
        assertThat(refused.get("code").asText()).isEqualTo("project_archived");
        assertThat(log.at("/data/1/type").asText()).isEqualTo("api_key.created");
        assertThat(log.at("/data/2/type").asText()).isEqualTo("project.archived");
        JsonNode renamed = log.at("/data/3");
        assertThat(renamed.at("/before/name").asText()).isEqualTo("처음");
        assertThat(renamed.at("/project.updated/changes_requested/name").asText())
                .isEqualTo("다음");
        assertThat(renamed.at("/actor/type").asText()).isEqualTo("api_key");
        JsonNode created = log.at("/data/4");
        assertThat(created.at("/actor/session/user/id").asText()).isEqualTo(home.ownerId());
        assertThat(created.at("/actor/session/user/email").asText())
                .isEqualTo(home.owner().email());
        assertThat(created.at("/actor/session/ip_address").asText()).isEqualTo("127.0.0.1");

        String after = log.get("last_id").asText();
        JsonNode older =
                json(call("GET", "/v1/organization/audit_logs?limit=1&after=" + after, null, home.bearer()), 200);
        assertThat(older.at("/data/0/type").asText()).isEqualTo("invite.accepted");
        JsonNode newer = json(
                call(
                        "GET",
                        "/v1/organization/audit_logs?limit=1&before="
                                + older.get("first_id").asText(),
                        null,
                        home.bearer()),
                200);
        assertThat(newer.get("first_id").asText()).isEqualTo(after);
        JsonNode filtered = json(
                call(
                        "GET",
                        "/v1/organization/audit_logs?event_types[]=project.archived&effective_at[gte]=1",
                        null,
                        home.bearer()),
                200);
        assertThat(filtered.get("data")).hasSize(1);
        String address = home.owner().email().toUpperCase(java.util.Locale.ROOT);
        JsonNode owners =
                json(call("GET", "/v1/organization/audit_logs?actor_emails[]=" + address, null, home.bearer()), 200);
        assertThat(owners.get("data"))
                .isNotEmpty()
                .allSatisfy(event ->
                        assertThat(event.at("/actor/session/user/id").asText()).isEqualTo(home.ownerId()));
        assertThat(json(
                                call(
                                        "GET",
                                        "/v1/organization/audit_logs?actor_emails[]=nobody@people.example",
                                        null,
                                        home.bearer()),
                                200)
                        .get("data"))
                .isEmpty();
        House other = newHouse("audited-other");
        assertThat(json(call("GET", "/v1/organization/audit_logs", null, other.bearer()), 200)
                        .toString())
                .doesNotContain(home.tenant(), "처음", home.owner().email());
    }
}
