package cloud.hanok.api.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * {@code hanok.files}: files that tenants keep.
 *
 * @param dir a folder for what is in them; empty for {@code files} below {@code hanok.data-dir}
 * @param retention how long a file is kept of which nothing is said
 * @param maxMebibytes of a file that comes at once
 * @param quotaBytes of all files of a tenant
 */
@ConfigurationProperties("hanok.files")
public record FilesConfiguration(
        @Bindable(defaultValue = "") String dir,
        @Bindable(defaultValue = "30d") Duration retention,
        @Bindable(defaultValue = "512") int maxMebibytes,
        @Bindable(defaultValue = "107374182400") long quotaBytes) {
    private static final Duration MOST = Duration.ofDays(3_650);
    private static final int MOST_MEBIBYTES = 8 << 10;
    private static final int MEBIBYTE_BITS = 20;

    public FilesConfiguration {
        if (retention.compareTo(Duration.ofDays(1)) < 0 || retention.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "hanok.files.retention: from 1 to " + MOST.toDays() + " days were expected: " + retention);
        }
        if (maxMebibytes < 1 || maxMebibytes > MOST_MEBIBYTES) {
            throw new IllegalArgumentException("hanok.files.max-mebibytes must be 1 to " + MOST_MEBIBYTES);
        }
        if (quotaBytes < 0) {
            throw new IllegalArgumentException("hanok.files.quota-bytes must not be negative");
        }
    }

    /** Of a file that comes at once. */
    public long maxBytes() {
        return (long) maxMebibytes << MEBIBYTE_BITS;
    }
}
