package cloud.hanok.api.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * {@code hanok.guards}: what looks at prompts and answers of all tenants.
 *
 * @param phoneNumbers whether Korean mobile numbers are kept from models and put back into answers
 */
@ConfigurationProperties("hanok.guards")
public record GuardConfiguration(
        @Bindable(defaultValue = "false") boolean phoneNumbers) {}
