package cloud.hanok.platform.tlog;

import java.util.Optional;

/** Where a static part of a log lies under its prefix, as C2SP {@code tlog-tiles} names it. */
public sealed interface TileAddress permits TileAddress.HashTile, TileAddress.EntryBundle {
    /** Hashes of a full tile, entries of a full bundle: 2 to the tile height of 8. */
    int FULL_WIDTH = 256;

    /** The highest level a tile can have: 256^6 leaves are 2^48. */
    int MAX_LEVEL = 5;

    /** Which of its row it is, from 0. */
    long index();

    /** How many of its at most 256 parts it holds. */
    int width();

    /** Its path under the log's prefix, without a leading slash: {@code tile/0/x001/x234/067.p/5}. */
    String path();

    /**
     * Hashes of one level.
     *
     * @param level 0 holds leaf hashes, each next one the roots of full tiles below
     * @param index which tile of the level, from 0
     * @param width how many hashes, 1 to 256
     */
    record HashTile(int level, long index, int width) implements TileAddress {
        public HashTile {
            if (level < 0 || level > MAX_LEVEL) {
                throw new IllegalArgumentException("a tile's level is 0 to " + MAX_LEVEL + ", not " + level);
            }
            TilePaths.check(index, width);
        }

        @Override
        public String path() {
            return "tile/" + level + "/" + TilePaths.text(index, width);
        }
    }

    /**
     * Entries, each after its length.
     *
     * @param index which bundle, from 0
     * @param width how many entries, 1 to 256
     */
    record EntryBundle(long index, int width) implements TileAddress {
        public EntryBundle {
            TilePaths.check(index, width);
        }

        @Override
        public String path() {
            return "tile/entries/" + TilePaths.text(index, width);
        }
    }

    /** Reads a path under the log's prefix; empty when it is not exactly one that {@link #path()} writes. */
    static Optional<TileAddress> parse(String path) {
        return TilePaths.parse(path);
    }
}
