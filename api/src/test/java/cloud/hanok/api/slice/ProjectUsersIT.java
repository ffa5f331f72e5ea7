package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.assertCode;
import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.security.MemberCallers;
import cloud.hanok.standalone.testing.KeycloakForTests;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Members who are somebody in single projects only: all of their own, and nothing of another. */
@ExtendWith(Slice.Shared.class)
class ProjectUsersIT {
    private static final KeycloakForTests KEYCLOAK = KeycloakForTests.get();
    private static final Duration CHANGE_LIMIT = Duration.ofSeconds(5);
    private static final Duration RECEIPT_LIMIT = Duration.ofSeconds(20);

    /** In every name that the other project has; nobody who is not in it may read it. */
    private static final String CANARY = "안채금고";

    private record Joined(String member, KeycloakForTests.Person person, String token) {
        String bearer() {
            return "Bearer " + token;
        }
    }

    /** Invites somebody who is only what these projects make of them. */
    private static Joined join(Slice slice, Slice.Customer customer, String projects) {
        KeycloakForTests.Person person = KEYCLOAK.newPerson("project-" + System.nanoTime() + "@rooms.example");
        JsonNode invite = json(
                call(
                        slice,
                        "POST",
                        "/v1/organization/invites",
                        "{\"email\":\"%s\",\"role\":\"reader\",\"projects\":[%s]}".formatted(person.email(), projects),
                        customer.admin()),
                200);
        JsonNode membership = slice.joined(person, invite.get("token").asText());
        assertThat(membership.get("role").asText()).isEqualTo("member");
        return new Joined(membership.get("id").asText(), person, KEYCLOAK.tokenFor(person, customer.id()));
    }

    private static String in(String project, String role) {
        return "{\"id\":\"" + project + "\",\"role\":\"" + role + "\"}";
    }

    private static HttpResponse<String> call(
            Slice slice, String method, String path, @Nullable String body, String bearer) {
        return slice.house.send(path, method, body, bearer, null);
    }

    private static HttpResponse<String> ask(Slice slice, String bearer, String project) {
        return slice.house
                .server()
                .send(slice.house
                        .server()
                        .request("/v1/chat/completions")
                        .header("Content-Type", "application/json")
                        .header("Authorization", bearer)
                        .header(MemberCallers.PROJECT_HEADER, project)
                        .POST(HttpRequest.BodyPublishers.ofString(
                                Slice.body("project-users", "\"tokens\":2,\"promptTokens\":5", false))));
    }

    private static String asked(Slice slice, String bearer, String project) {
        HttpResponse<String> answer = ask(slice, bearer, project);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("x-request-id").orElseThrow();
    }

    private static void recorded(Slice slice, String request, String bearer) {
        await(
                "usage and receipt of " + request,
                RECEIPT_LIMIT,
                () -> call(slice, "GET", "/platform/v1/requests/" + request, null, bearer)
                                        .statusCode()
                                == 200
                        && call(slice, "GET", "/v1/receipts/" + request, null, bearer)
                                        .statusCode()
                                == 200);
    }

