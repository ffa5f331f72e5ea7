package cloud.hanok.platform.tlog;

import cloud.hanok.platform.tlog.TileAddress.HashTile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Appends leaves to a tree of which only the right edge is known: the one unfinished tile of each level. An append costs
 * one hash and, on average, one node more. Belongs to one thread at a time.
 */
public final class TreeBuilder {
    /** Leaves a log can hold before the tile of the highest level would be full. */
    public static final long MAX_SIZE = (1L << 48) - 1;

    private static final int LEVELS = TileAddress.MAX_LEVEL + 1;
    private static final int TILE_BYTES = TileAddress.FULL_WIDTH * MerkleHasher.HASH_BYTES;

    private final MerkleHasher hasher = new MerkleHasher();
    private final byte[][] edge = new byte[LEVELS][];
    private final boolean[] changed = new boolean[LEVELS];
    private final List<TileData> finished = new ArrayList<>();
    private long size;

    private TreeBuilder(long size) {
        this.size = size;
    }

    /**
     * A tile and its content.
     *
     * @param tile where it belongs
     * @param hashes {@code tile.width()} hashes of 32 bytes, one after the other
     */
    public record TileData(HashTile tile, byte[] hashes) {}

    /**
     * Goes on from a tree of this size.
     *
     * @param size leaves it has
     * @param tiles where its right edge is read from
     */
    public static TreeBuilder resume(long size, TileReader tiles) {
        if (size < 0 || size > MAX_SIZE) {
            throw new IllegalArgumentException("a log has at most 2^48 - 1 leaves, not " + size);
        }
        TreeBuilder builder = new TreeBuilder(size);
        for (int level = 0; level < LEVELS; level++) {
            int width = builder.width(level);
            builder.edge[level] = new byte[TILE_BYTES];
            if (width > 0) {
                byte[] stored = tiles.read(new HashTile(level, builder.tileIndex(level), width));
                System.arraycopy(stored, 0, builder.edge[level], 0, width * MerkleHasher.HASH_BYTES);
            }
        }
        return builder;
    }

    /** Appends the leaf of an entry and returns its index. */
    public long append(byte[] entry) {
        return appendLeafHash(hasher.leaf(entry));
    }

    /**
     * Appends a leaf by its hash and returns its index.
     *
     * @throws IllegalStateException when the log is full
     */
    public long appendLeafHash(byte[] leafHash) {
        if (size >= MAX_SIZE) {
            throw new IllegalStateException("the log is full; start another");
        }
        byte[] hash = leafHash;
        long index = size;
        for (int level = 0; level < LEVELS; level++) {
            int width = width(level);
            System.arraycopy(hash, 0, edge[level], width * MerkleHasher.HASH_BYTES, MerkleHasher.HASH_BYTES);
            changed[level] = true;
            if (width + 1 < TileAddress.FULL_WIDTH) {
                break;
            }
            finished.add(
                    new TileData(new HashTile(level, tileIndex(level), TileAddress.FULL_WIDTH), edge[level].clone()));
            changed[level] = false;
            hash = hasher.perfect(edge[level], 0, TileAddress.FULL_WIDTH);
        }
        size = index + 1;
        return index;
    }

    /** The tree as it stands. */
    public TreeHead head() {
        byte @Nullable [] root = null;
        for (int level = 0; level < LEVELS; level++) {
            int width = width(level);
            int end = width;
            // The smallest perfect subtree is the rightmost one; each next one to its left is larger.
            for (int count = 1; count <= width; count *= 2) {
                if ((width & count) != 0) {
                    end -= count;
                    byte[] left = hasher.perfect(edge[level], end, count);
                    root = root == null ? left : hasher.node(left, root);
                }
            }
        }
        return root == null ? TreeHead.empty() : new TreeHead(size, root);
    }

    /** Leaves so far. */
    public long size() {
        return size;
    }

    /**
     * The tiles that changed since the last call: those that became full, and the unfinished ones of the right edge. A
     * tree of the present size can be read once they are stored.
     */
    public List<TileData> drainChangedTiles() {
        List<TileData> tiles = new ArrayList<>(finished);
        finished.clear();
        for (int level = 0; level < LEVELS; level++) {
            int width = width(level);
            if (changed[level] && width > 0) {
                byte[] hashes = Arrays.copyOf(edge[level], width * MerkleHasher.HASH_BYTES);
                tiles.add(new TileData(new HashTile(level, tileIndex(level), width), hashes));
            }
            changed[level] = false;
        }
        return tiles;
    }

    private int width(int level) {
        return (int) ((size >>> (8 * level)) & (TileAddress.FULL_WIDTH - 1));
    }

    private long tileIndex(int level) {
        return size >>> (8 * (level + 1));
    }
}
