package cloud.hanok.api.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * {@code hanok.gateway}: how long and how much clients and engines may take at the byte path.
 *
 * @param requestDeadline from a request's arrival to the first token of its answer, or to the whole of an answer that is not
 *     streamed: its queues, all engines and all names it leads to together. Official clients give up after ten minutes, and
 *     shall hear why before
 * @param heartbeat how often a silent stream says that it lives where its client does not say ({@code x-hanok-heartbeat}); 0s:
 *     never
 * @param headTimeout from the first bytes of a request's head to its end; then its connection is closed
 * @param bodyTimeout from a request's head to the end of its body, and a second more for each 64 KiB that came: who sends less is
 *     not slow but keeps places from others
 * @param slowReaderPatience for how long, in all, an answer may wait for its reader, and a second more for each 64 KiB of an answer
 *     that is not streamed; then the connection is closed, and what its socket took is billed
 * @param maxConnections clients' connections at once; to one more the first request is answered 503
 * @param drainTimeout how long requests under way may go on when the process is told to end; then their streams end with an error
 */
@ConfigurationProperties("hanok.gateway")
public record GatewayConfiguration(
        @Bindable(defaultValue = "590s") Duration requestDeadline,
        @Bindable(defaultValue = "0s") Duration heartbeat,
        @Bindable(defaultValue = "10s") Duration headTimeout,
        @Bindable(defaultValue = "30s") Duration bodyTimeout,
        @Bindable(defaultValue = "60s") Duration slowReaderPatience,
        @Bindable(defaultValue = "20000") int maxConnections,
        @Bindable(defaultValue = "30s") Duration drainTimeout) {
    private static final Duration LEAST = Duration.ofSeconds(1);

    public GatewayConfiguration {
        requireAtLeast("request-deadline", requestDeadline);
        if (!heartbeat.isZero()) {
            requireAtLeast("heartbeat", heartbeat);
        }
        requireAtLeast("head-timeout", headTimeout);
        requireAtLeast("body-timeout", bodyTimeout);
        requireAtLeast("slow-reader-patience", slowReaderPatience);
        if (maxConnections < 1) {
            throw new IllegalArgumentException(
                    "hanok.gateway.max-connections: at least 1 was expected: " + maxConnections);
        }
    }

    private static void requireAtLeast(String key, Duration given) {
        if (given.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException("hanok.gateway." + key + ": at least a second was expected: " + given);
        }
    }
}
