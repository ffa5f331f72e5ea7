package cloud.hanok.platform.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** A text that must never be printed: its {@code toString} says nothing, and only {@link #reveal()} gives it away. */
public final class Secret {
    private static final int DRAWN_BYTES = 32;

    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** A new one: 256 random bits, as 43 characters of base64url. */
    public static Secret draw(SecureRandom random) {
        byte[] bytes = new byte[DRAWN_BYTES];
        random.nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** The text itself, for the one place that sends it on. Never log it, never put it into a message. */
    public String reveal() {
        return value;
    }

    /** Compares in a time that depends on lengths only. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
