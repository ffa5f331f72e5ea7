package cloud.hanok.api.config;

import cloud.hanok.cluster.fairness.FairnessSettings;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * {@code hanok.fairness}: the queue of each deployment at each gateway.
 *
 * @param concurrencyPerReplica requests that an engine is given at once of which nobody said how many it computes
 * @param maxWaiting requests that wait, of all tenants together
 * @param maxWaitingPerTenant requests of one tenant that wait
 * @param maxWait how long a request waits at most
 */
@ConfigurationProperties("hanok.fairness")
public record FairnessConfiguration(
        @Bindable(defaultValue = "1024") int concurrencyPerReplica,
        @Bindable(defaultValue = "1024") int maxWaiting,
        @Bindable(defaultValue = "128") int maxWaitingPerTenant,
        @Bindable(defaultValue = "60s") Duration maxWait) {
    private static final Duration LEAST_WAIT = Duration.ofSeconds(1);

    public FairnessConfiguration {
        requireOne("concurrency-per-replica", concurrencyPerReplica);
        requireOne("max-waiting", maxWaiting);
        requireOne("max-waiting-per-tenant", maxWaitingPerTenant);
        if (maxWait.compareTo(LEAST_WAIT) < 0) {
            throw new IllegalArgumentException("hanok.fairness.max-wait: at least a second was expected: " + maxWait);
        }
    }

    /** What the queues need. */
    public FairnessSettings settings() {
        return new FairnessSettings(concurrencyPerReplica, maxWaiting, maxWaitingPerTenant, maxWait);
    }

    private static void requireOne(String key, int given) {
        if (given < 1) {
            throw new IllegalArgumentException("hanok.fairness." + key + ": at least 1 was expected: " + given);
        }
    }
}
