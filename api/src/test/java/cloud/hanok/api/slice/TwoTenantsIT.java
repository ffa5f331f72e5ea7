package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.slice.StatementWatch.Sent;
import cloud.hanok.api.slice.StatementWatch.Watched;
import cloud.hanok.platform.id.TenantId;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    /** In every name and text that a victim has; nothing an attacker is answered may have it. */
    private static final String CANARY = "비밀정원";

    /** How long the driver may take to tell of what it was answered. */
    private static final Duration HEARD_LIMIT = Duration.ofSeconds(5);

    /** Who asks for a tenant's partitions without being asked by anybody, and why. */
    private static final Map<String, String> BACKGROUND = Map.of(
            "cloud.hanok.content.webhook.WebhookSender",
            "tells its own endpoints",
            "cloud.hanok.api.gateway.JournalShipper",
            "brings usage and receipts of its own requests from the journal",
            "cloud.hanok.billing.usage.RollupWorker",
            "sums up its usage of the hour",
            "cloud.hanok.compliance.receipt.LogSequencing",
            "puts receipts into its log",
            "cloud.hanok.platform.lease.Lease",
            "renews what its gateways were granted, or gives it back",
            "cloud.hanok.tenant.key.KeyUpkeep",
            "notes when its own keys were used");

    /** Where a tenant's own partitions are asked for: the table, by a list that it is in. */
    private static final Map<String, String> OWN = Map.of(
            "/v1/organization/projects", "projects",
            "/v1/organization/admin_api_keys", "api_keys",
            "/v1/organization/users", "members",
            "/v1/organization/invites", "invitations",
            "/v1/organization/spend_alerts", "spend_alerts",
            "/v1/organization/model_aliases", "model_aliases",
            "/v1/organization/audit_logs", "audit_events");

    @Test
    void whateverATenantPresentsItReachesNothingOfAnothers(Slice slice) {
        WholeTenant victim = WholeTenant.make(slice, "피해자 " + CANARY);
        WholeTenant attacker = WholeTenant.make(slice, "공격자");
        Map<String, String> credentials = new LinkedHashMap<>();
        credentials.put("admin key", attacker.customer().admin());
        credentials.put("project key", attacker.customer().bearer());
        credentials.put("owner's token", attacker.personBearer());
        String before = victim.state(slice);

        List<String> broken = new ArrayList<>();
        int tried = 0;
        try (Watched watched = watch(victim)) {
            // What it asked itself until now is heard before this ends, the last of it included.
            List<Sent> unused = heardBefore("api_key_uses", slice, victim, watched);
            for (Doors.Door door : Doors.closed(slice)) {
                for (Map.Entry<String, String> credential : credentials.entrySet()) {
                    for (Attack attack : Attack.on(door.method(), door.template(), attacker, victim)) {
                        HttpResponse<String> answer = call(slice, door.method(), attack.path(), credential.getValue());
                        tried++;
                        judge(slice, door, attack, credential, answer, victim, broken);
                        String asked =
                                "at or just before " + credential.getKey() + ": " + door.method() + " " + attack.path();
                        foreign(watched.taken()).forEach(sent -> broken.add(asked + " the victim's: " + sent));
                    }
                }
            }
            foreign(heardBefore("api_keys", slice, victim, watched))
                    .forEach(sent -> broken.add("at the end the victim's: " + sent));
        }

        assertThat(broken).isEmpty();
        assertThat(victim.state(slice)).as("what the victim has").isEqualTo(before);
        System.out.printf(
                "two tenants: %d requests at %d doors, none let through%n",
                tried, Doors.closed(slice).size());
    }

    @Test
    void theWatchHearsOfEveryPartitionThatATenantAsksForItself(Slice slice) {
        WholeTenant tenant = WholeTenant.make(slice, "자기 것 " + CANARY);
        try (Watched watched = watch(tenant)) {
            List<Sent> heard = new ArrayList<>();
            for (Map.Entry<String, String> table : OWN.entrySet()) {
                json(slice.house.get(table.getKey(), tenant.customer().admin()), 200);
                await(table.toString(), HEARD_LIMIT, () -> {
                    heard.addAll(foreign(watched.taken()));
                    return heard.stream().anyMatch(sent -> sent.asks(table.getValue()));
                });
            }
        }
    }

    @Test
    void theSameIdempotencyKeyOfAnotherTenantFindsNothing(Slice slice) {
        WholeTenant victim = WholeTenant.make(slice, "반복 " + CANARY);
        WholeTenant attacker = WholeTenant.make(slice, "반복 공격자");
        String body = "{\"name\":\"" + CANARY + "\"}";
        String path = "/v1/organization/projects";
        JsonNode theirs =
                json(slice.house.send(path, "POST", body, victim.customer().admin(), "shared-key"), 200);
        JsonNode ours =
                json(slice.house.send(path, "POST", body, attacker.customer().admin(), "shared-key"), 200);
        assertThat(ours.get("id")).isNotEqualTo(theirs.get("id"));

        String question = Slice.body("two-keys", "\"tokens\":3", false);
        String chat = "/v1/chat/completions";
        HttpResponse<String> theirAnswer =
                slice.house.send(chat, "POST", question, victim.customer().bearer(), "shared-key");
        HttpResponse<String> ourAnswer =
                slice.house.send(chat, "POST", question, attacker.customer().bearer(), "shared-key");
        json(theirAnswer, 200);
        json(ourAnswer, 200);
        assertThat(ourAnswer.headers().firstValue("x-idempotent-replay")).isEmpty();
        assertThat(ourAnswer.body()).isNotEqualTo(theirAnswer.body());
        json(slice.house.send(chat, "POST", question + " ", attacker.customer().bearer(), "shared-key"), 422);
        assertThat(slice.house
                        .send(chat, "POST", question + " ", victim.customer().admin(), "shared-key")
                        .statusCode())
                .as("another credential of the same tenant")
                .isNotIn(200, 422);
    }

    @Test
    void everyDoorIsTriedOrIsPublic(Slice slice) {
        for (Doors.Door door : Doors.closed(slice)) {
            Attack.requireKnown(door.template());
        }
        Set<String> operations = new java.util.HashSet<>();
        Doors.all(slice).forEach(door -> operations.add(door.toString()));
        assertThat(operations).containsAll(Doors.PUBLIC);
    }

    private static Watched watch(WholeTenant tenant) {
        return StatementWatch.of(TenantId.parse(tenant.customer().id()).ulid().toString());
    }

    /** What of this no background work asked. */
    private static List<Sent> foreign(List<Sent> statements) {
        return statements.stream()
                .filter(sent -> !BACKGROUND.containsKey(sent.origin()))
                .toList();
    }

    /**
     * Has the tenant list its own keys, and tells what was heard before this table was asked for that: statements of one session are heard
     * in the order of their answers.
     */
    private static List<Sent> heardBefore(String table, Slice slice, WholeTenant tenant, Watched watched) {
        json(
                slice.house.get(
                        "/v1/organization/admin_api_keys", tenant.customer().admin()),
                200);
        List<Sent> heard = new ArrayList<>();
        await("its own question of " + table, HEARD_LIMIT, () -> {
            heard.addAll(watched.taken());
            return heard.stream().anyMatch(sent -> sent.asks(table));
        });
        return heard.stream().takeWhile(sent -> !sent.asks(table)).toList();
    }

    /** Nothing is let through, and what exists is answered as what does not. */
    private static void judge(
            Slice slice,
            Doors.Door door,
            Attack attack,
            Map.Entry<String, String> credential,
            HttpResponse<String> answer,
            WholeTenant victim,
            List<String> broken) {
        String path = attack.path();
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
        HttpResponse<String> nobody = call(slice, door.method(), attack.unknown(), credential.getValue());
        if (nobody.statusCode() != status
                || !neutral(nobody, Attack.unknownOf(victim.things())).equals(neutral(answer, victim.things()))) {
            broken.add(what + " differs from an unknown id: " + answer.body() + " / " + nobody.body());
        }
    }

    /** What of the victim's stands in an answer, but for the ids that the attacker's own request named. */
    private static @Nullable String leak(HttpResponse<String> answer, String path, WholeTenant victim) {
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

    private static HttpResponse<String> call(Slice slice, String method, String path, String bearer) {
        return slice.house.send(Doors.encoded(path), method, method.equals("POST") ? "{}" : null, bearer, null);
    }
}
