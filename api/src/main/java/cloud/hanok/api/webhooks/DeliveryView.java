package cloud.hanok.api.webhooks;

import cloud.hanok.content.webhook.WebhookDelivery;
import cloud.hanok.content.webhook.WebhookResult;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to tell an endpoint of an event.
 *
 * @param object always {@code webhook_endpoint.delivery}
 * @param eventId the same for each attempt: the header {@code webhook-id}
 * @param dataId what the event is about
 * @param attempt counted from 1
 * @param delivered whether the endpoint took it
 * @param status of its answer; null when there was none
 * @param error why there was none; null when there was one
 * @param createdAt Unix seconds
 * @param nextAttemptAt Unix seconds; null when no further attempt is made
 */
public record DeliveryView(
        String object,
        String id,
        @JsonProperty("event_id") String eventId,
        String type,
        @JsonProperty("data_id") String dataId,
        int attempt,
        boolean delivered,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Integer status,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String error,
        @JsonProperty("duration_ms") long durationMillis,
        @JsonProperty("created_at") long createdAt,

        @JsonProperty("next_attempt_at") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
        Long nextAttemptAt) {

    static DeliveryView of(WebhookDelivery delivery) {
        Integer status = null;
        String error = null;
        boolean taken = false;
        switch (delivery.result()) {
            case WebhookResult.Answered answered -> {
                status = answered.status();
                taken = answered.isTaken();
            }
            case WebhookResult.NotAnswered(var why) -> error = why.text();
        }
        return new DeliveryView(
                "webhook_endpoint.delivery",
                delivery.id().text(),
                delivery.event().text(),
                delivery.type().text(),
                delivery.object(),
                delivery.attempt(),
                taken,
                status,
                error,
                delivery.took().toMillis(),
                delivery.at().getEpochSecond(),
                delivery.nextAt().map(Instant::getEpochSecond).orElse(null));
    }
}
