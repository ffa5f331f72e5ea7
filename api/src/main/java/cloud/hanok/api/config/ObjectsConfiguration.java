package cloud.hanok.api.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * {@code hanok.objects}: where weights lie, by digest.
 *
 * @param dir a folder; empty for {@code objects} below {@code hanok.data-dir}
 */
@ConfigurationProperties("hanok.objects")
public record ObjectsConfiguration(
        @Bindable(defaultValue = "") String dir) {}
