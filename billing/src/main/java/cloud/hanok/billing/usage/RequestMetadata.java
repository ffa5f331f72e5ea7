package cloud.hanok.billing.usage;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a caller says about a request for reports of its own: names with values, within OpenAI's bounds of {@code metadata}.
 * Characters are Unicode's.
 *
 * @param pairs values by name, in the order of the names
 */
public record RequestMetadata(SortedMap<String, String> pairs) {
    /** Pairs of one request. */
    public static final int MAX_PAIRS = 16;

    /** Characters of a name, which has at least one. */
    public static final int MAX_NAME_CHARACTERS = 64;

    /** Characters of a value. */
    public static final int MAX_VALUE_CHARACTERS = 512;

    /** Nothing was said. */
    public static final RequestMetadata NONE = new RequestMetadata(new TreeMap<>());

    /**
     * @throws IllegalArgumentException when there are too many, or a name or a value is too long
     */
    public RequestMetadata {
        if (pairs.size() > MAX_PAIRS) {
            throw new IllegalArgumentException("metadata: at most " + MAX_PAIRS + " pairs, not " + pairs.size());
        }
        pairs.forEach((name, value) -> {
            if (!isName(name) || !isValue(value)) {
                throw new IllegalArgumentException("metadata: a name of 1 to " + MAX_NAME_CHARACTERS
                        + " characters and a value of at most " + MAX_VALUE_CHARACTERS + " were expected");
            }
        });
        pairs = Collections.unmodifiableSortedMap(new TreeMap<>(pairs));
    }

    /** Of pairs in any order. */
    public static RequestMetadata of(Map<String, String> pairs) {
        return pairs.isEmpty() ? NONE : new RequestMetadata(new TreeMap<>(pairs));
    }

    /** Whether a pair may have this name. */
    public static boolean isName(String text) {
        return !text.isEmpty() && text.codePointCount(0, text.length()) <= MAX_NAME_CHARACTERS;
    }

    /** Whether a pair may have this value. */
    public static boolean isValue(String text) {
        return text.codePointCount(0, text.length()) <= MAX_VALUE_CHARACTERS;
    }

    /** Whether nothing was said. */
    public boolean isEmpty() {
        return pairs.isEmpty();
    }

    /** How many; the pairs are the caller's own words. */
    @Override
    public String toString() {
        return "RequestMetadata[" + pairs.size() + "]";
    }
}
