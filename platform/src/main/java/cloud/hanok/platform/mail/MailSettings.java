package cloud.hanok.platform.mail;

import cloud.hanok.platform.secret.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The mail server that takes our mail.
 *
 * @param username empty when it asks for none
 * @param password null when it asks for none
 * @param from whose mail it is: {@code no-reply@example.kr}, or {@code Hanok <no-reply@example.kr>}
 * @param timeout how long it may be silent
 */
public record MailSettings(
        String host,
        int port,
        MailSecurity security,
        String username,
        @Nullable Secret password,
        String from,
        Duration timeout) {}