    @Test
    void whoIsInAProjectBuildsInItAndSeesItAlone(Slice slice) {
        Slice.Customer rooms = slice.customer("사랑채 " + System.nanoTime(), "KR");
        Slice.Customer other = slice.withProject(rooms.made(), "다른 방");
        Joined owner = join(slice, rooms, in(rooms.project(), "owner"));
        String projects = "/v1/organization/projects";
        await(
                "the membership",
                CHANGE_LIMIT,
                () -> call(slice, "GET", projects, null, owner.bearer()).statusCode() == 200);
        String mine = projects + "/" + rooms.project();

        JsonNode seen = json(call(slice, "GET", projects, null, owner.bearer()), 200);
        assertThat(seen.get("data")).hasSize(1);
        assertThat(seen.at("/data/0/id").asText()).isEqualTo(rooms.project());
        JsonNode key = json(call(slice, "POST", mine + "/api_keys", "{\"name\":\"내 키\"}", owner.bearer()), 201);
        assertThat(call(
                                slice,
                                "GET",
                                "/v1/models",
                                null,
                                "Bearer " + key.get("value").asText())
                        .statusCode())
                .isEqualTo(200);
        json(call(slice, "POST", mine, "{\"name\":\"사랑채\"}", owner.bearer()), 200);
        assertCode(
                call(slice, "POST", mine + "/spend_limit", "{\"threshold_amount\":1}", owner.bearer()),
                403,
                "forbidden");
        assertCode(call(slice, "POST", projects, "{\"name\":\"새 방\"}", owner.bearer()), 403, "forbidden");
        assertCode(call(slice, "GET", "/v1/organization/users", null, owner.bearer()), 403, "forbidden");
        assertCode(call(slice, "GET", projects + "/" + other.project(), null, owner.bearer()), 403, "forbidden");
        // A spelling that the router takes for the same id must not be taken for no project at all.
        assertCode(
                call(slice, "GET", projects + "/" + other.project().replace("_", "%5F"), null, owner.bearer()),
                403,
                "forbidden");

        String request = asked(slice, owner.bearer(), rooms.project());
        assertCode(ask(slice, owner.bearer(), other.project()), 404, "not_found");
        assertCode(ask(slice, owner.bearer(), "proj_01JD0000000000000000000000"), 404, "not_found");
        recorded(slice, request, owner.bearer());
        String theirs = asked(slice, other.bearer(), other.project());
        recorded(slice, theirs, other.bearer());
        String since = "?start_time=" + (Instant.now().getEpochSecond() - 3_600) + "&group_by=project_id";
        await(
                "usage of both",
                RECEIPT_LIMIT,
                () -> json(call(slice, "GET", "/v1/organization/usage/completions" + since, null, rooms.admin()), 200)
                        .toString()
                        .contains(other.project()));
        for (String report : List.of("/v1/organization/usage/completions", "/v1/organization/costs")) {
            for (String split : List.of("", "&group_by=metadata:team")) {
                assertThat(json(call(slice, "GET", report + since + split, null, owner.bearer()), 200)
                                .toString())
                        .contains(rooms.project())
                        .doesNotContain(other.project());
            }
            assertCode(
                    call(slice, "GET", report + since + "&project_ids=" + other.project(), null, owner.bearer()),
                    404,
                    "not_found");
        }
    }

    @Test
    void anOwnerOfAProjectDecidesWhoIsInItAndWhoLeftIsOutWithinSeconds(Slice slice) {
        Slice.Customer rooms = slice.customer("행랑채 " + System.nanoTime(), "KR");
        Joined owner = join(slice, rooms, in(rooms.project(), "owner"));
        Joined guest = join(slice, rooms, "");
        String users = "/v1/organization/projects/" + rooms.project() + "/users";
        await(
                "the membership",
                CHANGE_LIMIT,
                () -> call(slice, "GET", users, null, owner.bearer()).statusCode() == 200);
        assertCode(call(slice, "GET", "/v1/organization/projects", null, guest.bearer()), 403, "forbidden");
        assertCode(ask(slice, guest.bearer(), rooms.project()), 403, "forbidden");

        String address = guest.person().email().toUpperCase(java.util.Locale.ROOT);
        String body = "{\"email\":\"" + address + "\",\"role\":\"member\"}";
        JsonNode added = json(call(slice, "POST", users, body, owner.bearer()), 200);
        assertThat(added.get("id").asText()).isEqualTo(guest.member());
        assertThat(added.get("object").asText()).isEqualTo("organization.project.user");
        await(
                "the new place",
                CHANGE_LIMIT,
                () -> ask(slice, guest.bearer(), rooms.project()).statusCode() == 200);
        assertCode(call(slice, "POST", users, body, guest.bearer()), 403, "forbidden");
        assertThat(json(call(slice, "GET", users, null, owner.bearer()), 200).get("data"))
                .extracting(each -> each.get("role").asText())
                .containsExactly("owner", "member");

        String place = users + "/" + guest.member();
        assertThat(json(call(slice, "POST", place, "{\"role\":\"owner\"}", owner.bearer()), 200)
                        .get("added_at"))
                .isEqualTo(added.get("added_at"));
        await(
                "the other role",
                CHANGE_LIMIT,
                () -> call(slice, "GET", users, null, guest.bearer()).statusCode() == 200);
        json(call(slice, "DELETE", place, null, owner.bearer()), 200);
        await(
                "the end of it",
                CHANGE_LIMIT,
                () -> ask(slice, guest.bearer(), rooms.project()).statusCode() == 403);
        assertCode(call(slice, "DELETE", place, null, owner.bearer()), 404, "not_found");
        assertThat(call(slice, "GET", "/v1/organization/audit_logs?limit=10", null, rooms.admin())
                        .body())
                .contains("project.user.added", "project.user.updated", "project.user.deleted");
    }

