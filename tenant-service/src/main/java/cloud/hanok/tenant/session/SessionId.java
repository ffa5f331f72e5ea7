package cloud.hanok.tenant.session;

import cloud.hanok.platform.secret.Secret;
import cloud.hanok.tenant.request.SecretToken;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Names a session without giving it away.
 *
 * @param hash SHA-256, in lower-case hexadecimal, of the 256 random bits that the cookie holds
 */
public record SessionId(String hash) {
    private static final int COOKIE_CHARS = 43;

    /** A new cookie's value, 43 characters of base64url. */
    public static Secret draw(SecureRandom random) {
        byte[] bytes = new byte[SecretToken.SECRET_BYTES];
        random.nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** The session of a cookie's value; empty when it is none of ours. */
    public static Optional<SessionId> of(String cookie) {
        if (cookie.length() != COOKIE_CHARS) {
            return Optional.empty();
        }
        try {
            byte[] secret = Base64.getUrlDecoder().decode(cookie);
            return Optional.of(new SessionId(HexFormat.of().formatHex(SecretToken.hash(secret))));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    static SessionId read(ByteBuffer stored) {
        byte[] bytes = new byte[stored.remaining()];
        stored.duplicate().get(bytes);
        return new SessionId(HexFormat.of().formatHex(bytes));
    }

    ByteBuffer stored() {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hash));
    }
}
