package cloud.hanok.api.config;

import cloud.hanok.platform.mail.MailSecurity;
import cloud.hanok.platform.mail.MailSettings;
import cloud.hanok.platform.mail.SmtpTransport;
import cloud.hanok.platform.secret.Secret;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code hanok.mail}: the mail server that takes our mail.
 *
 * @param host empty for none: then no mail is sent, and whoever invites hands the invitation over
 * @param security {@code none}, {@code starttls} or {@code tls}; none is for a server on this machine
 * @param username empty when the server asks for none
 * @param passwordFile file that holds the password, readable by its owner alone
 * @param from whose mail it is: {@code Hanok <no-reply@example.kr>}
 * @param timeout how long the server may be silent
 */
@ConfigurationProperties("hanok.mail")
public record MailConfiguration(
        @Bindable(defaultValue = "") String host,
        @Bindable(defaultValue = "587") int port,
        @Bindable(defaultValue = "starttls") MailSecurity security,
        @Bindable(defaultValue = "") String username,
        @Bindable(defaultValue = "") String passwordFile,
        @Bindable(defaultValue = "") String from,
        @Bindable(defaultValue = "30s") Duration timeout) {
    public MailConfiguration {
        if (!host.isEmpty()) {
            if (from.isEmpty()) {
                throw new IllegalArgumentException(
                        "hanok.mail.from: an address to send from is needed with hanok.mail.host");
            }
            try {
                SmtpTransport.sender(from);
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("hanok.mail.from: " + wrong.getMessage(), wrong);
            }
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("hanok.mail.port: between 1 and 65535: " + port);
        }
    }

    /** Whether mail is sent at all. */
    public boolean configured() {
        return !host.isEmpty();
    }

    /**
     * What sending needs.
     *
     * @throws ConfigurationRefusedException when the password cannot be read
     */
    public MailSettings settings() {
        Secret password = passwordFile.isEmpty()
                ? null
                : new Secret(SecretFile.read("hanok.mail.password-file", Path.of(passwordFile)));
        return new MailSettings(host, port, security, username, password, from, timeout);
    }

    /**
     * The same as a realm of Keycloak takes it, which sends its own mail; empty when no mail is sent.
     *
     * @throws ConfigurationRefusedException when the password cannot be read
     */
    public Map<String, String> ofRealm() {
        if (!configured()) {
            return Map.of();
        }
        Map<String, String> server = new LinkedHashMap<>();
        server.put("host", host);
        server.put("port", Integer.toString(port));
        server.put("from", from.replaceFirst("^.*<([^>]*)>.*$", "$1").strip());
        server.put("fromDisplayName", "한옥 Hanok");
        server.put("ssl", Boolean.toString(security == MailSecurity.TLS));
        server.put("starttls", Boolean.toString(security == MailSecurity.STARTTLS));
        server.put("auth", Boolean.toString(!username.isEmpty()));
        if (!username.isEmpty()) {
            server.put("user", username);
        }
        Secret password = settings().password();
        if (password != null) {
            server.put("password", password.reveal());
        }
        return server;
    }
}
