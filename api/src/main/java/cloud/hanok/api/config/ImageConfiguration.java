package cloud.hanok.api.config;

import cloud.hanok.api.egress.FetchSettings;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * {@code hanok.images}: whether images that requests name by address are fetched.
 *
 * @param fetch false: images come with requests only, as data URLs
 * @param maxMebibytes of one image
 * @param timeout of one image, redirects included
 */
@ConfigurationProperties("hanok.images")
public record ImageConfiguration(
        @Bindable(defaultValue = "false") boolean fetch,
        @Bindable(defaultValue = "5") int maxMebibytes,
        @Bindable(defaultValue = "10s") Duration timeout) {
    private static final int MOST_MEBIBYTES = 20;

    public ImageConfiguration {
        if (maxMebibytes < 1 || maxMebibytes > MOST_MEBIBYTES) {
            throw new IllegalArgumentException("hanok.images.max-mebibytes must be 1 to " + MOST_MEBIBYTES);
        }
    }

    /** Bounds of fetching. */
    public FetchSettings settings() {
        return FetchSettings.images(maxMebibytes << 20, timeout);
    }
}
