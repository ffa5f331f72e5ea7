package cloud.hanok.compliance.receipt;

import java.time.Duration;

/**
 * How logs are named and kept.
 *
 * @param originHost first part of every origin ({@code hanok.log.origin-host}), a host name, with a path if need be
 * @param lease how long a sequencer that says nothing keeps a log ({@code hanok.log.lease}): the longest wait after the
 *     death of one
 * @param sweepInterval how often leaves are looked for that a process left behind ({@code hanok.log.sweep-interval})
 */
public record LogSettings(String originHost, Duration lease, Duration sweepInterval) {
    /** For a machine without a name of its own. */
    public static final String DEFAULT_ORIGIN_HOST = "hanok.local";

    /** Many times what a batch takes. */
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(10);

    /** As long as a lease may block anyway. */
    public static final Duration DEFAULT_SWEEP_INTERVAL = Duration.ofSeconds(10);

    public LogSettings {
        if (!originHost.matches("[a-z0-9][a-z0-9.:/_-]{0,199}") || originHost.endsWith("/")) {
            throw new IllegalArgumentException(
                    "hanok.log.origin-host: a host name in lower case is expected, without scheme or trailing slash");
        }
        if (lease.compareTo(Duration.ofSeconds(1)) < 0 || sweepInterval.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException(
                    "hanok.log.lease is at least 1 s, hanok.log.sweep-interval at least 100 ms");
        }
    }

    /** Everything as it comes. */
    public static LogSettings defaults() {
        return new LogSettings(DEFAULT_ORIGIN_HOST, DEFAULT_LEASE, DEFAULT_SWEEP_INTERVAL);
    }
}
