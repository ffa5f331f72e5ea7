package cloud.hanok.api.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.List;

/**
 * {@code hanok.external}: engines that somebody else runs.
 *
 * @param allowedNetworks networks that are not public and may be connected to all the same, in CIDR notation
 */
@ConfigurationProperties("hanok.external")
public record ExternalConfiguration(
        @Bindable(defaultValue = "") List<String> allowedNetworks) {
    public ExternalConfiguration {
        allowedNetworks =
                allowedNetworks.stream().filter(block -> !block.isEmpty()).toList();
    }
}
