package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.standalone.testing.KeycloakForTests;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A tenant with one of everything.
 *
 * @param things the ids of what it has, by what they are
 */
record WholeTenant(Slice.Customer customer, KeycloakForTests.Person owner, Map<String, String> things) {
    private static final KeycloakForTests KEYCLOAK = KeycloakForTests.get();

    /** Its owner's {@code Authorization}. */
    String personBearer() {
        return "Bearer " + KEYCLOAK.tokenFor(owner, customer.id());
    }

    /** A new one, with this name in whatever of it has one. */
    static WholeTenant make(Slice slice, String name) {
        Slice.Customer customer = slice.customer(name, "KR");
        KeycloakForTests.Person owner = KEYCLOAK.newPerson("owner-" + System.nanoTime() + "@two.example");
        String token = slice.house
                .created(
                        "/platform/v1/tenants/" + customer.id() + "/invites",
                        "{\"email\":\"" + owner.email() + "\",\"role\":\"owner\"}")
                .get("token")
                .asText();
        JsonNode membership = slice.joined(owner, token);
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
        String organization = "/v1/organization";
        String project = organization + "/projects/" + customer.project();
        String guest = "{\"email\":\"guest-%d@two.example\",\"role\":\"auditor\"}".formatted(System.nanoTime());
        String alert = """
                {"threshold_amount":1000000,"currency":"KRW","interval":"month",
                 "notification_channel":{"type":"email","recipients":["%s"],"subject_prefix":"%s"}}""".formatted(owner.email(), name);
        things.put("invite", made(slice, customer, organization + "/invites", guest));
        things.put(
                "serviceAccount", made(slice, customer, project + "/service_accounts", "{\"name\":\"" + name + "\"}"));
        things.put("spendAlert", made(slice, customer, organization + "/spend_alerts", alert));
        things.put("projectSpendAlert", made(slice, customer, project + "/spend_alerts", alert));
        String hook = hook(slice, customer, name);
        things.put("webhook", hook);
        things.put("webhookDelivery", told(slice, customer, hook));
        things.put("request", asked(slice, customer));
        things.put("response", kept(slice, customer, name));
        things.put("chat", chat(slice, customer, name));
        talked(slice, customer, name, things);
        things.put("file", uploaded(slice, customer, name));
        things.put("upload", begun(slice, customer, name));
        things.put("batch", batched(slice, customer));
        return new WholeTenant(customer, owner, things);
    }

