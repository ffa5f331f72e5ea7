package cloud.hanok.platform.change;

import java.time.Duration;

/**
 * How the table of changes is read.
 *
 * @param pollEvery the time between two polls; a change is seen everywhere within about this
 * @param writeTimeout how long one write of a change may take: the request timeout of the sessions that publish
 * @param allowedClockSkew how far the clocks of two processes may differ; readiness checks it
 */
public record ChangeFeedSettings(Duration pollEvery, Duration writeTimeout, Duration allowedClockSkew) {
    /** A revoked key dies within five seconds everywhere; most of that is slack for a slow poll. */
    public static final Duration DEFAULT_POLL_EVERY = Duration.ofSeconds(1);

    /** Generous beside NTP, small beside the overlap it is part of. */
    public static final Duration DEFAULT_ALLOWED_CLOCK_SKEW = Duration.ofSeconds(2);

    public ChangeFeedSettings {
        if (!pollEvery.isPositive() || !writeTimeout.isPositive() || allowedClockSkew.isNegative()) {
            throw new IllegalArgumentException("hanok.changes: poll-every and write-timeout are above zero");
        }
        Duration overlap = overlap(writeTimeout, allowedClockSkew);
        if (overlap.compareTo(ChangeTable.TIME_TO_LIVE.dividedBy(4)) > 0) {
            throw new IllegalArgumentException("hanok.changes: write-timeout x " + ChangeLog.WRITE_ATTEMPTS
                    + " + allowed-clock-skew is at most a quarter of an hour");
        }
    }

    /** One poll a second, for publishers with this request timeout. */
    public static ChangeFeedSettings of(Duration writeTimeout) {
        return new ChangeFeedSettings(DEFAULT_POLL_EVERY, writeTimeout, DEFAULT_ALLOWED_CLOCK_SKEW);
    }

    /** How far a poll looks back behind the one before: a row may become visible this long after the time in its id. */
    public Duration overlap() {
        return overlap(writeTimeout, allowedClockSkew);
    }

    private static Duration overlap(Duration writeTimeout, Duration allowedClockSkew) {
        return writeTimeout.multipliedBy(ChangeLog.WRITE_ATTEMPTS).plus(allowedClockSkew);
    }
}
