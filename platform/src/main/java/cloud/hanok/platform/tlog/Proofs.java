package cloud.hanok.platform.tlog;

import cloud.hanok.platform.tlog.TileAddress.HashTile;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Proofs of RFC 6962 section 2.1, made from the tiles of one tree. Tiles are read once each. Belongs to one thread at a
 * time.
 */
public final class Proofs {
    private final long size;
    private final TileReader reader;
    private final MerkleHasher hasher = new MerkleHasher();
    private final Map<HashTile, byte[]> tiles = new HashMap<>();

    /**
     * @param size leaves of the tree that is proven against
     * @param reader where its tiles are
     */
    public Proofs(long size, TileReader reader) {
        this.size = size;
        this.reader = reader;
    }

    /**
     * The hashes that lead from a leaf to the root, from the leaf's sibling up.
     *
     * @throws IllegalArgumentException when the tree has no such leaf
     */
    public List<byte[]> inclusion(long index) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("a tree of " + size + " has no leaf " + index);
        }
        List<byte[]> path = new ArrayList<>();
        long start = 0;
        long end = size;
        while (end - start > 1) {
            long middle = start + largestPowerBelow(end - start);
            if (index < middle) {
                path.add(range(middle, end));
                end = middle;
            } else {
                path.add(range(start, middle));
                start = middle;
            }
        }
        return path.reversed();
    }

    /**
     * The hashes that show that the tree begins with an older one.
     *
     * @throws IllegalArgumentException when the older one is empty or larger
     */
    public List<byte[]> consistency(long oldSize) {
        if (oldSize < 1 || oldSize > size) {
            throw new IllegalArgumentException("a tree of " + size + " has no consistency proof from " + oldSize);
        }
        List<byte[]> path = new ArrayList<>();
        long start = 0;
        long end = size;
        while (oldSize < end) {
            long middle = start + largestPowerBelow(end - start);
            if (oldSize <= middle) {
                path.add(range(middle, end));
                end = middle;
            } else {
                path.add(range(start, middle));
                start = middle;
            }
        }
        if (start > 0) {
            path.add(range(start, end));
        }
        return path.reversed();
    }

    /** The root of the tree. */
    public byte[] root() {
        return size == 0 ? MerkleHasher.emptyRoot() : range(0, size);
    }

    /** Whether the hashes lead from the leaf to the root (RFC 9162 section 2.1.3.2). */
    public static boolean verifyInclusion(long index, long size, byte[] leafHash, List<byte[]> proof, byte[] root) {
        if (index < 0 || index >= size) {
            return false;
        }
        MerkleHasher hasher = new MerkleHasher();
        long position = index;
        long last = size - 1;
        byte[] hash = leafHash;
        for (byte[] sibling : proof) {
            if (last == 0 || sibling.length != MerkleHasher.HASH_BYTES) {
                return false;
            }
            if ((position & 1) == 1 || position == last) {
                hash = hasher.node(sibling, hash);
                // Not zero: it is odd, or equal to a last position that is not zero.
                int shift = Long.numberOfTrailingZeros(position);
                position >>>= shift;
                last >>>= shift;
            } else {
                hash = hasher.node(hash, sibling);
            }
            position >>>= 1;
            last >>>= 1;
        }
        return last == 0 && MessageDigest.isEqual(hash, root);
    }

    /** Whether the hashes show that the new tree begins with the old one (RFC 9162 section 2.1.4.2). */
    public static boolean verifyConsistency(TreeHead older, TreeHead newer, List<byte[]> proof) {
        if (older.size() < 1 || older.size() > newer.size()) {
            return false;
        }
        if (older.size() == newer.size()) {
            return proof.isEmpty() && MessageDigest.isEqual(older.root(), newer.root());
        }
        boolean oldIsPerfect = Long.bitCount(older.size()) == 1;
        if (!oldIsPerfect && proof.isEmpty()) {
            return false;
        }
        MerkleHasher hasher = new MerkleHasher();
        int shift = Long.numberOfTrailingZeros(older.size());
        long position = (older.size() - 1) >>> shift;
        long last = (newer.size() - 1) >>> shift;
        byte[] oldHash = oldIsPerfect ? older.root() : proof.getFirst();
        byte[] newHash = oldHash;
        for (byte[] sibling : oldIsPerfect ? proof : proof.subList(1, proof.size())) {
            if (last == 0) {
                return false;
            }
            if ((position & 1) == 1 || position == last) {
                oldHash = hasher.node(sibling, oldHash);
                newHash = hasher.node(sibling, newHash);
                int skipped = Long.numberOfTrailingZeros(position);
                position >>>= skipped;
                last >>>= skipped;
            } else {
                newHash = hasher.node(newHash, sibling);
            }
            position >>>= 1;
            last >>>= 1;
        }
        return last == 0
                && MessageDigest.isEqual(oldHash, older.root())
                && MessageDigest.isEqual(newHash, newer.root());
    }

    /** The root above the leaves from start (inclusive) to end, where start is aligned as in every RFC 6962 proof. */
    private byte[] range(long start, long end) {
        long count = Long.highestOneBit(end - start);
        byte[] left = perfect(start, count);
        return start + count == end ? left : hasher.node(left, range(start + count, end));
    }

    private byte[] perfect(long start, long count) {
        int height = Long.numberOfTrailingZeros(count);
        // A height of 8 k is one stored hash of level k; the top level also holds what is above it.
        int level = Math.min(height / 8, TileAddress.MAX_LEVEL);
        long first = start >>> (8 * level);
        HashTile tile = tile(level, first >>> 8);
        byte[] hashes = tiles.computeIfAbsent(tile, reader::read);
        return hasher.perfect(hashes, (int) (first & (TileAddress.FULL_WIDTH - 1)), 1 << (height - 8 * level));
    }

    private HashTile tile(int level, long index) {
        long hashesOfLevel = size >>> (8 * level);
        return new HashTile(level, index, (int) Math.min(TileAddress.FULL_WIDTH, hashesOfLevel - index * 256));
    }

    private static long largestPowerBelow(long count) {
        return Long.highestOneBit(count - 1);
    }
}
