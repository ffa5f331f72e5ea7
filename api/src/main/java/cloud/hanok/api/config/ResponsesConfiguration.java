package cloud.hanok.api.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * {@code hanok.responses}: answers that are kept, so that a later request can go on from them.
 *
 * @param retention how long one is kept; at least a day
 * @param backgroundRunning how many that nobody waits for one gateway answers at once
 * @param backgroundPatience how long one that nobody waits for is tried again when no machine can answer it
 */
@ConfigurationProperties("hanok.responses")
public record ResponsesConfiguration(
        @Bindable(defaultValue = "30d") Duration retention,
        @Bindable(defaultValue = "256") int backgroundRunning,
        @Bindable(defaultValue = "1h") Duration backgroundPatience) {
    private static final Duration MOST = Duration.ofDays(3_650);

    /** Each has a thread, what it asks, and some of its events in memory. */
    private static final int MOST_RUNNING = 10_000;

    private static final Duration LONGEST_PATIENCE = Duration.ofHours(24);

    public ResponsesConfiguration {
        if (retention.compareTo(Duration.ofDays(1)) < 0 || retention.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "hanok.responses.retention: from 1 to " + MOST.toDays() + " days were expected: " + retention);
        }
        if (backgroundRunning < 1 || backgroundRunning > MOST_RUNNING) {
            throw new IllegalArgumentException("hanok.responses.background-running: from 1 to " + MOST_RUNNING
                    + " were expected: " + backgroundRunning);
        }
        if (backgroundPatience.isNegative() || backgroundPatience.compareTo(LONGEST_PATIENCE) > 0) {
            throw new IllegalArgumentException("hanok.responses.background-patience: at most "
                    + LONGEST_PATIENCE.toHours() + " hours were expected: " + backgroundPatience);
        }
    }
}
