package cloud.hanok.tenant.key;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * An address of either version in 128 bits; version 4 in its mapped form ({@code ::ffff:a.b.c.d}, RFC 4291), so that
 * both ways to write one are one.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record IpAddress(long high, long low) {
    /** In the place of an address where there is none, such as a socket of the same process: in no range. */
    public static final IpAddress NONE = new IpAddress(0, 0);

    private static final long MAPPED = 0xFFFFL << 32;
    private static final int V4_BYTES = 4;
    private static final int LONGEST_TEXT = 45;

    /** The address of a socket. */
    public static IpAddress of(InetAddress address) {
        return of(address.getAddress());
    }

    private static IpAddress of(byte[] bytes) {
        if (bytes.length == V4_BYTES) {
            return new IpAddress(0, MAPPED | number(bytes, 0, V4_BYTES));
        }
        return new IpAddress(number(bytes, 0, Long.BYTES), number(bytes, Long.BYTES, Long.BYTES));
    }

    /** An address as it is written: four decimal numbers, or RFC 4291; null for everything else. No look-up, ever. */
    public static @Nullable IpAddress parse(String text) {
        boolean v6 = text.indexOf(':') >= 0;
        if (text.length() > LONGEST_TEXT || (v6 ? !text.matches("[0-9A-Fa-f:.]+") : !isDottedQuad(text))) {
            return null;
        }
        try {
            return of(v6 ? Inet6Address.ofLiteral(text) : Inet4Address.ofLiteral(text));
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }

    /** Whether it is one of version 4. */
    public boolean isV4() {
        return high == 0 && low >>> 32 == 0xFFFF;
    }

    /** As RFC 5952 writes it. */
    public String text() {
        if (isV4()) {
            return (low >>> 24 & 0xFF) + "." + (low >>> 16 & 0xFF) + "." + (low >>> 8 & 0xFF) + "." + (low & 0xFF);
        }
        int[] groups = groups();
        int from = 0;
        int length = 1;
        for (int at = 0; at < groups.length; at++) {
            int run = 0;
            while (at + run < groups.length && groups[at + run] == 0) {
                run++;
            }
            if (run > length) {
                from = at;
                length = run;
            }
        }
        var text = new StringBuilder(LONGEST_TEXT);
        for (int at = 0; at < groups.length; at++) {
            if (length > 1 && at == from) {
                text.append("::");
                at += length - 1;
            } else {
                boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
                text.append(first ? "" : ":").append(Integer.toHexString(groups[at]));
            }
        }
        return text.toString();
    }

    private int[] groups() {
        int[] groups = new int[8];
        for (int at = 0; at < 4; at++) {
            groups[at] = (int) (high >>> (48 - 16 * at)) & 0xFFFF;
            groups[4 + at] = (int) (low >>> (48 - 16 * at)) & 0xFFFF;
        }
        return groups;
    }

    /** Leading zeros are refused: to some they are octal. */
    private static boolean isDottedQuad(String text) {
        return text.matches("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    }

    private static long number(byte[] bytes, int from, int count) {
        long number = 0;
        for (int at = from; at < from + count; at++) {
            number = (number << 8) | (bytes[at] & 0xFF);
        }
        return number;
    }
}
