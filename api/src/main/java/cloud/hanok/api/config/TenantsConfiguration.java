package cloud.hanok.api.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * {@code hanok.tenants}: what holds for all tenants.
 *
 * @param closingGrace for how long a tenant that is being closed can count on being taken back; fixed for each when its closing begins
 */
@ConfigurationProperties("hanok.tenants")
public record TenantsConfiguration(
        @Bindable(defaultValue = "30d") Duration closingGrace) {
    /** Data that nobody uses must not be kept without an end. */
    static final Duration LONGEST_GRACE = Duration.ofDays(365);

    public TenantsConfiguration {
        if (closingGrace.isNegative() || closingGrace.compareTo(LONGEST_GRACE) > 0) {
            throw new IllegalArgumentException(
                    "hanok.tenants.closing-grace: between 0 and " + LONGEST_GRACE.toDays() + " days: " + closingGrace);
        }
    }
}
