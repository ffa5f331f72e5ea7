package cloud.hanok.platform.tlog;

import java.util.Arrays;

/**
 * A tree of a certain size.
 *
 * @param size leaves
 * @param root RFC 6962 root, 32 bytes
 */
public record TreeHead(long size, byte[] root) {
    public TreeHead {
        if (size < 0 || root.length != MerkleHasher.HASH_BYTES) {
            throw new IllegalArgumentException("a tree head has a size of 0 or more and a root of 32 bytes");
        }
    }

    /** The tree without leaves. */
    public static TreeHead empty() {
        return new TreeHead(0, MerkleHasher.emptyRoot());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TreeHead head && size == head.size && Arrays.equals(root, head.root);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(size) * 31 + Arrays.hashCode(root);
    }

    @Override
    public String toString() {
        return "TreeHead[" + size + ", " + java.util.HexFormat.of().formatHex(root) + "]";
    }
}
