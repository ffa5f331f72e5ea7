package cloud.hanok.platform.answer;

import java.time.Duration;

/**
 * Bounds.
 *
 * @param remembered how long an answer is kept
 * @param lease how long a claim is held by one that says nothing
 * @param maxBytes the longest answer that is kept
 */
public record AnswerSettings(Duration remembered, Duration lease, int maxBytes) {
    /** It is held in memory once, and sealed in rows of one partition. */
    private static final int LARGEST_BYTES = 32 << 20;

    private static final Duration LONGEST = Duration.ofDays(30);

    /**
     * A day: a client has long given up repeating. Twenty seconds: far longer than a pause, shorter than patience. 4 MiB: far
     * longer than any text that a model writes.
     */
    public static final AnswerSettings DEFAULTS =
            new AnswerSettings(Duration.ofHours(24), Duration.ofSeconds(20), 4 << 20);

    /** A claim that outlives its memory would be renewed with nothing. */
    public AnswerSettings {
        if (maxBytes < 0 || maxBytes > LARGEST_BYTES || remembered.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "an answer of at most " + LARGEST_BYTES + " bytes is kept, for at most " + LONGEST);
        }
        if (lease.compareTo(Duration.ofSeconds(1)) < 0 || remembered.compareTo(lease) < 0) {
            throw new IllegalArgumentException(
                    "a claim is held for at least a second, and remembered for at least as long: " + lease + ", "
                            + remembered);
        }
    }
}
