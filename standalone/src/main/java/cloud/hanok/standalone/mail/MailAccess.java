package cloud.hanok.standalone.mail;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the control plane and Keycloak reach the mail server.
 *
 * @param security {@code none}, {@code starttls} or {@code tls}
 * @param username empty when it asks for none
 * @param from whose mail it is
 */
public record MailAccess(
        String host, int port, String security, String username, Optional<Path> passwordFile, String from) {}
