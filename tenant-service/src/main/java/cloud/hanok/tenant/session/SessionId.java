package cloud.hanok.tenant.session;

import cloud.hanok.platform.cassandra.Blobs;
import cloud.hanok.tenant.request.SecretToken;
import java.nio.ByteBuffer;
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
        return new SessionId(HexFormat.of().formatHex(Blobs.bytes(stored)));
    }

    ByteBuffer stored() {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hash));
    }
}
