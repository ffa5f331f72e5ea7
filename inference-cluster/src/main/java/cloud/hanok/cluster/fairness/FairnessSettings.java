package cloud.hanok.cluster.fairness;

import java.time.Duration;

/**
 * Bounds of a deployment's queue at one gateway.
 *
 * @param concurrencyPerReplica places of a replica whose own number is not known
 * @param maxWaiting requests that wait, of all tenants together; when full, the tenant with the most of them for its share
 *     gives a place up to one with fewer
 * @param maxWaitingPerTenant requests of one tenant that wait; more are refused at once
 * @param maxWait how long a request waits at most; below the patience of clients, which give up without a word
 */
public record FairnessSettings(int concurrencyPerReplica, int maxWaiting, int maxWaitingPerTenant, Duration maxWait) {
    /** The ordinary bounds. */
    public static final FairnessSettings DEFAULTS = new FairnessSettings(1024, 1024, 128, Duration.ofSeconds(60));

    public FairnessSettings {
        if (concurrencyPerReplica < 1 || maxWaiting < 1 || maxWaitingPerTenant < 1) {
            throw new IllegalArgumentException("bounds of a fair queue are at least 1");
        }
    }
}
