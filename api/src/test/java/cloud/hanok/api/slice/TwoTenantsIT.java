package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.docs.Contracts;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.standalone.testing.KeycloakForTests;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One tenant tries every door of the API with everything of another tenant's that it could get hold of: ids in paths, filters
 * and cursors, idempotency keys. The doors come from the contracts, so that a new route is tried too, or fails this test until
 * it is said what of the other tenant's belongs into its path.
 */
@ExtendWith(Slice.Shared.class)
class TwoTenantsIT {
    private static final KeycloakForTests KEYCLOAK = KeycloakForTests.get();

    /** In every name and text that a victim has; nothing an attacker is answered may have it. */
    private static final String CANARY = "비밀정원";

    /** Served to anybody; the list is short, and everything else is tried. */
    private static final Set<String> PUBLIC = Set.of(
            "GET /docs",
            "GET /docs/{asset}",
            "GET /health/liveness",
            "GET /health/readiness",
            "GET /log/{logId}/checkpoint",
            "GET /log/{logId}/tile/{path}",
            "GET /openapi/{name}",
            "GET /platform/v1/signup_policy",
            "GET /prometheus");

    private static final Pattern PARAMETER = Pattern.compile("\\{([a-zA-Z]+)}");

    /** What of the victim's belongs into a path: by the collection that a parameter follows. */
    private static final Map<String, String> COLLECTIONS = Map.ofEntries(
            Map.entry("tenants", "tenant"),
            Map.entry("projects", "project"),
            Map.entry("api_keys", "key"),
            Map.entry("admin_api_keys", "adminKey"),
            Map.entry("users", "member"),
            Map.entry("invites", "invite"),
            Map.entry("requests", "request"),
            Map.entry("receipts", "request"),
            Map.entry("service_accounts", "serviceAccount"),
            // No tenant's, or of the operator alone: any id will do to be refused with.
            Map.entry("signup_codes", "foreign"),
            Map.entry("sites", "foreign"),
            Map.entry("deployments", "foreign"),
            Map.entry("versions", "foreign"),
            Map.entry("key_peppers", "foreign"),
            Map.entry("encryption_keys", "foreign"),
            Map.entry("spend_alerts", "foreign"),
            Map.entry("rate_limits", "foreign"));

    /** A tenant with one of everything. */
    private record Whole(Slice.Customer customer, KeycloakForTests.Person owner, Map<String, String> things) {
        String personBearer() {
            return "Bearer " + KEYCLOAK.tokenFor(owner, customer.id());
        }
    }

    private record Door(String method, String template) {
        @Override
        public String toString() {
            return method + " " + template;
        }
    }

    @Test
    void whateverATenantPresentsItReachesNothingOfAnothers(Slice slice) {
        Whole victim = whole(slice, "피해자 " + CANARY);
        Whole attacker = whole(slice, "공격자");
        Map<String, String> credentials = new LinkedHashMap<>();
        credentials.put("admin key", attacker.customer().admin());
        credentials.put("project key", attacker.customer().bearer());
        credentials.put("owner's token", attacker.personBearer());
        String before = state(slice, victim);

        List<String> broken = new ArrayList<>();
        int tried = 0;
        for (Door door : doors(slice)) {
            for (Map.Entry<String, String> credential : credentials.entrySet()) {
                for (String query : queries(door, victim)) {
                    String path = filled(door.template(), victim.things()) + query;
                    HttpResponse<String> answer = call(slice, door.method(), path, credential.getValue());
                    tried++;
                    judge(slice, door, path, credential, answer, victim, broken);
                }
            }
        }

        assertThat(broken).isEmpty();
        assertThat(state(slice, victim)).as("what the victim has").isEqualTo(before);
        System.out.printf(
                "two tenants: %d requests at %d doors, none let through%n",
                tried, doors(slice).size());
    }

    @Test
    void theSameIdempotencyKeyOfAnotherTenantFindsNothing(Slice slice) {
        Whole victim = whole(slice, "반복 " + CANARY);
        Whole attacker = whole(slice, "반복 공격자");
        String body = "{\"name\":\"" + CANARY + "\"}";
        String path = "/v1/organization/projects";
        JsonNode theirs =
                json(slice.house.send(path, "POST", body, victim.customer().admin(), "shared-key"), 200);
        JsonNode ours =
                json(slice.house.send(path, "POST", body, attacker.customer().admin(), "shared-key"), 200);
        assertThat(ours.get("id")).isNotEqualTo(theirs.get("id"));
    }

