package cloud.hanok.platform.tlog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Notes: a text, an empty line, signature lines.
 *
 * @see <a href="https://c2sp.org/signed-note">c2sp.org/signed-note</a>
 */
public final class SignedNote {
    /** More than any note of ours needs; a longer one is refused before its signatures are looked at. */
    private static final int MAX_CHARACTERS = 1_000_000;
    /** Signature lines that are looked at; the format asks for at least 16. */
    private static final int MAX_SIGNATURES = 100;

    private static final String SIGNATURE_START = "\u2014 ";
    private static final int KEY_ID_BYTES = 4;

    private SignedNote() {}

    /**
     * A note with one signature.
     *
     * @param text ends in a newline
     * @param key who signed
     * @param signature over the text's UTF-8 bytes, 64 bytes
     */
    public static String of(String text, NoteKey key, byte[] signature) {
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("a note's text ends in a newline");
        }
        byte[] blob = ByteBuffer.allocate(KEY_ID_BYTES + signature.length)
                .putInt(key.id())
                .put(signature)
                .array();
        return text + "\n" + SIGNATURE_START + key.name() + " "
                + Base64.getEncoder().encodeToString(blob) + "\n";
    }

    /** The note's text when the key signed it; empty when it did not, or when a signature in its name is wrong. */
    public static Optional<String> open(String note, NoteKey key) {
        int split = note.lastIndexOf("\n\n");
        if (note.length() > MAX_CHARACTERS || split < 0 || !note.endsWith("\n")) {
            return Optional.empty();
        }
        String text = note.substring(0, split + 1);
        String[] lines = note.substring(split + 2).split("\n");
        if (lines.length > MAX_SIGNATURES) {
            return Optional.empty();
        }
        boolean signed = false;
        for (String line : lines) {
            String[] parts = line.startsWith(SIGNATURE_START)
                    ? line.substring(SIGNATURE_START.length()).split(" ", -1)
                    : new String[0];
            if (parts.length != 2) {
                return Optional.empty();
            }
            Optional<ByteBuffer> blob = decode(parts[1]);
            if (blob.isEmpty()) {
                return Optional.empty();
            }
            if (parts[0].equals(key.name()) && blob.get().getInt() == key.id()) {
                byte[] signature = new byte[blob.get().remaining()];
                blob.get().get(signature);
                if (!key.verify(text.getBytes(StandardCharsets.UTF_8), signature)) {
                    return Optional.empty();
                }
                signed = true;
            }
        }
        return signed ? Optional.of(text) : Optional.empty();
    }

    private static Optional<ByteBuffer> decode(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return bytes.length > KEY_ID_BYTES ? Optional.of(ByteBuffer.wrap(bytes)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
