package cloud.hanok.platform.mail;

import cloud.hanok.platform.id.MailId;
import cloud.hanok.platform.id.TenantId;
import java.time.Instant;

/**
 * A mail that was given up. To whom it was is not kept; what it was about is.
 *
 * @param tenant whose, {@link cloud.hanok.platform.envelope.Envelopes#PLATFORM} for nobody's
 * @param about the id of what it is about, such as an invitation's
 * @param reason a code of SMTP ({@code smtp_550}), {@code expired} or {@code erased}
 */
public record DeadMail(
        MailId id, TenantId tenant, String about, String reason, int attempts, Instant writtenAt, Instant endedAt) {}
