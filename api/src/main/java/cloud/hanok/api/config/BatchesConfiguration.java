package cloud.hanok.api.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * {@code hanok.batches}: many requests in a file, answered when there is time.
 *
 * @param running how many batches one gateway works on at once; a tenant has half of them at most
 * @param lines of one batch that are asked at once
 * @param retention how long a batch is found, from the last that became of it
 */
@ConfigurationProperties("hanok.batches")
public record BatchesConfiguration(
        @Bindable(defaultValue = "8") int running,
        @Bindable(defaultValue = "32") int lines,
        @Bindable(defaultValue = "30d") Duration retention) {
    private static final int MOST_RUNNING = 256;
    private static final int MOST_LINES = 1_024;

    /** A batch is open for a day, and its files may take some more. */
    private static final Duration LEAST_RETENTION = Duration.ofDays(10);

    private static final Duration MOST_RETENTION = Duration.ofDays(3_650);

    public BatchesConfiguration {
        if (running < 1 || running > MOST_RUNNING) {
            throw new IllegalArgumentException("hanok.batches.running must be 1 to " + MOST_RUNNING);
        }
        if (lines < 1 || lines > MOST_LINES) {
            throw new IllegalArgumentException("hanok.batches.lines must be 1 to " + MOST_LINES);
        }
        if (retention.compareTo(LEAST_RETENTION) < 0 || retention.compareTo(MOST_RETENTION) > 0) {
            throw new IllegalArgumentException("hanok.batches.retention: from " + LEAST_RETENTION.toDays() + " to "
                    + MOST_RETENTION.toDays() + " days were expected: " + retention);
        }
    }
}
