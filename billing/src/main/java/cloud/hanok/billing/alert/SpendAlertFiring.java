package cloud.hanok.billing.alert;

import cloud.hanok.platform.id.MailId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.SpendAlertId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.money.NanoWon;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * A threshold that was reached, to be told of.
 *
 * @param project whose spending it is; null for the whole tenant's
 * @param month of Seoul's calendar
 * @param thresholdWon what was reached, in won
 * @param spent when it was decided to tell
 * @param at when that was
 * @param resumed whether somebody may have written some of its mails before
 */
public record SpendAlertFiring(
        SpendAlertId alert,
        TenantId tenant,
        @Nullable ProjectId project,
        YearMonth month,
        long thresholdWon,
        NanoWon spent,
        Instant at,
        AlertChannel channel,
        boolean resumed) {
    /** The id of its mail to somebody: whoever writes it, and however often, it is the same mail. */
    public MailId mailTo(String recipient) {
        try {
            String text = alert.text() + '\n' + at.toEpochMilli() + '\n' + recipient;
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            ByteBuffer random = ByteBuffer.wrap(hash);
            return new MailId(new Ulid((at.toEpochMilli() << 16) | (random.getShort() & 0xffff), random.getLong()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
