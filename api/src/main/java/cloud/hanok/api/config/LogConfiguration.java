package cloud.hanok.api.config;

import cloud.hanok.compliance.receipt.LogSettings;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * {@code hanok.log}: the tenants' transparency logs.
 *
 * @param originHost first part of every log's origin; it is signed into each checkpoint, so it must never change
 * @param lease how long a sequencer that says nothing keeps a log
 * @param sweepInterval how often leaves are looked for that another process left behind
 */
@ConfigurationProperties("hanok.log")
public record LogConfiguration(
        @Bindable(defaultValue = LogSettings.DEFAULT_ORIGIN_HOST)
        String originHost,

        @Bindable(defaultValue = "10s") Duration lease,
        @Bindable(defaultValue = "10s") Duration sweepInterval) {
    /** What the logs need. */
    public LogSettings settings() {
        return new LogSettings(originHost, lease, sweepInterval);
    }
}
