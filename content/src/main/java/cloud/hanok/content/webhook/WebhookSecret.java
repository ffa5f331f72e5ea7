package cloud.hanok.content.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What an endpoint knows its sender by, as Standard Webhooks writes it: {@code whsec_} and 32 random bytes in base64.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard Webhooks</a>
 */
public final class WebhookSecret {
    /** Before every one. */
    public static final String PREFIX = "whsec_";

    private static final int DRAWN_BYTES = 32;
    private static final int HINT_CHARS = 4;
    private static final String HMAC = "HmacSHA256";

    private final String text;

    WebhookSecret(String text) {
        this.text = text;
    }

    static WebhookSecret draw(SecureRandom random) {
        byte[] bytes = new byte[DRAWN_BYTES];
        random.nextBytes(bytes);
        return new WebhookSecret(PREFIX + Base64.getEncoder().encodeToString(bytes));
    }

    /** The text itself, for the one answer that shows it. Never log it, never put it into a message. */
    public String reveal() {
        return text;
    }

    /** Its end, which gives nothing away: 24 of its 256 bits. */
    String hint() {
        return PREFIX + "..." + text.substring(text.length() - HINT_CHARS - 1, text.length() - 1);
    }

    /** One signature of a message, with its version: {@code v1,…}. */
    String sign(String id, Instant at, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(text.substring(PREFIX.length())), HMAC));
            mac.update((id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.US_ASCII));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return "WebhookSecret[hidden]";
    }
}
