package cloud.hanok.api.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * {@code hanok.responses}: answers that are kept, so that a later request can go on from them.
 *
 * @param retention how long one is kept; at least a day
 */
@ConfigurationProperties("hanok.responses")
public record ResponsesConfiguration(
        @Bindable(defaultValue = "30d") Duration retention) {
    private static final Duration MOST = Duration.ofDays(3_650);

    public ResponsesConfiguration {
        if (retention.compareTo(Duration.ofDays(1)) < 0 || retention.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "hanok.responses.retention: from 1 to " + MOST.toDays() + " days were expected: " + retention);
        }
    }
}
