package cloud.hanok.cluster.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the members of one JSON object lie in a byte array: the ranges of their names and values, found in one pass and
 * without building a tree. Made for the chunks of an engine's stream, of which there are many and in which only few
 * members matter. It follows strings and brackets only; bytes that it accepts are not thereby proven to be valid JSON.
 * An instance is reused and belongs to one thread.
 */
public final class JsonMembers {
    /** More members than any engine sends in a chunk; an object with more is refused. */
    public static final int MAX_MEMBERS = 64;

    private byte[] json = new byte[0];
    private int count;
    private final int[] nameStart = new int[MAX_MEMBERS];
    private final int[] nameEnd = new int[MAX_MEMBERS];
    private final int[] valueStart = new int[MAX_MEMBERS];
    private final int[] valueEnd = new int[MAX_MEMBERS];

    /**
     * Finds the members of the object in {@code json[from, to)}.
     *
     * @return false when there is no complete object with at most {@link #MAX_MEMBERS} members
     */
    public boolean scan(byte[] bytes, int from, int to) {
        json = bytes;
        count = 0;
        int at = skipSpace(from, to);
        if (at >= to || bytes[at] != '{') {
            return false;
        }
        at = skipSpace(at + 1, to);
        if (at < to && bytes[at] == '}') {
            return true;
        }
        while (at < to && count < MAX_MEMBERS) {
            int afterMember = scanMember(at, to);
            if (afterMember < 0) {
                return false;
            }
            at = skipSpace(afterMember, to);
            if (at >= to) {
                return false;
            }
            if (bytes[at] == '}') {
                return true;
            }
            if (bytes[at] != ',') {
                return false;
            }
            at = skipSpace(at + 1, to);
        }
        return false;
    }

    /** Finds the members of the object that is the value of this object's member {@code index}. */
    public boolean scanValue(JsonMembers parent, int index) {
        return scan(parent.json, parent.valueStart[index], parent.valueEnd[index]);
    }

    /** How many members there are. */
    public int count() {
        return count;
    }

    /** The bytes the ranges refer to. */
    public byte[] bytes() {
        return json;
    }

    /** Where the name of a member starts, its quote included. */
    public int memberStart(int index) {
        return nameStart[index] - 1;
    }

    /** Where the value of a member starts. */
    public int valueStart(int index) {
        return valueStart[index];
    }

    /** Where the value of a member ends (exclusive). */
    public int valueEnd(int index) {
        return valueEnd[index];
    }

    /** The first member with this name (its bytes as they stand in the JSON), or -1. */
    public int find(byte[] name) {
        for (int i = 0; i < count; i++) {
            if (nameIs(i, name)) {
                return i;
            }
        }
        return -1;
    }

    /** A member's name, with its escapes as they stand. */
    String name(int index) {
        return new String(
                json, nameStart[index], nameEnd[index] - nameStart[index], java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Whether a member has this name. */
    public boolean nameIs(int index, byte[] name) {
        return Arrays.equals(json, nameStart[index], nameEnd[index], name, 0, name.length);
    }

    /** Whether a member's value is exactly these bytes, such as {@code null} or {@code []}. */
    public boolean valueIs(int index, byte[] value) {
        return Arrays.equals(json, valueStart[index], valueEnd[index], value, 0, value.length);
    }

    /** A member's value as a count of tokens, or -1 when it is absent or no integer of at most 15 digits. */
    public long count(byte[] name) {
        int index = find(name);
        if (index < 0 || valueEnd[index] - valueStart[index] > 15) {
            return -1;
        }
        long value = 0;
        for (int i = valueStart[index]; i < valueEnd[index]; i++) {
            int digit = json[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** A member's value as text when it is a string, with its escapes as they stand; else null. */
    public @Nullable String rawText(byte[] name) {
        int index = find(name);
        if (index < 0 || json[valueStart[index]] != '"') {
            return null;
        }
        int length = valueEnd[index] - valueStart[index] - 2;
        return new String(json, valueStart[index] + 1, length, java.nio.charset.StandardCharsets.UTF_8);
    }

    private int scanMember(int at, int to) {
        if (json[at] != '"') {
            return -1;
        }
        int nameFinish = endOfString(at, to);
        if (nameFinish < 0) {
            return -1;
        }
        int colon = skipSpace(nameFinish, to);
        if (colon >= to || json[colon] != ':') {
            return -1;
        }
        int value = skipSpace(colon + 1, to);
        int valueFinish = endOfValue(value, to);
        if (valueFinish < 0) {
            return -1;
        }
        nameStart[count] = at + 1;
        nameEnd[count] = nameFinish - 1;
        valueStart[count] = value;
        valueEnd[count] = valueFinish;
        count++;
        return valueFinish;
    }

    private int endOfValue(int at, int to) {
        if (at >= to) {
            return -1;
        }
        return switch (json[at]) {
            case '"' -> endOfString(at, to);
            case '{', '[' -> endOfNested(at, to);
            default -> endOfScalar(at, to);
        };
    }

    private int endOfScalar(int at, int to) {
        int end = at;
        while (end < to) {
            byte b = json[end];
            if (b == ',' || b == '}' || b == ']' || b <= ' ') {
                break;
            }
            end++;
        }
        return end == at ? -1 : end;
    }

    private int endOfNested(int at, int to) {
        int depth = 0;
        int i = at;
        while (i < to) {
            byte b = json[i];
            if (b == '"') {
                i = endOfString(i, to);
                if (i < 0) {
                    return -1;
                }
                continue;
            }
            if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
                if (depth == 0) {
                    return i + 1;
                }
            }
            i++;
        }
        return -1;
    }

    private int endOfString(int at, int to) {
        for (int i = at + 1; i < to; i++) {
            byte b = json[i];
            if (b == '\\') {
                i++;
            } else if (b == '"') {
                return i + 1;
            }
        }
        return -1;
    }

    private int skipSpace(int at, int to) {
        int i = at;
        while (i < to && (json[i] == ' ' || json[i] == '\n' || json[i] == '\r' || json[i] == '\t')) {
            i++;
        }
        return i;
    }
}
