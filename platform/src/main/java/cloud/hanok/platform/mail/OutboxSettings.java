package cloud.hanok.platform.mail;

import java.time.Duration;

/**
 * How the outbox is drained.
 *
 * @param lookEvery pause between two looks at it
 * @param longestPause up to which that pause doubles while the server takes nothing
 * @param lease how long one process has a mail; longer than a transport may need
 * @param firstRetry pause after a mail was put off, which doubles
 * @param longestRetry up to this
 * @param giveUpAfter since it was written
 */
public record OutboxSettings(
        Duration lookEvery,
        Duration longestPause,
        Duration lease,
        Duration firstRetry,
        Duration longestRetry,
        Duration giveUpAfter) {
    /** A person waits for a mail; a server that is moved is away for a weekend, and an invitation lives for a week. */
    public static final OutboxSettings DEFAULT = new OutboxSettings(
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            Duration.ofHours(1),
            Duration.ofDays(3));
}
