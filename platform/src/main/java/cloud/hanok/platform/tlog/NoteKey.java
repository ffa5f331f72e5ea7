package cloud.hanok.platform.tlog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The public key of an Ed25519 signer of notes.
 *
 * @param name the key's name; for a log, its origin
 * @param publicKey 32 bytes (RFC 8032)
 * @see <a href="https://c2sp.org/signed-note">c2sp.org/signed-note</a>
 */
public record NoteKey(String name, byte[] publicKey) {
    private static final byte ED25519 = 0x01;
    private static final int PUBLIC_KEY_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;
    /** SubjectPublicKeyInfo of an Ed25519 key up to the key itself (RFC 8410). */
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    public NoteKey {
        if (publicKey.length != PUBLIC_KEY_BYTES) {
            throw new IllegalArgumentException("an Ed25519 public key has 32 bytes, this has " + publicKey.length);
        }
        if (name.isEmpty() || name.contains("+") || name.codePoints().anyMatch(NoteKey::isSpaceOrControl)) {
            throw new IllegalArgumentException("a note key's name has no space, no control character and no +");
        }
    }

    /**
     * Reads a verifier key, {@code name+hash+key}.
     *
     * @throws IllegalArgumentException when it is not one of Ed25519, or its hash does not fit
     */
    public static NoteKey parse(String vkey) {
        String[] parts = vkey.split("\\+", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a verifier key is name+hash+key");
        }
        byte[] typed = Base64.getDecoder().decode(parts[2]);
        if (typed.length != PUBLIC_KEY_BYTES + 1 || typed[0] != ED25519) {
            throw new IllegalArgumentException("the verifier key is not an Ed25519 key");
        }
        NoteKey key = new NoteKey(parts[0], java.util.Arrays.copyOfRange(typed, 1, typed.length));
        if (!key.vkey().equals(vkey)) {
            throw new IllegalArgumentException("the verifier key's hash does not fit its name and key");
        }
        return key;
    }

    /** The verifier key: {@code name+hash+key}. */
    public String vkey() {
        return name + "+" + HexFormat.of().toHexDigits(id()) + "+"
                + Base64.getEncoder().encodeToString(typedKey());
    }

    /** The first four bytes of SHA-256(name, newline, type, key). */
    public int id() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            return ByteBuffer.wrap(digest.digest(typedKey())).getInt();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether this key signed the message. */
    public boolean verify(byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            return false;
        }
        try {
            byte[] spki = ByteBuffer.allocate(SPKI_PREFIX.length + PUBLIC_KEY_BYTES)
                    .put(SPKI_PREFIX)
                    .put(publicKey)
                    .array();
            PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteKey key && name.equals(key.name) && MessageDigest.isEqual(publicKey, key.publicKey);
    }

    @Override
    public int hashCode() {
        return name.hashCode() * 31 + id();
    }

    @Override
    public String toString() {
        return vkey();
    }

    private byte[] typedKey() {
        return ByteBuffer.allocate(1 + PUBLIC_KEY_BYTES)
                .put(ED25519)
                .put(publicKey)
                .array();
    }

    private static boolean isSpaceOrControl(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.isISOControl(character);
    }
}
