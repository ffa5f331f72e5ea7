package cloud.hanok.api.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * {@code hanok.log}: the tenants' transparency logs.
 *
 * @param originHost first part of every log's origin; it is signed into each checkpoint, so it must never change
 */
@ConfigurationProperties("hanok.log")
public record LogConfiguration(
        @Bindable(defaultValue = "hanok.local") String originHost) {}
