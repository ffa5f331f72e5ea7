package cloud.hanok.tenant.key;

import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.secret.Secret;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * How a key is written: {@code hk_<keyId>_<secret><checksum>}, always {@value #LENGTH} characters of
 * {@code [A-Za-z0-9_]}. The key id is the ULID without its prefix; the secret is 256 bits in 43 digits of base 62 (0-9,
 * A-Z, a-z); the checksum is the CRC-32 (ISO-HDLC) of all before it in 6 digits. A scanner that finds a leaked text can
 * so tell a key from a look-alike without asking us, and a mistyped key costs no look-up.
 */
final class KeyText {
    static final String PREFIX = "hk_";
    static final int SECRET_BYTES = 32;
    static final int LENGTH = 79;

    private static final int SECRET_DIGITS = 43;
    private static final int CHECKSUM_DIGITS = 6;
    private static final int UNDERSCORE = PREFIX.length() + Ulid.TEXT_LENGTH;
    private static final int BODY_LENGTH = UNDERSCORE + 1 + SECRET_DIGITS;
    private static final byte[] DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);

    private KeyText() {}

    /**
     * A key as it was presented, well-formed but not yet believed.
     *
     * @param body what the HMAC is over: everything before the checksum, in ASCII
     */
    record Presented(KeyId id, byte[] body) {
        @Override
        public String toString() {
            return "Presented[" + id + "]";
        }
    }

    /** The text of a key with this secret of {@value #SECRET_BYTES} bytes. */
    static Secret print(KeyId id, byte[] secret) {
        if (secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException("a secret has " + SECRET_BYTES + " bytes");
        }
        byte[] text = Arrays.copyOf((PREFIX + id.ulid() + "_").getBytes(StandardCharsets.US_ASCII), LENGTH);
        BigInteger rest = new BigInteger(1, secret);
        BigInteger base = BigInteger.valueOf(DIGITS.length);
        for (int i = BODY_LENGTH - 1; i > UNDERSCORE; i--) {
            BigInteger[] parts = rest.divideAndRemainder(base);
            text[i] = DIGITS[parts[1].intValue()];
            rest = parts[0];
        }
        putChecksum(text);
        return new Secret(new String(text, StandardCharsets.US_ASCII));
    }

    /** Reads a presented text; null when it is no key: wrong length, form or checksum. Touches only memory. */
    static @Nullable Presented parse(CharSequence presented) {
        if (presented.length() != LENGTH) {
            return null;
        }
        byte[] text = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            char c = presented.charAt(i);
            if (c > 'z') {
                return null;
            }
            text[i] = (byte) c;
        }
        byte[] expected = text.clone();
        putChecksum(expected);
        if (!Arrays.equals(text, expected) || !hasForm(text)) {
            return null;
        }
        try {
            KeyId id = new KeyId(Ulid.parse(presented.subSequence(PREFIX.length(), UNDERSCORE)));
            return new Presented(id, body(text));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** What the HMAC is over, out of a whole text. */
    static byte[] body(byte[] text) {
        return Arrays.copyOf(text, BODY_LENGTH);
    }

    private static boolean hasForm(byte[] text) {
        boolean form = text[0] == 'h' && text[1] == 'k' && text[2] == '_' && text[UNDERSCORE] == '_';
        for (int i = UNDERSCORE + 1; i < BODY_LENGTH; i++) {
            byte c = text[i];
            form &= (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        }
        return form;
    }

    private static void putChecksum(byte[] text) {
        CRC32 crc = new CRC32();
        crc.update(text, 0, BODY_LENGTH);
        long rest = crc.getValue();
        for (int i = LENGTH - 1; i >= LENGTH - CHECKSUM_DIGITS; i--) {
            text[i] = DIGITS[(int) (rest % DIGITS.length)];
            rest /= DIGITS.length;
        }
    }
}
