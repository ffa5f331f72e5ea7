package cloud.hanok.compliance.receipt;

import cloud.hanok.platform.id.Id;
import cloud.hanok.platform.id.Ulid;
import java.util.Arrays;

/**
 * JSON with one form for each value, written straight to UTF-8 bytes: fields in the order of the calls, no white space,
 * strings escaped only where JSON demands it (as RFC 8785 section 3.2.2.2). Reused; belongs to one thread at a time.
 */
final class CanonicalJson {
    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final byte[] BASE32 = ascii("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final int MILLIS_PER_DAY = 86_400_000;
    private static final int FIRST_CAPACITY = 2_048;

    private final int maxBytes;
    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;

    /**
     * @param maxBytes that may be written before the next {@link #start()}
     */
    CanonicalJson(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** A part of the text that never changes, such as {@code ,"tenant":}, as bytes. */
    static byte[] ascii(String text) {
        byte[] ascii = new byte[text.length()];
        for (int i = 0; i < ascii.length; i++) {
            if (text.charAt(i) > 0x7e) {
                throw new IllegalArgumentException("fixed parts are ASCII");
            }
            ascii[i] = (byte) text.charAt(i);
        }
        return ascii;
    }

    void start() {
        length = 0;
    }

    byte[] finish() {
        return Arrays.copyOf(bytes, length);
    }

    CanonicalJson raw(byte[] fixed) {
        ensure(fixed.length);
        System.arraycopy(fixed, 0, bytes, length, fixed.length);
        length += fixed.length;
        return this;
    }

    CanonicalJson bool(boolean value) {
        return raw(value ? TRUE : FALSE);
    }

    /** A number that is not negative. */
    CanonicalJson number(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a receipt holds no negative number: " + value);
        }
        return digits(value, digitsOf(value));
    }

    /** An amount as a string, since nano-won leave the range that JSON numbers keep exactly. */
    CanonicalJson amount(long value) {
        ensure(2);
        bytes[length++] = '"';
        if (value < 0) {
            bytes[length++] = '-';
        }
        if (value == Long.MIN_VALUE) {
            throw new IllegalArgumentException("an amount out of range");
        }
        digits(Math.abs(value), digitsOf(Math.abs(value)));
        return quote();
    }

    CanonicalJson string(String value) {
        quote();
        int count = value.length();
        ensure(count);
        for (int i = 0; i < count; i++) {
            char c = value.charAt(i);
            if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
                if (length == bytes.length) {
                    ensure(count - i);
                }
                bytes[length++] = (byte) c;
            } else {
                i += other(value, i, c);
            }
        }
        return quote();
    }

    /** A hash of 32 bytes in lower-case hex, after the name of its function and a colon. */
    CanonicalJson hash(byte[] function, byte[] hash) {
        quote().raw(function);
        ensure(hash.length * 2);
        for (byte b : hash) {
            bytes[length++] = HEX[(b >> 4) & 15];
            bytes[length++] = HEX[b & 15];
        }
        return quote();
    }

    CanonicalJson id(Id id) {
        quote();
        String prefix = id.prefix();
        ensure(prefix.length() + Ulid.TEXT_LENGTH);
        for (int i = 0; i < prefix.length(); i++) {
            bytes[length++] = (byte) prefix.charAt(i);
        }
        long most = id.ulid().mostSignificantBits();
        long least = id.ulid().leastSignificantBits();
        for (int i = length + Ulid.TEXT_LENGTH - 1; i >= length; i--) {
            bytes[i] = BASE32[(int) (least & 31)];
            least = (least >>> 5) | (most << 59);
            most >>>= 5;
        }
        length += Ulid.TEXT_LENGTH;
        return quote();
    }

    /** A moment as RFC 3339 in UTC with milliseconds: {@code 2026-11-22T09:00:00.000Z}; years 0 to 9999. */
    CanonicalJson time(long epochMillis) {
        long day = Math.floorDiv(epochMillis, (long) MILLIS_PER_DAY);
        int milli = (int) Math.floorMod(epochMillis, (long) MILLIS_PER_DAY);
        // Howard Hinnant's civil_from_days: years begin in March, so that the leap day is the last of its year.
        long shifted = day + 719_468;
        long era = Math.floorDiv(shifted, 146_097L);
        int dayOfEra = (int) (shifted - era * 146_097);
        int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int marchMonth = (5 * dayOfYear + 2) / 153;
        int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        if (year < 0 || year > 9999) {
            throw new IllegalArgumentException("a time between the years 0 and 9999 is expected");
        }
        quote().digits(year, 4);
        mark('-').digits(month, 2).mark('-').digits(dayOfYear - (153 * marchMonth + 2) / 5 + 1, 2);
        mark('T').digits(milli / 3_600_000, 2).mark(':').digits(milli / 60_000 % 60, 2);
        mark(':').digits(milli / 1_000 % 60, 2).mark('.').digits(milli % 1_000, 3);
        return mark('Z').quote();
    }

    /** Writes what is not plain ASCII and returns how many characters beyond the first it took. */
    private int other(String value, int index, char c) {
        ensure(6);
        if (c < 0x80) {
            escape(c);
            return 0;
        }
        if (c < 0x800) {
            bytes[length++] = (byte) (0xc0 | (c >> 6));
            bytes[length++] = (byte) (0x80 | (c & 0x3f));
            return 0;
        }
        if (!Character.isSurrogate(c)) {
            threeBytes(c);
            return 0;
        }
        if (Character.isHighSurrogate(c)
                && index + 1 < value.length()
                && Character.isLowSurrogate(value.charAt(index + 1))) {
            int codePoint = Character.toCodePoint(c, value.charAt(index + 1));
            bytes[length++] = (byte) (0xf0 | (codePoint >> 18));
            bytes[length++] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
            bytes[length++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
            bytes[length++] = (byte) (0x80 | (codePoint & 0x3f));
            return 1;
        }
        // Half a character has no UTF-8; the replacement character stands for it.
        threeBytes(0xfffd);
        return 0;
    }

    private void threeBytes(int codePoint) {
        bytes[length++] = (byte) (0xe0 | (codePoint >> 12));
        bytes[length++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
        bytes[length++] = (byte) (0x80 | (codePoint & 0x3f));
    }

    private void escape(char c) {
        bytes[length++] = '\\';
        switch (c) {
            case '"', '\\' -> bytes[length++] = (byte) c;
            case '\b' -> bytes[length++] = 'b';
            case '\t' -> bytes[length++] = 't';
            case '\n' -> bytes[length++] = 'n';
            case '\f' -> bytes[length++] = 'f';
            case '\r' -> bytes[length++] = 'r';
            default -> {
                bytes[length++] = 'u';
                bytes[length++] = '0';
                bytes[length++] = '0';
                bytes[length++] = HEX[c >> 4];
                bytes[length++] = HEX[c & 15];
            }
        }
    }

    private CanonicalJson quote() {
        return mark('"');
    }

    private CanonicalJson mark(char ascii) {
        ensure(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    private CanonicalJson digits(long value, int count) {
        ensure(count);
        long rest = value;
        for (int i = length + count - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
        return this;
    }

    private static int digitsOf(long value) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private void ensure(int more) {
        int needed = length + more;
        if (needed > bytes.length) {
            if (needed > maxBytes) {
                throw new IllegalArgumentException(
                        "a receipt has at most " + maxBytes + " bytes; shorten the names of model, site or operator");
            }
            bytes = Arrays.copyOf(bytes, Math.min(maxBytes, Math.max(needed, bytes.length * 2)));
        }
    }
}
