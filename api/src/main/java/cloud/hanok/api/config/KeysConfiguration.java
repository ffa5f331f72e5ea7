package cloud.hanok.api.config;

import cloud.hanok.tenant.key.GuessLimits;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * {@code hanok.keys}: how API keys are checked.
 *
 * @param failuresPerMinute keys that are not good, from one address, before further ones are answered 429
 */
@ConfigurationProperties("hanok.keys")
public record KeysConfiguration(
        @Bindable(defaultValue = "100") int failuresPerMinute) {
    /** More would be no limit. */
    private static final int MOST = 1_000_000;

    public KeysConfiguration {
        if (failuresPerMinute < 1 || failuresPerMinute > MOST) {
            throw new IllegalArgumentException("hanok.keys.failures-per-minute: between 1 and " + MOST + "; "
                    + GuessLimits.DEFAULT_FAILURES + " is ordinary: " + failuresPerMinute);
        }
    }
}
