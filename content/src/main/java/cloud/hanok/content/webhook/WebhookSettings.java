package cloud.hanok.content.webhook;

import java.time.Duration;
import java.util.List;

/**
 * How events are sent.
 *
 * @param timeout of an attempt, from the look-up of its host to its status
 * @param lease how long one process has an event; longer than an attempt takes
 * @param look between two looks at what is due
 * @param retries pauses between attempts, about; behind the last one an event is given up
 * @param sending attempts at once, of one process
 * @param ofTenant of them, for one tenant
 * @param ofWebhook of them, for one endpoint
 */
public record WebhookSettings(
        Duration timeout,
        Duration lease,
        Duration look,
        List<Duration> retries,
        int sending,
        int ofTenant,
        int ofWebhook) {
    /** Three days together, as Standard Webhooks recommends: an endpoint may be broken over a weekend. */
    private static final List<Duration> RETRIES = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(20));

    public WebhookSettings {
        retries = List.copyOf(retries);
    }

    /** The ordinary ones. */
    public static WebhookSettings of(Duration timeout) {
        return new WebhookSettings(timeout, timeout.plusSeconds(45), Duration.ofSeconds(1), RETRIES, 256, 16, 4);
    }
}
