package cloud.hanok.platform.envelope;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A sealed value as it is stored: {@code 0x01}, length and text of its data key's id, 24 bytes of nonce, then the sealed
 * text with its tag.
 *
 * @param keyId names the data key
 * @param nonce of this value alone
 * @param sealed text and tag
 */
record SealedForm(String keyId, byte[] nonce, byte[] sealed) {
    private static final byte VERSION = 1;
    /** Apart from every other use that could ever be made of a data key. */
    private static final byte[] DOMAIN = "hanok-envelope-1".getBytes(StandardCharsets.US_ASCII);

    byte[] bytes() {
        byte[] id = keyId.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(2 + id.length + nonce.length + sealed.length)
                .put(VERSION)
                .put((byte) id.length)
                .put(id)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /** Takes stored bytes apart; empty when they are not of this form. */
    static Optional<SealedForm> read(byte[] bytes) {
        if (bytes.length < 2 || bytes[0] != VERSION) {
            return Optional.empty();
        }
        int idEnd = 2 + bytes[1];
        int nonceEnd = idEnd + ExtendedAesGcm.NONCE_BYTES;
        if (bytes[1] < 1 || bytes[1] > DataKeyName.LONGEST_ID || bytes.length < nonceEnd + ExtendedAesGcm.TAG_BYTES) {
            return Optional.empty();
        }
        return Optional.of(new SealedForm(
                new String(bytes, 2, bytes[1], StandardCharsets.US_ASCII),
                Arrays.copyOfRange(bytes, idEnd, nonceEnd),
                Arrays.copyOfRange(bytes, nonceEnd, bytes.length)));
    }

    /**
     * What a value is bound to: tenant, class, data key and place, each with its length before it, so that no two differ
     * only in where one part ends.
     */
    static byte[] associated(DataKeyName key, Place place) {
        byte[][] parts = {
            DOMAIN,
            utf8(key.tenant().text()),
            utf8(key.dataClass().name()),
            utf8(key.id()),
            utf8(place.table()),
            utf8(place.key())
        };
        int length = Integer.BYTES;
        for (byte[] part : parts) {
            length += Integer.BYTES + part.length;
        }
        ByteBuffer associated = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            associated.putInt(part.length).put(part);
        }
        return associated.putInt(place.version()).array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
