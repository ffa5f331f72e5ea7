package cloud.hanok.compliance.receipt;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 of a prompt or an answer, keyed by its leaf's salt. A short text cannot be guessed from it without the
 * salt, and the tenant, who gets the salt with the receipt, can prove to anyone which text it was. One for each text, fed
 * as the bytes pass by; belongs to one thread at a time.
 */
public final class SaltedHash {
    private static final String ALGORITHM = "HmacSHA256";

    /** Never keyed: to find the algorithm's provider takes longer than to hash a prompt. */
    private static final Mac PROTOTYPE = prototype();

    private final Mac mac;

    /**
     * @param salt of the leaf whose receipt will hold the result, 32 bytes
     */
    public SaltedHash(byte[] salt) {
        if (salt.length != Leaf.SALT_BYTES) {
            throw new IllegalArgumentException("a leaf's salt has 32 bytes, this has " + salt.length);
        }
        try {
            mac = (Mac) PROTOTYPE.clone();
            mac.init(new SecretKeySpec(salt, ALGORITHM));
        } catch (CloneNotSupportedException | GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's " + ALGORITHM + " can be cloned", e);
        }
    }

    private static Mac prototype() {
        try {
            return Mac.getInstance(ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }

    /** The next bytes of the text. */
    public void update(byte[] bytes, int offset, int length) {
        mac.update(bytes, offset, length);
    }

    /** The next bytes of the text: those from the buffer's position to its limit. */
    public void update(ByteBuffer bytes) {
        mac.update(bytes);
    }

    /** The hash of all bytes so far, 32 bytes; the next text starts afresh under the same salt. */
    public byte[] finish() {
        return mac.doFinal();
    }
}
