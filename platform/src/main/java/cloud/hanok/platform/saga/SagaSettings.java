package cloud.hanok.platform.saga;

import java.time.Duration;

/**
 * The engine's times and numbers.
 *
 * @param lease how long a process that says nothing keeps a saga; longer than {@link Sagas#LONGEST_STEP}, so that whoever takes over
 *     does not meet a step that is still being taken
 * @param sweepInterval how often open sagas are looked for
 * @param firstPause after a failed attempt; it doubles,
 * @param longestPause up to this
 * @param mostRunFailures attempts in a row at one step after which the saga is taken back
 * @param mostUndoFailures attempts in a row at taking one step back after which it is stuck, and seen to be
 */
public record SagaSettings(
        Duration lease,
        Duration sweepInterval,
        Duration firstPause,
        Duration longestPause,
        int mostRunFailures,
        int mostUndoFailures) {
    /** A dead process's sagas go on within about a minute; a system that is away for an hour makes nobody start again. */
    public static final SagaSettings DEFAULT = new SagaSettings(
            Duration.ofSeconds(45), Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofMinutes(1), 100, 10);
}
