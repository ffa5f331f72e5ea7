package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.assertCode;
import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.slice.Slice.Customer;
import cloud.hanok.api.webhooks.HookHost.Message;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.core.http.Headers;
import com.openai.models.webhooks.UnwrapWebhookEvent;
import com.openai.models.webhooks.WebhookVerificationParams;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints that the whole program tells of background responses, on hosts with real TLS. */
@ExtendWith(Slice.Shared.class)
class WebhooksIT {
    private static final String ENDPOINTS = "/v1/webhook_endpoints";
    private static final Duration SOON = Duration.ofSeconds(20);

    private static Slice slice;
    private static Customer customer;
    private static OpenAIClient client;

    @BeforeAll
    static void start(Slice shared) {
        slice = shared;
        customer = slice.customer("웹훅", "KR");
        client = slice.client(customer.key());
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    @Test
    void aBackgroundResponseIsToldOfWhenItHasEnded() {
        JsonNode hook = made("/ok/told", "response.completed");
        String id = asked("hook-told", "\"tokens\":3");
        await("the event", SOON, () -> !slice.hooks.to("/ok/told").isEmpty());
        assertThat(json(slice.house.get("/v1/responses/" + id, customer.bearer()), 200)
                        .path("status")
                        .asText())
                .as("as whoever is told sees it")
                .isEqualTo("completed");
        Message message = slice.hooks.to("/ok/told").getFirst();
        UnwrapWebhookEvent event = client.webhooks()
                .unwrap(WebhookVerificationParams.builder()
                        .payload(message.body())
                        .headers(headers(message))
                        .secret(hook.path("signing_secret").asText())
                        .build());
        assertThat(event.asResponseCompleted().validate().data().id()).isEqualTo(id);
        assertThat(message.body()).doesNotContain(Slice.CANARY);

        JsonNode delivery = deliveries(hook).at("/data/0");
        assertThat(delivery.path("status").asInt()).isEqualTo(204);
        assertThat(delivery.path("delivered").asBoolean()).isTrue();
        assertThat(delivery.path("data_id").asText()).isEqualTo(id);
        assertThat(delivery.path("event_id").asText())
                .isEqualTo(message.headers().get("webhook-id"));

        String resend = path(hook) + "/deliveries/" + delivery.path("id").asText() + "/resend";
        json(slice.house.send(resend, "POST", "", customer.bearer(), null), 200);
        await("the event again", SOON, () -> slice.hooks.to("/ok/told").size() == 2);
        assertThat(slice.hooks.to("/ok/told"))
                .extracting(each -> each.headers().get("webhook-id"))
                .hasSize(2)
                .containsOnly(message.headers().get("webhook-id"));
    }

    @Test
    void whatFailsIsTriedAgainAndWhatIsGoneIsDisabled() {
        JsonNode fails = made("/bad/fails", "response.completed");
        JsonNode gone = made("/gone/gone", "response.completed");
        asked("hook-fails", "\"tokens\":2");
        await("a second attempt", SOON, () -> slice.hooks.to("/bad/fails").size() >= 2);
        await("it is disabled", SOON, () -> !found(gone).path("enabled").asBoolean());
        assertThat(found(gone).path("disabled_because").asText()).isEqualTo("gone");
        assertThat(slice.hooks.to("/gone/gone")).hasSize(1);
        JsonNode first = deliveries(fails).path("data");
        assertThat(first.get(first.size() - 1).path("status").asInt()).isEqualTo(500);
        assertThat(first.get(first.size() - 1).path("next_attempt_at").isIntegralNumber())
                .isTrue();
        json(slice.house.send(path(fails), "DELETE", null, customer.bearer(), null), 200);
        assertThat(slice.house
                        .get(path(fails) + "/deliveries", customer.bearer())
                        .statusCode())
                .isEqualTo(404);
        JsonNode on = json(slice.house.send(path(gone), "POST", "{\"enabled\":true}", customer.bearer(), null), 200);
        assertThat(on.path("enabled").asBoolean()).isTrue();
        assertThat(on.path("disabled_because").isNull()).isTrue();
    }

    @Test
    void aSecretIsShownOnceAndIsInNoLog() {
        JsonNode hook = made("/ok/secret", "response.failed");
        String secret = hook.path("signing_secret").asText();
        assertThat(secret).startsWith("whsec_");
        assertThat(found(hook).has("signing_secret")).isFalse();
        assertThat(secret)
                .contains(found(hook).path("signing_secret_hint").asText().substring("whsec_...".length()));
        JsonNode again = json(
                slice.house.send(
                        path(hook) + "/rotate_secret",
                        "POST",
                        "{\"keep_old_secret_active_for_24_hours\":true}",
                        customer.bearer(),
                        null),
                200);
        assertThat(again.path("signing_secret").asText()).isNotEqualTo(secret);
        assertThat(again.path("old_secret_until").asLong())
                .isGreaterThan(again.path("updated_at").asLong());
        String audited = slice.house
                .get("/v1/organization/audit_logs?limit=100", customer.admin())
                .body();
        assertThat(audited)
                .contains(
                        "webhook.created",
                        "webhook.secret_rotated",
                        hook.path("id").asText())
                .doesNotContain(secret, again.path("signing_secret").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/hook",
                "https://169.254.169.254/latest",
                "https://10.0.0.7/hook",
                "https://[fd00::7]/hook",
                "https://user@example.com/",
                "https://no-such-host.invalid/hook",
                "no address"
            })
    void anAddressThatMayNotBeCalledIsRefusedByName(String url) {
        String body = "{\"name\":\"a\",\"url\":\"%s\",\"event_types\":[\"response.completed\"]}".formatted(url);
        HttpResponse<String> refused = slice.house.send(ENDPOINTS, "POST", body, customer.bearer(), null);
        assertCode(refused, 400, "invalid_value");
        assertThat(json(refused, 400).at("/error/param").asText()).isEqualTo("url");
    }

    @Test
    void bodiesAreRefusedByName() {
        for (String body : List.of(
                "",
                "[]",
                "{\"name\":\"a\",\"url\":\"https://example.com/\"}",
                "{\"name\":\"a\",\"url\":\"https://example.com/\",\"event_types\":[]}",
                "{\"name\":\"a\",\"url\":\"https://example.com/\",\"event_types\":[\"video.completed\"]}",
                "{\"name\":\"a\",\"url\":7,\"event_types\":[\"response.completed\"]}",
                "{\"name\":\"\",\"url\":\"https://example.com/\",\"event_types\":[\"response.completed\"]}",
                "{\"name\":\"a\",\"url\":\"https://example.com/\",\"event_types\":[\"response.completed\"],\"x\":1}")) {
            assertThat(slice.house
                            .send(ENDPOINTS, "POST", body, customer.bearer(), null)
                            .statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(json(slice.house.get("/v1/webhook_event_types", customer.bearer()), 200)
                        .path("data")
                        .size())
                .isEqualTo(8);
    }

    @Test
    void aTestThatNobodyAnswersSaysWhy() {
        // Nobody listens there.
        JsonNode hook = made("https://localhost:9/hook", "response.completed");
        HttpResponse<String> refused = slice.house.send(
                path(hook) + "/test", "POST", "{\"event_type\":\"response.failed\"}", customer.bearer(), null);
        assertCode(refused, 400, "webhook_not_reached");
        assertThat(refused.body()).contains("connection_failed");
        assertThat(deliveries(hook).at("/data/0/error").asText()).isEqualTo("connection_failed");
        json(slice.house.send(path(hook), "POST", "{\"enabled\":false}", customer.bearer(), null), 200);
        assertCode(
                slice.house.send(
                        path(hook) + "/test", "POST", "{\"event_type\":\"response.failed\"}", customer.bearer(), null),
                409,
                "conflict");
    }

    private static JsonNode made(String path, String type) {
        String url = path.startsWith("/") ? slice.hooks.at(path) : path;
        String body = "{\"name\":\"장부\",\"url\":\"%s\",\"event_types\":[\"%s\"]}".formatted(url, type);
        return json(slice.house.send(ENDPOINTS, "POST", body, customer.bearer(), null), 200);
    }

    private static String path(JsonNode hook) {
        return ENDPOINTS + "/" + hook.path("id").asText();
    }

    private static JsonNode found(JsonNode hook) {
        return json(slice.house.get(path(hook), customer.bearer()), 200);
    }

    private static JsonNode deliveries(JsonNode hook) {
        return json(slice.house.get(path(hook) + "/deliveries", customer.bearer()), 200);
    }

    /** The id of a response that is answered in the background. */
    private static String asked(String name, String script) {
        String input = Slice.message(name, script).replace("\"", "\\\"");
        String body = "{\"model\":\"%s\",\"background\":true,\"input\":\"%s\"}".formatted(Slice.MODEL, input);
        return json(slice.house.send("/v1/responses", "POST", body, customer.bearer(), null), 200)
                .path("id")
                .asText();
    }

    private static Headers headers(Message message) {
        Headers.Builder headers = Headers.builder();
        message.headers().forEach(headers::put);
        return headers.build();
    }
}
