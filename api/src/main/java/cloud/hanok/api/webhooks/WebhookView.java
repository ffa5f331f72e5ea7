package cloud.hanok.api.webhooks;

import cloud.hanok.api.audit.Audited;
import cloud.hanok.content.webhook.Webhook;
import cloud.hanok.content.webhook.WebhookDelivery;
import cloud.hanok.content.webhook.WebhookEventType;
import cloud.hanok.content.webhook.WebhookResult;
import cloud.hanok.content.webhook.WebhookSecret;
import cloud.hanok.content.webhook.Webhooks;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint, in the shape of OpenAI's, and three members of ours.
 *
 * @param object always {@code webhook_endpoint}
 * @param createdAt Unix seconds
 * @param updatedAt Unix seconds
 * @param secretHint the end of its secret
 * @param enabled ours
 * @param disabledBecause ours: {@code requested} or {@code gone}; null while it is enabled
 * @param oldSecretUntil ours: Unix seconds until which the secret before this one signs too; null when there is none
 * @param secret shown once, when it was made; absent otherwise
 */
public record WebhookView(
        String object,
        String id,
        String name,
        String url,
        @JsonProperty("event_types") List<String> eventTypes,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("updated_at") long updatedAt,
        @JsonProperty("signing_secret_hint") String secretHint,
        boolean enabled,

        @JsonProperty("disabled_because") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
        String disabledBecause,

        @JsonProperty("old_secret_until") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
        Long oldSecretUntil,

        @JsonProperty("signing_secret") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String secret)
        implements Audited {

    /**
     * What is left of one.
     *
     * @param object always {@code webhook_endpoint.deleted}
     * @param deleted always true
     */
    public record Deleted(String object, String id, boolean deleted) {}

    /**
     * What can be asked for.
     *
     * @param object always {@code list}
     */
    public record Types(String object, List<String> data) {}

    /**
     * What came of a test.
     *
     * @param object always {@code webhook_endpoint.test}
     * @param success always true: that there was an answer
     * @param statusCode of the answer
     */
    public record Tested(
            String object,
            @JsonProperty("webhook_endpoint_id") String id,
            @JsonProperty("event_type") String eventType,
            @JsonProperty("status_code") int statusCode,
            boolean success)
            implements Audited {
        static Tested of(Webhook webhook, WebhookDelivery delivery, WebhookResult.Answered answered) {
            return new Tested(
                    "webhook_endpoint.test",
                    webhook.id().text(),
                    delivery.type().text(),
                    answered.status(),
                    true);
        }
    }

    /**
     * An event that is sent again.
     *
     * @param object always {@code event}
     * @param id the event's
     */
    public record Sent(String object, String id) implements Audited {
        static Sent of(String event) {
            return new Sent("event", event);
        }
    }

    static WebhookView of(Webhook webhook) {
        return of(webhook, null);
    }

    static WebhookView of(Webhooks.WithSecret made) {
        return of(made.webhook(), made.secret());
    }

    private static WebhookView of(Webhook webhook, @Nullable WebhookSecret secret) {
        return new WebhookView(
                "webhook_endpoint",
                webhook.id().text(),
                webhook.name(),
                webhook.url(),
                webhook.events().stream().sorted().map(WebhookEventType::text).toList(),
                webhook.createdAt().getEpochSecond(),
                webhook.updatedAt().getEpochSecond(),
                webhook.secretHint(),
                webhook.disabled().isEmpty(),
                webhook.disabled()
                        .map(why -> why.name().toLowerCase(Locale.ROOT))
                        .orElse(null),
                webhook.oldSecretUntil().map(Instant::getEpochSecond).orElse(null),
                secret == null ? null : secret.reveal());
    }

    @Override
    public WebhookView withoutSecret() {
        return new WebhookView(
                object,
                id,
                name,
                url,
                eventTypes,
                createdAt,
                updatedAt,
                secretHint,
                enabled,
                disabledBecause,
                oldSecretUntil,
                null);
    }

    @Override
    public String toString() {
        return "WebhookView[" + id + "]";
    }
}
