package cloud.hanok.api.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * {@code hanok.console}: the web console, which mails lead to.
 *
 * @param url its address; empty for none: then mails say how to go on without it
 */
@ConfigurationProperties("hanok.console")
public record ConsoleConfiguration(
        @Bindable(defaultValue = "") String url) {
    public ConsoleConfiguration {
        if (!url.isEmpty() && !url.matches("https?://[^\\s#?]+")) {
            throw new IllegalArgumentException("hanok.console.url: an address without query is expected: " + url);
        }
        url = InstallationConfiguration.withoutSlash(url);
    }
}