    @Test
    void everyDoorIsTriedOrIsPublic(Slice slice) {
        for (Door door : doors(slice)) {
            filled(door.template(), Map.of());
        }
        Set<String> operations = new java.util.HashSet<>();
        operations(slice).forEach(door -> operations.add(door.toString()));
        assertThat(operations).containsAll(PUBLIC);
    }

    /** Nothing is let through, and what exists is answered as what does not. */
    private static void judge(
            Slice slice,
            Door door,
            String path,
            Map.Entry<String, String> credential,
            HttpResponse<String> answer,
            Whole victim,
            List<String> broken) {
        String what = credential.getKey() + ": " + door.method() + " " + path + " -> " + answer.statusCode();
        String leaked = leak(answer, path, victim);
        if (leaked != null) {
            broken.add(what + " says " + leaked + ": " + answer.body());
        }
        boolean names = victim.things().values().stream().anyMatch(path::contains);
        if (!names || path.contains("?")) {
            return;
        }
        int status = answer.statusCode();
        if (status != 401 && status != 403 && status != 404) {
            broken.add(what + " was not refused: " + answer.body());
            return;
        }
        String unknown = filled(door.template(), unknownOf(victim.things()));
        HttpResponse<String> nobody = call(slice, door.method(), unknown, credential.getValue());
        if (nobody.statusCode() != status
                || !neutral(nobody, unknownOf(victim.things())).equals(neutral(answer, victim.things()))) {
            broken.add(what + " differs from an unknown id: " + answer.body() + " / " + nobody.body());
        }
    }

    /** What of the victim's stands in an answer, but for the ids that the attacker's own request named. */
    private static @Nullable String leak(HttpResponse<String> answer, String path, Whole victim) {
        if (answer.body().contains(CANARY)
                || answer.body().contains(victim.owner().email())) {
            return "a canary";
        }
        return victim.things().values().stream()
                .filter(id -> answer.body().contains(id) && !path.contains(id))
                .findFirst()
                .orElse(null);
    }

    /** An answer without what names the request and the things it asked for. */
    private static String neutral(HttpResponse<String> answer, Map<String, String> things) {
        String body = answer.body().replaceAll("req_[0-9A-Z]{26}", "REQUEST");
        for (String id : things.values()) {
            body = body.replace(id, "ID");
        }
        return body;
    }

    /** Ids of the same kinds and of the same moment that nothing has. */
    private static Map<String, String> unknownOf(Map<String, String> things) {
        Map<String, String> unknown = new TreeMap<>();
        things.forEach((name, id) -> {
            int underscore = id.indexOf('_');
            Ulid ulid = Ulid.parse(id.substring(underscore + 1));
            unknown.put(
                    name,
                    id.substring(0, underscore + 1)
                            + new Ulid(ulid.mostSignificantBits(), ~ulid.leastSignificantBits()));
        });
        return unknown;
    }

    /** Nothing, and everything of the victim's that a list can be filtered by or begin after. */
    private static List<String> queries(Door door, Whole victim) {
        if (!door.method().equals("GET")) {
            return List.of("");
        }
        Map<String, String> things = victim.things();
        return List.of(
                "",
                "?tenant=" + things.get("tenant"),
                "?start_time=1795305600&project_ids[]=" + things.get("project"),
                "?start_time=1795305600&api_key_ids[]=" + things.get("key"),
                "?start_time=1795305600&group_by=label:team&user_ids[]=" + things.get("member"),
                "?actor_emails[]=" + victim.owner().email(),
                "?project_ids[]=" + things.get("project"),
                "?resource_ids[]=" + things.get("key"),
                "?actor_ids[]=" + things.get("member"),
                "?after=" + things.get("project"),
                "?after=" + things.get("key"),
                "?after=" + things.get("member"),
                "?after=" + things.get("invite"));
    }

    private static HttpResponse<String> call(Slice slice, String method, String path, String bearer) {
        int question = path.indexOf('?');
        String encoded = question < 0
                ? path
                : path.substring(0, question)
                        + "?"
                        + path.substring(question + 1).replace("[", "%5B").replace("]", "%5D");
        return slice.house.send(encoded, method, method.equals("POST") ? "{}" : null, bearer, null);
    }

    /**
     * A path with the victim's things in the places of its parameters.
     *
     * @param things where a name has no id, any will do
     */
    private static String filled(String template, Map<String, String> things) {
        Matcher matcher = PARAMETER.matcher(template);
        StringBuilder path = new StringBuilder();
        while (matcher.find()) {
            String before = template.substring(0, matcher.start());
            String[] parts = before.split("/");
            String collection = parts[parts.length - 1];
            String thing = COLLECTIONS.get(collection);
            if (collection.equals("models")) {
                thing = "foreign";
            }
            assertThat(thing)
                    .as("say in COLLECTIONS what of the other tenant's belongs into " + template)
                    .isNotNull();
            String id = things.getOrDefault(thing, "foreign");
            matcher.appendReplacement(path, URLEncoder.encode(id, StandardCharsets.UTF_8));
        }
        return matcher.appendTail(path).toString();
    }

