package cloud.hanok.api.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.List;

/**
 * {@code hanok.engine}: how the {@code local} driver starts an engine on this machine.
 *
 * @param command program and first arguments; empty where this process starts no engines
 */
@ConfigurationProperties("hanok.engine")
public record EngineConfiguration(
        @Bindable(defaultValue = "") List<String> command) {
    public EngineConfiguration {
        command = command.stream().filter(part -> !part.isEmpty()).toList();
    }
}
