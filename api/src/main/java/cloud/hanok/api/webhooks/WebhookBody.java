package cloud.hanok.api.webhooks;

import cloud.hanok.api.egress.FetchRefusedException;
import cloud.hanok.api.egress.GuardedPost;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.content.webhook.Webhook;
import cloud.hanok.content.webhook.WebhookEventType;
import cloud.hanok.content.webhook.Webhooks;
import cloud.hanok.tenant.request.DisplayName;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What requests say of endpoints. */
final class WebhookBody {
    private static final String NAME = "name";
    private static final String URL = "url";
    private static final String EVENTS = "event_types";
    private static final String ENABLED = "enabled";
    private static final String TYPE = "event_type";
    private static final String KEEP = "keep_old_secret_active_for_24_hours";

    private final GuardedPost post;

    WebhookBody(GuardedPost post) {
        this.post = post;
    }

    /** An endpoint that is to be made. */
    record Wanted(String name, String url, Set<WebhookEventType> events) {}

    Wanted wanted(byte @Nullable [] body) {
        JsonObject fields = JsonObject.of(body);
        var wanted = new Wanted(
                DisplayName.of(NAME, fields.text(NAME)), url(fields.text(URL, Webhook.MOST_URL_CHARS)), events(fields));
        fields.end();
        return wanted;
    }

    Webhooks.Change change(byte @Nullable [] body) {
        JsonObject fields = JsonObject.of(body);
        var change = new Webhooks.Change(
                fields.has(NAME) ? DisplayName.of(NAME, fields.text(NAME)) : null,
                fields.has(URL) ? url(fields.text(URL, Webhook.MOST_URL_CHARS)) : null,
                fields.has(EVENTS) ? events(fields) : null,
                fields.optionalFlag(ENABLED).orElse(null));
        fields.end();
        return change;
    }

    /** How long the secret before it signs too: not at all where nothing is said. */
    static Duration overlap(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            return Duration.ZERO;
        }
        JsonObject fields = JsonObject.of(body);
        boolean keep = fields.optionalFlag(KEEP).orElse(false);
        fields.end();
        return keep ? Webhooks.OVERLAP : Duration.ZERO;
    }

    /** What an endpoint is told of to test it, whether it asks for that or not. */
    static WebhookEventType tested(byte @Nullable [] body) {
        JsonObject fields = JsonObject.of(body);
        WebhookEventType type = fields.choice(TYPE, WebhookEventType::of, String.join(", ", WebhookEventType.texts()));
        fields.end();
        return type;
    }

    private static Set<WebhookEventType> events(JsonObject fields) {
        List<WebhookEventType> events = fields.choices(EVENTS, WebhookEventType::of, WebhookEventType.texts());
        if (events.isEmpty()) {
            throw new ApiException(ApiError.invalidValue(
                    EVENTS,
                    "name at least one of: " + String.join(", ", WebhookEventType.texts()),
                    "하나 이상 지정해야 합니다: " + String.join(", ", WebhookEventType.texts())));
        }
        return Set.copyOf(events);
    }

    private String url(String given) {
        String url = given.strip();
        try {
            post.check(url);
            return url;
        } catch (FetchRefusedException refused) {
            throw new ApiException(
                    ApiError.invalidValue(
                            URL, refused.refusal().english(), refused.refusal().korean()),
                    refused);
        }
    }
}