    private static List<Door> doors(Slice slice) {
        return operations(slice).stream()
                .filter(door -> !PUBLIC.contains(door.toString()))
                .toList();
    }

    private static List<Door> operations(Slice slice) {
        Contracts contracts = slice.house.server().context().getBean(Contracts.class);
        List<Door> doors = new ArrayList<>();
        for (String name : Contracts.NAMES) {
            contracts
                    .tree(name)
                    .get("paths")
                    .properties()
                    .forEach(path -> path.getValue()
                            .properties()
                            .forEach(operation ->
                                    doors.add(new Door(operation.getKey().toUpperCase(Locale.ROOT), path.getKey()))));
        }
        return doors;
    }

    /** Everything the victim has, as it sees it itself. */
    private static String state(Slice slice, Whole victim) {
        StringBuilder state = new StringBuilder();
        String admin = victim.customer().admin();
        for (String path : List.of(
                "/v1/organization/projects?include_archived=true",
                "/v1/organization/projects/" + victim.things().get("project") + "/api_keys",
                "/v1/organization/projects/" + victim.things().get("project") + "/service_accounts",
                "/v1/organization/admin_api_keys",
                "/v1/organization/users",
                "/v1/organization/invites",
                "/v1/organization/audit_logs")) {
            String body = json(slice.house.get(path, admin), 200).toString();
            // When a key was last used is no change of it.
            state.append(body.replaceAll("\"last_used_at\":[^,}]+", "")).append('\n');
        }
        return state.toString();
    }

    private static Whole whole(Slice slice, String name) {
        Slice.Customer customer = slice.customer(name, "KR");
        KeycloakForTests.Person owner = KEYCLOAK.newPerson("owner-" + System.nanoTime() + "@two.example");
        String token = slice.house
                .created(
                        "/platform/v1/tenants/" + customer.id() + "/invites",
                        "{\"email\":\"" + owner.email() + "\",\"role\":\"owner\"}")
                .get("token")
                .asText();
        JsonNode membership = json(
                slice.house.send(
                        "/platform/v1/invitations/accept",
                        "POST",
                        "{\"token\":\"" + token + "\"}",
                        "Bearer " + KEYCLOAK.token(owner, "openid"),
                        null),
                200);
        Map<String, String> things = new TreeMap<>();
        things.put("tenant", customer.id());
        things.put("project", customer.project());
        things.put("key", customer.keyId());
        things.put("member", membership.get("id").asText());
        things.put(
                "adminKey",
                json(slice.house.get("/v1/organization/admin_api_keys", customer.admin()), 200)
                        .at("/data/0/id")
                        .asText());
        things.put(
                "invite",
                json(
                                slice.house.send(
                                        "/v1/organization/invites",
                                        "POST",
                                        "{\"email\":\"guest-%d@two.example\",\"role\":\"auditor\"}"
                                                .formatted(System.nanoTime()),
                                        customer.admin(),
                                        null),
                                200)
                        .get("id")
                        .asText());
        things.put(
                "serviceAccount",
                json(
                                slice.house.send(
                                        "/v1/organization/projects/" + customer.project() + "/service_accounts",
                                        "POST",
                                        "{\"name\":\"" + name + "\"}",
                                        customer.admin(),
                                        null),
                                200)
                        .get("id")
                        .asText());
        things.put("request", asked(slice, customer));
        return new Whole(customer, owner, things);
    }

    /** A request whose usage and receipt have arrived. */
    private static String asked(Slice slice, Slice.Customer customer) {
        HttpResponse<String> answer = slice.house.send(
                "/v1/chat/completions",
                "POST",
                Slice.body("two-tenants-" + customer.id(), "\"tokens\":1", false),
                customer.bearer(),
                null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String id = answer.headers().firstValue("x-request-id").orElseThrow();
        cloud.hanok.api.OperatedServer.await(
                "the request's usage",
                Duration.ofSeconds(20),
                () -> slice.house
                                        .get("/platform/v1/requests/" + id, customer.bearer())
                                        .statusCode()
                                == 200
                        && slice.house
                                        .get("/v1/receipts/" + id, customer.bearer())
                                        .statusCode()
                                == 200);
        return id;
    }
}
