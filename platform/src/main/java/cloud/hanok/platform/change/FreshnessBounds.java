package cloud.hanok.platform.change;

import java.time.Duration;

/**
 * How long what is in memory may be used, and how much there may be of it.
 *
 * @param maxStaleness an entry read longer ago than this is refused, whatever the feed says
 * @param refreshAfter an entry that is used and was read longer ago than this is read again in the background
 * @param absentFor how long a key that does not exist is not asked for again
 * @param retryAfter how long after a failed read the same key is not read again
 * @param maxEntries entries kept; beyond it the unused go first
 * @param maxAbsent keys remembered as absent or failed; counted apart, so that unknown keys push out no known one
 * @param maxReads reads under way at one time; beyond it a key that is not in memory is {@link Lookup.Stale}
 */
public record FreshnessBounds(
        Duration maxStaleness,
        Duration refreshAfter,
        Duration absentFor,
        Duration retryAfter,
        int maxEntries,
        int maxAbsent,
        int maxReads) {
    /** Shared tenants: how long an unread entry may be believed. */
    public static final Duration SHARED_MAX_STALENESS = Duration.ofMinutes(15);

    /** Dedicated tenants: the same. */
    public static final Duration DEDICATED_MAX_STALENESS = Duration.ofSeconds(60);

    /** Read again at two thirds of that: five minutes of trying before an entry is refused. */
    private static final Duration SHARED_REFRESH_AFTER = Duration.ofMinutes(10);

    /** A key made elsewhere is announced by the feed; this only bounds what a lost announcement costs. */
    private static final Duration ABSENT_FOR = Duration.ofSeconds(30);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int MAX_ABSENT = 10_000;
    /** More than one machine's requests need, fewer than would crowd out Cassandra. */
    private static final int MAX_READS = 256;

    public FreshnessBounds {
        if (refreshAfter.compareTo(maxStaleness) >= 0 || !absentFor.isPositive() || !retryAfter.isPositive()) {
            throw new IllegalArgumentException("an entry is read again before it is refused, and times are above zero");
        }
        if (maxEntries < 1 || maxAbsent < 1 || maxReads < 1) {
            throw new IllegalArgumentException("bounds of an in-memory table are at least 1");
        }
    }

    /** For entities of shared tenants. */
    public static FreshnessBounds shared(int maxEntries) {
        return new FreshnessBounds(
                SHARED_MAX_STALENESS, SHARED_REFRESH_AFTER, ABSENT_FOR, RETRY_AFTER, maxEntries, MAX_ABSENT, MAX_READS);
    }
}
