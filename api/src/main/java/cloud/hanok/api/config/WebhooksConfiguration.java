package cloud.hanok.api.config;

import cloud.hanok.api.egress.PostSettings;
import cloud.hanok.content.webhook.WebhookSettings;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * {@code hanok.webhooks}: whether endpoints outside are told what became of work.
 *
 * @param send false: nothing leaves, and no endpoint can be made
 * @param timeout of one attempt
 */
@ConfigurationProperties("hanok.webhooks")
public record WebhooksConfiguration(
        @Bindable(defaultValue = "false") boolean send,
        @Bindable(defaultValue = "15s") Duration timeout) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    public WebhooksConfiguration {
        if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("hanok.webhooks.timeout: from " + SHORTEST.toSeconds() + " to "
                    + LONGEST.toSeconds() + " seconds were expected: " + timeout);
        }
    }

    /** How events are sent. */
    public WebhookSettings sending() {
        return WebhookSettings.of(timeout);
    }

    /** Where to. */
    public PostSettings posting() {
        return PostSettings.outside(timeout);
    }
}
