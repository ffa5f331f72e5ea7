package cloud.hanok.content.webhook;

import cloud.hanok.platform.id.WebhookDeliveryId;
import cloud.hanok.platform.id.WebhookEventId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An attempt to tell an endpoint of an event.
 *
 * @param object the id of what the event is about
 * @param attempt counted from 1, and from 1 again where it was sent again
 * @param result what came of it
 * @param took until then
 * @param nextAt when the next attempt is due; empty when there is none
 */
public record WebhookDelivery(
        WebhookDeliveryId id,
        WebhookEventId event,
        WebhookEventType type,
        String object,
        int attempt,
        WebhookResult result,
        Duration took,
        Optional<Instant> nextAt) {
    /** When it was begun. */
    public Instant at() {
        return Instant.ofEpochMilli(id.ulid().epochMillis());
    }
}
