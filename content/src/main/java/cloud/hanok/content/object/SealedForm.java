package cloud.hanok.content.object;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * How an object is sealed: in chunks of {@link #CHUNK_BYTES}, each by AES-256-GCM under a key that seals this object alone. A chunk's
 * nonce is its number and whether it is the last, as in the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015);
 * what is associated names the tenant and the object. So a chunk that was changed, moved, left out or brought from elsewhere is
 * noticed, and so is an object that was cut. Since each chunk has its place, an object can be read from any of its bytes on.
 */
final class SealedForm {
    /** Of a key. */
    static final int KEY_BYTES = 32;

    /** Clear bytes of each chunk but the last, which may have fewer. */
    static final int CHUNK_BYTES = 256 << 10;

    /** By which a sealed chunk is longer. */
    static final int TAG_BYTES = 16;

    private static final int NONCE_BYTES = 12;
    private static final byte[] DOMAIN = "hanok-object-1".getBytes(StandardCharsets.US_ASCII);

    private final SecretKeySpec key;
    private final byte[] associated;

    SealedForm(TenantId tenant, Ulid object, byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
        ByteBuffer bytes = ByteBuffer.allocate(DOMAIN.length + 2 * Ulid.BYTES);
        bytes.put(DOMAIN);
        tenant.ulid().write(bytes);
        object.write(bytes);
        this.associated = bytes.array();
    }

    /** In how many chunks so many clear bytes are sealed; nothing is one empty chunk. */
    static long chunks(long bytes) {
        return Math.max(1, Math.ceilDiv(bytes, (long) CHUNK_BYTES));
    }

    /** Seals a chunk into a buffer and returns its length there. */
    int seal(byte[] clear, int length, int number, boolean last, byte[] into) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, number, last).doFinal(clear, 0, length, into, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256-GCM", e);
        }
    }

    /**
     * Opens a chunk into a buffer.
     *
     * @throws DamagedObjectException when it is not that chunk of that object as it was sealed
     */
    void open(byte[] sealed, int length, int number, boolean last, byte[] into) {
        try {
            cipher(Cipher.DECRYPT_MODE, number, last).doFinal(sealed, 0, length, into, 0);
        } catch (AEADBadTagException damaged) {
            throw new DamagedObjectException("chunk " + number + " does not open", damaged);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256-GCM", e);
        }
    }

    private Cipher cipher(int mode, int number, boolean last) throws GeneralSecurityException {
        byte[] nonce = ByteBuffer.allocate(NONCE_BYTES)
                .putInt(NONCE_BYTES - Integer.BYTES - 1, number)
                .put(NONCE_BYTES - 1, (byte) (last ? 1 : 0))
                .array();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
        cipher.updateAAD(associated);
        return cipher;
    }
}
