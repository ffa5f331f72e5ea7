package cloud.hanok.billing.report;

import cloud.hanok.platform.time.Seoul;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/**
 * How long the buckets of a report are. Minutes and hours start where UTC's do, as OpenAI's; days are days in Seoul, as
 * invoices are.
 */
public enum BucketWidth {
    /** A minute. */
    MINUTE("1m", 60, 1440),
    /** An hour. */
    HOUR("1h", 24, 168),
    /** A day in Seoul. */
    DAY("1d", 7, 31);

    private final String text;
    private final int defaultLimit;
    private final int maxLimit;

    BucketWidth(String text, int defaultLimit, int maxLimit) {
        this.text = text;
        this.defaultLimit = defaultLimit;
        this.maxLimit = maxLimit;
    }

    /** As on the wire: {@code 1m}, {@code 1h}, {@code 1d}. */
    public String text() {
        return text;
    }

    /** Buckets of a page of usage when none are asked for. */
    public int defaultLimit() {
        return defaultLimit;
    }

    /** The most buckets a page of usage may have. */
    public int maxLimit() {
        return maxLimit;
    }

    /** The start of the bucket that holds an instant. */
    public Instant startOf(Instant instant) {
        return switch (this) {
            case MINUTE -> instant.truncatedTo(ChronoUnit.MINUTES);
            case HOUR -> instant.truncatedTo(ChronoUnit.HOURS);
            case DAY ->
                instant.atZone(Seoul.ZONE)
                        .toLocalDate()
                        .atStartOfDay(Seoul.ZONE)
                        .toInstant();
        };
    }

    /** The start of the bucket after the one that starts here. */
    public Instant after(Instant start) {
        return switch (this) {
            case MINUTE -> start.plus(1, ChronoUnit.MINUTES);
            case HOUR -> start.plus(1, ChronoUnit.HOURS);
            case DAY ->
                start.atZone(Seoul.ZONE)
                        .toLocalDate()
                        .plusDays(1)
                        .atStartOfDay(Seoul.ZONE)
                        .toInstant();
        };
    }

    /** The width with this text. */
    static Optional<BucketWidth> of(String text) {
        return Arrays.stream(values()).filter(width -> width.text.equals(text)).findFirst();
    }
}
