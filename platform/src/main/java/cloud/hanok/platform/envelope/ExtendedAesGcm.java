package cloud.hanok.platform.envelope;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * XAES-256-GCM: AES-256-GCM under a key that is derived for each value from the first half of a nonce of 24 bytes. AES-GCM
 * alone must not seal more than 2^32 values under one key with random nonces (NIST SP 800-38D 8.3); this may seal 2^80,
 * so that no process has to count what all of them sealed together.
 *
 * @see <a href="https://c2sp.org/XAES-256-GCM">C2SP XAES-256-GCM</a>, within SP 800-108 and SP 800-38D
 */
final class ExtendedAesGcm {
    /** Bytes of a key. */
    static final int KEY_BYTES = 32;
    /** Bytes of a nonce; it is drawn at random for each value. */
    static final int NONCE_BYTES = 24;
    /** Bytes by which a sealed text is longer than the clear one. */
    static final int TAG_BYTES = 16;

    private static final int HALF = 12;
    private static final int BLOCK = 16;
    /** What a carry out of a block's highest bit becomes (SP 800-38B 5.3). */
    private static final int REDUCTION = 0x87;

    private ExtendedAesGcm() {}

    static byte[] seal(byte[] key, byte[] nonce, byte[] text, byte[] associated) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, key, nonce, associated).doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256-GCM", e);
        }
    }

    /** @throws AEADBadTagException when anything of it is not as it was sealed */
    static byte[] open(byte[] key, byte[] nonce, byte[] sealed, byte[] associated) throws AEADBadTagException {
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce, associated).doFinal(sealed);
        } catch (AEADBadTagException damaged) {
            throw damaged;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256-GCM", e);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] associated)
            throws GeneralSecurityException {
        byte[] derived = derive(key, nonce);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            byte[] rest = Arrays.copyOfRange(nonce, HALF, NONCE_BYTES);
            cipher.init(mode, new SecretKeySpec(derived, "AES"), new GCMParameterSpec(TAG_BYTES * 8, rest));
            cipher.updateAAD(associated);
            return cipher;
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    /** The key of one value: two blocks of CMAC in counter mode (SP 800-108 4.1) over half of the nonce. */
    private static byte[] derive(byte[] key, byte[] nonce) throws GeneralSecurityException {
        if (key.length != KEY_BYTES || nonce.length != NONCE_BYTES) {
            throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes and a nonce " + NONCE_BYTES);
        }
        Cipher block = Cipher.getInstance("AES/ECB/NoPadding");
        block.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        byte[] mask = doubled(block.doFinal(new byte[BLOCK]));
        byte[] input = new byte[2 * BLOCK];
        for (int half = 0; half < 2; half++) {
            byte[] message = new byte[BLOCK];
            message[1] = (byte) (half + 1);
            message[2] = 'X';
            System.arraycopy(nonce, 0, message, BLOCK - HALF, HALF);
            for (int i = 0; i < BLOCK; i++) {
                input[half * BLOCK + i] = (byte) (message[i] ^ mask[i]);
            }
        }
        return block.doFinal(input);
    }

    private static byte[] doubled(byte[] block) {
        byte[] doubled = new byte[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            int carried = i + 1 < BLOCK ? (block[i + 1] & 0x80) >> 7 : 0;
            doubled[i] = (byte) (block[i] << 1 | carried);
        }
        if ((block[0] & 0x80) != 0) {
            doubled[BLOCK - 1] ^= (byte) REDUCTION;
        }
        return doubled;
    }
}
