package cloud.hanok.platform.tlog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
