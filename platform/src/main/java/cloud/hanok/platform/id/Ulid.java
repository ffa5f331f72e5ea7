package cloud.hanok.platform.id;

import java.nio.ByteBuffer;

/**
 * A ULID: 48 bits of Unix milliseconds, then 80 bits of randomness; its text (26 characters of Crockford's base 32,
 * upper case) sorts as its value does.
 *
 * @param mostSignificantBits time and the first 16 bits of randomness
 * @param leastSignificantBits the remaining 64 bits of randomness
 * @see <a href="https://github.com/ulid/spec">the ULID specification</a>
 */
public record Ulid(long mostSignificantBits, long leastSignificantBits) implements Comparable<Ulid> {
    /** Characters of a ULID's text. */
    public static final int TEXT_LENGTH = 26;

    /** Bytes of a ULID's binary form, big-endian. */
    public static final int BYTES = 16;

    private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final byte[] VALUES = values();

    /**
     * Reads a ULID's text, in either case.
     *
     * @throws IllegalArgumentException when the text is not 26 characters of Crockford's base 32 or above 128 bits
     */
    public static Ulid parse(CharSequence text) {
        if (text.length() != TEXT_LENGTH) {
            throw new IllegalArgumentException("a ULID has 26 characters, this has " + text.length());
        }
        long most = 0;
        long least = 0;
        for (int i = 0; i < TEXT_LENGTH; i++) {
            char c = text.charAt(i);
            int digit = c < VALUES.length ? VALUES[c] : -1;
            if (digit < 0 || (i == 0 && digit > 7)) {
                throw new IllegalArgumentException("not a ULID: character " + (i + 1) + " is out of range");
            }
            most = (most << 5) | (least >>> 59);
            least = (least << 5) | digit;
        }
        return new Ulid(most, least);
    }

    /** Reads 16 big-endian bytes at the buffer's position. */
    public static Ulid read(ByteBuffer buffer) {
        return new Ulid(buffer.getLong(), buffer.getLong());
    }

    /** Writes 16 big-endian bytes at the buffer's position. */
    public void write(ByteBuffer buffer) {
        buffer.putLong(mostSignificantBits).putLong(leastSignificantBits);
    }

    /** The moment it was made, in Unix milliseconds. */
    public long epochMillis() {
        return mostSignificantBits >>> 16;
    }

    @Override
    public int compareTo(Ulid other) {
        int byMost = Long.compareUnsigned(mostSignificantBits, other.mostSignificantBits);
        return byMost != 0 ? byMost : Long.compareUnsigned(leastSignificantBits, other.leastSignificantBits);
    }

    @Override
    public String toString() {
        char[] text = new char[TEXT_LENGTH];
        long most = mostSignificantBits;
        long least = leastSignificantBits;
        for (int i = TEXT_LENGTH - 1; i >= 0; i--) {
            text[i] = ALPHABET[(int) (least & 31)];
            least = (least >>> 5) | (most << 59);
            most >>>= 5;
        }
        return new String(text);
    }

    private static byte[] values() {
        byte[] values = new byte['z' + 1];
        java.util.Arrays.fill(values, (byte) -1);
        for (int i = 0; i < ALPHABET.length; i++) {
            values[ALPHABET[i]] = (byte) i;
            values[Character.toLowerCase(ALPHABET[i])] = (byte) i;
        }
        return values;
    }
}
