package cloud.hanok.tenant.key;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A range of addresses that share their first bits: CIDR (RFC 4632, RFC 4291). One of version 4 holds no address of
 * version 6, nor the other way round.
 *
 * @param network the first of them; the bits after the prefix are zero
 * @param prefixBits how many bits they share: 0 to 32 for version 4, 0 to 128 for version 6
 */
public record IpRange(IpAddress network, int prefixBits) {
    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;

    /** Bits before an address of version 4 in its mapped form. */
    private static final int MAPPED_BITS = V6_BITS - V4_BITS;

    /** Whether the network and its prefix fit; the mapped form of a range of version 4 is that range. */
    public IpRange {
        if (prefixBits < 0 || prefixBits > (network.isV4() ? V4_BITS : V6_BITS)) {
            throw new IllegalArgumentException("no prefix of " + network.text() + ": " + prefixBits);
        }
        if (!masked(network, prefixBits).equals(network)) {
            throw new IllegalArgumentException(network.text() + " has bits after its prefix of " + prefixBits);
        }
    }

    /** A range or a single address as it is written; null when it is neither. Bits after the prefix are cleared. */
    public static @Nullable IpRange parse(String text) {
        int slash = text.indexOf('/');
        IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        boolean mapped = address.isV4() && text.indexOf(':') >= 0;
        int most = address.isV4() ? V4_BITS : V6_BITS;
        int bits = slash < 0 ? most : bits(text.substring(slash + 1)) - (mapped ? MAPPED_BITS : 0);
        return bits < 0 || bits > most ? null : new IpRange(masked(address, bits), bits);
    }

    /** Whether an address is among them. Allocates nothing. */
    public boolean contains(IpAddress address) {
        boolean v4 = network.isV4();
        if (v4 != address.isV4()) {
            return false;
        }
        int bits = v4 ? prefixBits + MAPPED_BITS : prefixBits;
        return (network.high() & highMask(bits)) == (address.high() & highMask(bits))
                && (network.low() & lowMask(bits)) == (address.low() & lowMask(bits));
    }

    /** Whether an address is in one of these. Allocates nothing. */
    public static boolean anyContains(List<IpRange> ranges, IpAddress address) {
        for (int i = 0; i < ranges.size(); i++) {
            if (ranges.get(i).contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** The canonical way to write it, with its prefix always: {@code 10.0.0.0/8}. */
    public String text() {
        return network.text() + "/" + prefixBits;
    }

    private static IpAddress masked(IpAddress address, int prefixBits) {
        int bits = address.isV4() ? prefixBits + MAPPED_BITS : prefixBits;
        return new IpAddress(address.high() & highMask(bits), address.low() & lowMask(bits));
    }

    private static long highMask(int bits) {
        return bits == 0 ? 0 : bits >= Long.SIZE ? -1L : -1L << (Long.SIZE - bits);
    }

    private static long lowMask(int bits) {
        return bits <= Long.SIZE ? 0 : -1L << (V6_BITS - bits);
    }

    /** Minus one when it is no such number, or written with a sign or leading zeros. */
    private static int bits(String text) {
        return text.matches("0|[1-9][0-9]{0,2}") ? Integer.parseInt(text) : -1;
    }
}
