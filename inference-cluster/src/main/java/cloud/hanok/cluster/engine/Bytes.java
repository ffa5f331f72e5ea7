package cloud.hanok.cluster.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing run of bytes that is written once and handed on. Belongs to one thread. */
public final class Bytes {
    private static final int INITIAL_CAPACITY = 512;
    private static final byte[] DIGITS = "0123456789".getBytes(StandardCharsets.US_ASCII);

    private byte[] buffer = new byte[INITIAL_CAPACITY];
    private int length;

    /** How many bytes were written. */
    public int length() {
        return length;
    }

    /** The bytes written lie in {@code [0, length())} of this array, until the next write. */
    public byte[] array() {
        return buffer;
    }

    /** Forgets what was written and keeps the room. */
    public void clear() {
        length = 0;
    }

    /** A copy of what was written. */
    public byte[] copy() {
        return Arrays.copyOf(buffer, length);
    }

    /** Appends one byte. */
    public Bytes add(char ascii) {
        reserve(1);
        buffer[length++] = (byte) ascii;
        return this;
    }

    /** Appends all of an array. */
    public Bytes add(byte[] bytes) {
        return add(bytes, 0, bytes.length);
    }

    /** Appends {@code bytes[from, to)}. */
    public Bytes add(byte[] bytes, int from, int to) {
        reserve(to - from);
        System.arraycopy(bytes, from, buffer, length, to - from);
        length += to - from;
        return this;
    }

    /** Appends a number that is not negative, in decimal. */
    public Bytes add(long number) {
        reserve(20);
        int end = length + decimalDigits(number);
        long rest = number;
        for (int i = end - 1; i >= length; i--) {
            buffer[i] = DIGITS[(int) (rest % 10)];
            rest /= 10;
        }
        length = end;
        return this;
    }

    /** Appends a text as a JSON string, quotes included. */
    public Bytes addJsonString(String text) {
        add('"');
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b == '"' || b == '\\') {
                add('\\').add((char) b);
            } else if (b >= 0 && b < ' ') {
                add(String.format("\\u%04x", (int) b).getBytes(StandardCharsets.US_ASCII));
            } else {
                reserve(1);
                buffer[length++] = b;
            }
        }
        return add('"');
    }

    private static int decimalDigits(long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private void reserve(int more) {
        int needed = Math.addExact(length, more);
        if (needed > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(needed, buffer.length * 2));
        }
    }
}
