package cloud.hanok.tenant.member;

import cloud.hanok.platform.id.InvitationId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.secret.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What an invitation's mail carries: {@code hki_<ULID>_<43 characters of base64url>}, 256 random bits. A plain hash of so much
 * randomness cannot be turned back, so it needs no pepper.
 *
 * @param id of the invitation
 * @param hash SHA-256 of the secret
 */
record InvitationToken(InvitationId id, byte[] hash) {
    static final int SECRET_BYTES = 32;

    private static final String PREFIX = "hki_";
    private static final int SECRET_CHARS = 43;
    private static final int LENGTH = PREFIX.length() + Ulid.TEXT_LENGTH + 1 + SECRET_CHARS;

    static Secret print(InvitationId id, byte[] secret) {
        return new Secret(PREFIX + id.ulid() + "_"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** Null when it is none. */
    static @Nullable InvitationToken parse(String presented) {
        int secretFrom = LENGTH - SECRET_CHARS;
        if (presented.length() != LENGTH || !presented.startsWith(PREFIX) || presented.charAt(secretFrom - 1) != '_') {
            return null;
        }
        try {
            Ulid ulid = Ulid.parse(presented.substring(PREFIX.length(), secretFrom - 1));
            byte[] secret = Base64.getUrlDecoder().decode(presented.substring(secretFrom));
            return new InvitationToken(new InvitationId(ulid), hash(secret));
        } catch (IllegalArgumentException noToken) {
            return null;
        }
    }

    static byte[] hash(byte[] secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "InvitationToken[" + id + "]";
    }
}
