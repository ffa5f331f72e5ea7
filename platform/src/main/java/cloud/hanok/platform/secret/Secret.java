package cloud.hanok.platform.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A text that must never be printed: its {@code toString} says nothing, and only {@link #reveal()} gives it away. */
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = value;
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
