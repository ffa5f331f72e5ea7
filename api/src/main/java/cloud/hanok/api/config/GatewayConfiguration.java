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
 */
@ConfigurationProperties("hanok.gateway")
public record GatewayConfiguration(
        @Bindable(defaultValue = "590s") Duration requestDeadline,
        @Bindable(defaultValue = "0s") Duration heartbeat) {
    private static final Duration LEAST = Duration.ofSeconds(1);

    public GatewayConfiguration {
        requireAtLeast("request-deadline", requestDeadline);
        if (!heartbeat.isZero()) {
            requireAtLeast("heartbeat", heartbeat);
        }
    }

    private static void requireAtLeast(String key, Duration given) {
        if (given.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException("hanok.gateway." + key + ": at least a second was expected: " + given);
        }
    }
}