    /** The id of what was made by its admin key. */
    private static String made(Slice slice, Slice.Customer customer, String path, String body) {
        return json(slice.house.send(path, "POST", body, customer.admin(), null), 200)
                .get("id")
                .asText();
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
        await(
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

    /** A response that is kept, and was answered in the background. */
    private static String kept(Slice slice, Slice.Customer customer, String name) {
        String body = "{\"model\":\"%s\",\"background\":true,\"input\":\"%s\"}".formatted(Slice.MODEL, name);
        String id = json(slice.house.send("/v1/responses", "POST", body, customer.bearer(), null), 200)
                .get("id")
                .asText();
        await(
                "the answer of " + id,
                Duration.ofSeconds(20),
                () -> json(slice.house.get("/v1/responses/" + id, customer.bearer()), 200)
                        .path("status")
                        .asText()
                        .equals("completed"));
        return id;
    }

    /** A chat completion that is kept, and says its tenant's name. */
    private static String chat(Slice slice, Slice.Customer customer, String name) {
        String body = "{\"model\":\"%s\",\"store\":true,\"metadata\":{\"name\":\"%s\"},\"messages\":[%s]}"
                .formatted(Slice.MODEL, name, "{\"role\":\"user\",\"content\":\"" + name + "\"}");
        return json(slice.house.send("/v1/chat/completions", "POST", body, customer.bearer(), null), 200)
                .get("id")
                .asText();
    }

    /** An endpoint that asks for all there is. */
    private static String hook(Slice slice, Slice.Customer customer, String name) {
        String body = "{\"name\":\"%s\",\"url\":\"%s\",\"event_types\":[\"response.completed\",\"batch.failed\"]}"
                .formatted(name, slice.hooks.at("/ok/two-tenants"));
        return json(slice.house.send("/v1/webhook_endpoints", "POST", body, customer.bearer(), null), 200)
                .get("id")
                .asText();
    }

    /** A conversation with an item. */
    private static void talked(Slice slice, Slice.Customer customer, String name, Map<String, String> things) {
        String body = "{\"metadata\":{\"name\":\"%s\"},\"items\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                .formatted(name, name);
        String id = json(slice.house.send("/v1/conversations", "POST", body, customer.bearer(), null), 200)
                .get("id")
                .asText();
        things.put("conversation", id);
        things.put(
                "item",
                json(slice.house.get("/v1/conversations/" + id + "/items", customer.bearer()), 200)
                        .at("/data/0/id")
                        .asText());
    }

    /** An attempt to tell it of something. */
    private static String told(Slice slice, Slice.Customer customer, String hook) {
        String path = "/v1/webhook_endpoints/" + hook;
        String body = "{\"event_type\":\"batch.failed\"}";
        json(slice.house.send(path + "/test", "POST", body, customer.bearer(), null), 200);
        return json(slice.house.get(path + "/deliveries", customer.bearer()), 200)
                .at("/data/0/id")
                .asText();
    }

    /** A file that is kept. */
    private static String uploaded(Slice slice, Slice.Customer customer, String name) {
        String form = "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nuser_data\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n\r\n" + name
                + "\r\n--b--\r\n";
        return json(slice.house.form("/v1/files", "b", form, customer.bearer()), 200)
                .get("id")
                .asText();
    }

    /** A batch that has ended, for its only line is none. */
    private static String batched(Slice slice, Slice.Customer customer) {
        String form = "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"in.jsonl\"\r\n\r\nno line"
                + "\r\n--b--\r\n";
        String input = json(slice.house.form("/v1/files", "b", form, customer.bearer()), 200)
                .get("id")
                .asText();
        String body = "{\"input_file_id\":\"%s\",\"endpoint\":\"/v1/embeddings\",\"completion_window\":\"24h\"}"
                .formatted(input);
        String batch = json(slice.house.send("/v1/batches", "POST", body, customer.bearer(), null), 200)
                .get("id")
                .asText();
        await(
                "the end of " + batch,
                Duration.ofSeconds(30),
                () -> json(slice.house.get("/v1/batches/" + batch, customer.bearer()), 200)
                        .get("status")
                        .asText()
                        .equals("failed"));
        return batch;
    }

    /** An upload that is open. */
    private static String begun(Slice slice, Slice.Customer customer, String name) {
        String body =
                "{\"filename\":\"%s\",\"purpose\":\"batch\",\"bytes\":3,\"mime_type\":\"text/plain\"}".formatted(name);
        return json(slice.house.send("/v1/uploads", "POST", body, customer.bearer(), null), 200)
                .get("id")
                .asText();
    }

    /** Everything it has, as it sees it itself. */
    String state(Slice slice) {
        StringBuilder state = new StringBuilder();
        String admin = customer.admin();
        for (String path : List.of(
                "/v1/organization/projects?include_archived=true",
                "/v1/organization/projects/" + things.get("project") + "/api_keys",
                "/v1/organization/projects/" + things.get("project") + "/service_accounts",
                "/v1/organization/admin_api_keys",
                "/v1/organization/users",
                "/v1/organization/invites",
                "/v1/organization/spend_alerts",
                "/v1/organization/projects/" + things.get("project") + "/spend_alerts",
                "/v1/organization/audit_logs")) {
            String body = json(slice.house.get(path, admin), 200).toString();
            // When a key was last used is no change of it.
            state.append(body.replaceAll("\"last_used_at\":[^,}]+", "")).append('\n');
        }
        state.append(slice.house
                        .get("/v1/files/" + things.get("file") + "/content", customer.bearer())
                        .body())
                .append(json(slice.house.get("/v1/files", customer.bearer()), 200))
                .append(json(slice.house.get("/v1/batches", customer.bearer()), 200))
                .append(json(slice.house.get("/v1/webhook_endpoints", customer.bearer()), 200))
                .append(json(slice.house.get("/v1/chat/completions", customer.bearer()), 200))
                .append(json(
                        slice.house.get("/v1/chat/completions/" + things.get("chat") + "/messages", customer.bearer()),
                        200));
        String conversation = "/v1/conversations/" + things.get("conversation");
        state.append(json(slice.house.get(conversation, customer.bearer()), 200))
                .append(json(slice.house.get(conversation + "/items", customer.bearer()), 200));
        return state.append(json(slice.house.get("/v1/responses/" + things.get("response"), customer.bearer()), 200))
                .toString();
    }
}
