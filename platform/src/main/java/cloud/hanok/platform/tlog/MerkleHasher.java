package cloud.hanok.platform.tlog;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The hashes of RFC 6962 section 2.1: a leaf is SHA-256(0x00, entry), a node SHA-256(0x01, left, right). One digest is
 * reused for every hash, so an instance belongs to one thread at a time.
 */
public final class MerkleHasher {
    /** Bytes of every hash. */
    public static final int HASH_BYTES = 32;

    private static final byte LEAF_PREFIX = 0x00;
    private static final byte NODE_PREFIX = 0x01;
    private static final String EMPTY_ROOT = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final MessageDigest digest;

    public MerkleHasher() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The root of a tree without leaves: SHA-256 of nothing. */
    public static byte[] emptyRoot() {
        return HexFormat.of().parseHex(EMPTY_ROOT);
    }

    /** The leaf hash of an entry, 32 bytes. */
    public byte[] leaf(byte[] entry) {
        digest.update(LEAF_PREFIX);
        return digest.digest(entry);
    }

    /** The hash of the node above two hashes of 32 bytes. */
    public byte[] node(byte[] left, byte[] right) {
        byte[] node = new byte[HASH_BYTES];
        node(left, 0, right, 0, node, 0);
        return node;
    }

    /** As {@link #node(byte[], byte[])}, reading and writing at offsets; the target may overlap the sources. */
    void node(byte[] left, int leftOffset, byte[] right, int rightOffset, byte[] target, int targetOffset) {
        digest.update(NODE_PREFIX);
        digest.update(left, leftOffset, HASH_BYTES);
        digest.update(right, rightOffset, HASH_BYTES);
        try {
            digest.digest(target, targetOffset, HASH_BYTES);
        } catch (DigestException e) {
            throw new IllegalArgumentException("32 bytes are needed at " + targetOffset, e);
        }
    }

    /**
     * The root above a power of two of consecutive hashes.
     *
     * @param hashes hashes of 32 bytes, one after the other
     * @param first the first of them to take
     * @param count how many: 1, 2, 4, ... 256
     */
    byte[] perfect(byte[] hashes, int first, int count) {
        byte[] work = new byte[count * HASH_BYTES];
        System.arraycopy(hashes, first * HASH_BYTES, work, 0, work.length);
        for (int width = count / 2; width >= 1; width /= 2) {
            for (int i = 0; i < width; i++) {
                node(work, 2 * i * HASH_BYTES, work, (2 * i + 1) * HASH_BYTES, work, i * HASH_BYTES);
            }
        }
        return count == 1 ? work : java.util.Arrays.copyOf(work, HASH_BYTES);
    }
}
