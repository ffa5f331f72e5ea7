package cloud.hanok.platform.tlog;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The evidence file that shows, without asking anybody, that an entry is in a log.
 *
 * @param index of the leaf
 * @param hashes from the leaf's sibling up, 32 bytes each
 * @param checkpoint the signed note it is proven against
 * @see <a href="https://c2sp.org/tlog-proof">c2sp.org/tlog-proof</a>
 */
public record LogProof(long index, List<byte[]> hashes, String checkpoint) {
    private static final String FIRST_LINE = "c2sp.org/tlog-proof@v1";
    /** A path in a tree of 2^63 leaves is no longer. */
    private static final int MAX_HASHES = 63;

    public LogProof {
        hashes = List.copyOf(hashes);
    }

    /** The file's text. */
    public String text() {
        StringBuilder text =
                new StringBuilder(FIRST_LINE).append("\nindex ").append(index).append('\n');
        for (byte[] hash : hashes) {
            text.append(Base64.getEncoder().encodeToString(hash)).append('\n');
        }
        return text.append('\n').append(checkpoint).toString();
    }

    /**
     * Reads the file's text; nothing is verified.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static LogProof parse(String text) {
        int split = text.indexOf("\n\n");
        if (split < 0) {
            throw new IllegalArgumentException("a proof has an empty line before its checkpoint");
        }
        String[] lines = text.substring(0, split).split("\n", -1);
        int line = 1;
        if (lines.length > line && lines[line].startsWith("extra ")) {
            line++;
        }
        if (!lines[0].equals(FIRST_LINE)
                || lines.length <= line
                || !lines[line].matches("index (0|[1-9][0-9]{0,18})")) {
            throw new IllegalArgumentException("a proof begins with " + FIRST_LINE + " and its index");
        }
        long index = Long.parseLong(lines[line].substring("index ".length()));
        List<byte[]> hashes = new ArrayList<>();
        for (line++; line < lines.length; line++) {
            byte[] hash = Base64.getDecoder().decode(lines[line]);
            if (hash.length != MerkleHasher.HASH_BYTES || hashes.size() == MAX_HASHES) {
                throw new IllegalArgumentException("a proof has at most 63 hashes of 32 bytes");
            }
            hashes.add(hash);
        }
        return new LogProof(index, hashes, text.substring(split + 2));
    }

    /** Whether it shows that the entry is in the key's log: signature, origin, and the way to the root. */
    public boolean verify(NoteKey key, byte[] entry) {
        Optional<String> opened = SignedNote.open(checkpoint, key);
        if (opened.isEmpty()) {
            return false;
        }
        Checkpoint signed = Checkpoint.parse(opened.get());
        byte[] leaf = new MerkleHasher().leaf(entry);
        return signed.origin().equals(key.name())
                && Proofs.verifyInclusion(
                        index, signed.head().size(), leaf, hashes, signed.head().root());
    }
}
