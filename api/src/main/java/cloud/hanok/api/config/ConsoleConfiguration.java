package cloud.hanok.api.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * {@code hanok.console}: the web console, which mails lead to, and how people are signed in to it.
 *
 * @param url its address, which ends in {@code /console} of this control plane; empty for {@code hanok.public-url} with that path
 * @param clientId the console's confidential client in the realm that tenants share
 * @param clientSecretFile file that holds its secret, readable by its owner alone; without it nobody signs in to the console,
 *     and where there is no {@code url} either, mails say how to go on without one
 * @param idleTimeout a session ends when its person did nothing for so long; no longer than Keycloak keeps an idle sign-in, 30 minutes by default
 * @param sessionLifetime and after this long whatever they do: a working day
 */
@ConfigurationProperties("hanok.console")
public record ConsoleConfiguration(
        @Bindable(defaultValue = "") String url,
        @Bindable(defaultValue = "hanok-console") String clientId,
        @Bindable(defaultValue = "") String clientSecretFile,
        @Bindable(defaultValue = "30m") Duration idleTimeout,
        @Bindable(defaultValue = "8h") Duration sessionLifetime) {
    private static final Duration SHORTEST = Duration.ofMinutes(2);
    private static final Duration LONGEST = Duration.ofDays(1);

    public ConsoleConfiguration {
        if (!url.isEmpty() && !url.matches("https?://[^\\s#?]+")) {
            throw new IllegalArgumentException("hanok.console.url: an address without query is expected: " + url);
        }
        url = InstallationConfiguration.withoutSlash(url);
        requireBetween("idle-timeout", idleTimeout, SHORTEST, sessionLifetime);
        requireBetween("session-lifetime", sessionLifetime, idleTimeout, LONGEST);
    }

    /** Where browsers find it, without a slash at the end. */
    public String place(InstallationConfiguration installation) {
        return url.isEmpty() ? installation.base() + "/console" : url;
    }

    /** Where mails lead; empty where nobody can sign in. */
    public String address(InstallationConfiguration installation) {
        return url.isEmpty() && clientSecretFile.isEmpty() ? "" : place(installation);
    }

    private static void requireBetween(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "hanok.console." + key + ": between " + least + " and " + most + " is expected: " + value);
        }
    }
}
