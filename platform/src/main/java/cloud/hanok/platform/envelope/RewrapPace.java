package cloud.hanok.platform.envelope;

import java.time.Duration;

/**
 * How re-wraps go.
 *
 * @param lookEvery how often requests are looked for, also those another process left behind
 * @param lease how long a process that says nothing keeps a job
 * @param settleFor how long after a rotation a data key may still appear that an older version wrapped
 * @param pause between two keys or parts of a table, so that a re-wrap takes no more than a share of the key store
 */
public record RewrapPace(Duration lookEvery, Duration lease, Duration settleFor, Duration pause) {
    /** 50 keys a second at most; a month of one class has one. */
    public static final RewrapPace USUAL = new RewrapPace(
            Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofMillis(20));

    public RewrapPace {
        if (!lookEvery.isPositive() || !lease.isPositive() || settleFor.isNegative() || pause.isNegative()) {
            throw new IllegalArgumentException("a re-wrap looks and keeps its lease for times above zero");
        }
    }
}