    @Test
    void badPlacesAreRefused(Slice slice) {
        Slice.Customer rooms = slice.customer("별채 " + System.nanoTime(), "KR");
        Slice.Customer strangers = slice.customer("남의 집 " + System.nanoTime(), "KR");
        Joined guest = join(slice, rooms, "");
        String users = "/v1/organization/projects/" + rooms.project() + "/users";
        String named = "{\"user_id\":\"" + guest.member() + "\"";
        assertCode(call(slice, "POST", users, named + ",\"role\":\"admin\"}", rooms.admin()), 400, "invalid_value");
        assertCode(call(slice, "POST", users, "{\"role\":\"member\"}", rooms.admin()), 400, "invalid_value");
        assertCode(
                call(slice, "POST", users, "{\"email\":\"nobody@rooms.example\",\"role\":\"member\"}", rooms.admin()),
                404,
                "not_found");
        assertCode(
                call(
                        slice,
                        "POST",
                        "/v1/organization/projects/" + strangers.project() + "/users",
                        named + ",\"role\":\"member\"}",
                        strangers.admin()),
                404,
                "not_found");
        String invites = "/v1/organization/invites";
        String invite = "{\"email\":\"x@rooms.example\",\"role\":\"member\",\"projects\":[%s]}";
        assertCode(
                call(slice, "POST", invites, invite.formatted(in(strangers.project(), "member")), rooms.admin()),
                404,
                "not_found");
        json(
                call(slice, "POST", "/v1/organization/projects/" + rooms.project() + "/archive", null, rooms.admin()),
                200);
        assertCode(
                call(slice, "POST", invites, invite.formatted(in(rooms.project(), "member")), rooms.admin()),
                409,
                "project_archived");
        assertCode(call(slice, "POST", users, named + ",\"role\":\"member\"}", rooms.admin()), 409, "project_archived");
    }

    @Test
    void whoOwnsOneProjectReachesNothingOfAnotherAtAnyDoor(Slice slice) {
        Slice.Customer rooms = slice.customer("두 방 " + System.nanoTime(), "KR");
        Slice.Customer victim = slice.withProject(rooms.made(), CANARY);
        Joined attacker = join(slice, rooms, in(rooms.project(), "owner"));
        Map<String, String> things = victims(slice, victim);
        await(
                "the membership",
                CHANGE_LIMIT,
                () -> call(slice, "GET", "/v1/organization/projects", null, attacker.bearer())
                                .statusCode()
                        == 200);

        List<String> broken = new ArrayList<>();
        int tried = 0;
        for (Doors.Door door : Doors.closed(slice)) {
            for (String query : queries(door, things)) {
                String path = Attack.filled(door.template(), things) + query;
                String body = door.method().equals("POST") ? "{}" : null;
                HttpResponse<String> answer = call(slice, door.method(), Doors.encoded(path), body, attacker.bearer());
                tried++;
                String what = door.method() + " " + path + " -> " + answer.statusCode() + " " + answer.body();
                if (answer.body().contains(CANARY)
                        || things.values().stream().anyMatch(id -> answer.body().contains(id) && !path.contains(id))) {
                    broken.add("leaks: " + what);
                }
                boolean names = query.isEmpty() && things.values().stream().anyMatch(path::contains);
                if (names && !List.of(401, 403, 404).contains(answer.statusCode())) {
                    broken.add("lets through: " + what);
                }
            }
        }
        assertThat(broken).isEmpty();
        System.out.printf("two projects: %d requests, none let through%n", tried);
    }

    /** One of everything that belongs to a project. */
    private static Map<String, String> victims(Slice slice, Slice.Customer victim) {
        Joined inside = join(slice, victim, in(victim.project(), "member"));
        Map<String, String> things = new TreeMap<>();
        things.put("project", victim.project());
        things.put("key", victim.keyId());
        things.put("member", inside.member());
        things.put(
                "serviceAccount",
                json(
                                call(
                                        slice,
                                        "POST",
                                        "/v1/organization/projects/" + victim.project() + "/service_accounts",
                                        "{\"name\":\"" + CANARY + "\"}",
                                        victim.admin()),
                                200)
                        .get("id")
                        .asText());
        String request = asked(slice, victim.bearer(), victim.project());
        recorded(slice, request, victim.bearer());
        things.put("request", request);
        return things;
    }

    private static List<String> queries(Doors.Door door, Map<String, String> things) {
        return door.method().equals("GET")
                ? List.of(
                        "",
                        "?start_time=1795305600&group_by=project_id",
                        "?start_time=1795305600&group_by=api_key_id&api_key_ids[]=" + things.get("key"),
                        "?start_time=1795305600&project_ids[]=" + things.get("project"),
                        "?include_archived=true",
                        "?after=" + things.get("project"))
                : List.of("");
    }
}
