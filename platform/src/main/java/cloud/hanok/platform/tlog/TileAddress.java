package cloud.hanok.platform.tlog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

/** The text of tile paths. */
final class TilePaths {
    /** An index of 2^40 tiles has at most this many groups of three digits. */
    private static final int MAX_GROUPS = 5;

    private static final Pattern PATH = Pattern.compile(
            "tile/(entries|[0-5])/((?:x[0-9]{3}/){0," + (MAX_GROUPS - 1) + "}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    private TilePaths() {}

    static void check(long index, int width) {
        if (index < 0 || width < 1 || width > TileAddress.FULL_WIDTH) {
            throw new IllegalArgumentException("no tile has index " + index + " and width " + width);
        }
    }

    static String text(long index, int width) {
        StringBuilder text = new StringBuilder();
        long rest = index / 1000;
        text.append(threeDigits(index % 1000));
        while (rest > 0) {
            text.insert(0, "x" + threeDigits(rest % 1000) + "/");
            rest /= 1000;
        }
        return width == TileAddress.FULL_WIDTH
                ? text.toString()
                : text.append(".p/").append(width).toString();
    }

    static Optional<TileAddress> parse(String path) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String groups = matcher.group(2);
        if (groups.startsWith("x000/")) {
            return Optional.empty();
        }
        long index = Long.parseLong(groups.replace("x", "").replace("/", ""));
        String partial = matcher.group(3);
        int width = partial == null ? TileAddress.FULL_WIDTH : Integer.parseInt(partial);
        if (partial != null && width >= TileAddress.FULL_WIDTH) {
            return Optional.empty();
        }
        String row = matcher.group(1);
        return Optional.of(
                row.equals("entries")
                        ? new TileAddress.EntryBundle(index, width)
                        : new TileAddress.HashTile(Integer.parseInt(row), index, width));
    }

    private static String threeDigits(long value) {
        return Long.toString(1000 + value).substring(1);
    }
}
