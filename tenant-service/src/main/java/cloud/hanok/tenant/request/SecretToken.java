package cloud.hanok.tenant.request;

import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.secret.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What is handed to somebody once and presented by them once: {@code <prefix><ULID>_<43 characters of base64url>}, 256 random bits. A plain
 * hash of so much randomness cannot be turned back, so it needs no pepper.
 *
 * @param id of what it is for
 * @param hash SHA-256 of the secret
 */
public record SecretToken(Ulid id, byte[] hash) {
    /** Random bytes of a secret. */
    public static final int SECRET_BYTES = 32;

    private static final int SECRET_CHARS = 43;

    /** The token as it is handed over. */
    public static Secret print(String prefix, Ulid id, byte[] secret) {
        return new Secret(
                prefix + id + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** What somebody presents; null when it is no token with this prefix. */
    public static @Nullable SecretToken parse(String prefix, String presented) {
        int secretFrom = prefix.length() + Ulid.TEXT_LENGTH + 1;
        if (presented.length() != secretFrom + SECRET_CHARS
                || !presented.startsWith(prefix)
                || presented.charAt(secretFrom - 1) != '_') {
            return null;
        }
        try {
            Ulid id = Ulid.parse(presented.substring(prefix.length(), secretFrom - 1));
            return new SecretToken(id, hash(Base64.getUrlDecoder().decode(presented.substring(secretFrom))));
        } catch (IllegalArgumentException noToken) {
            return null;
        }
    }

    /** What is stored of a secret. */
    public static byte[] hash(byte[] secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "SecretToken[" + id + "]";
    }
}
