package cloud.hanok.platform.net;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A block of IP addresses in CIDR notation: {@code 10.0.0.0/8}, {@code fc00::/7}.
 *
 * @param network its first address
 * @param prefixBits how many leading bits all its addresses share
 */
public record AddressBlock(InetAddress network, int prefixBits) {
    /**
     * Reads CIDR notation.
     *
     * @throws IllegalArgumentException when it is something else, or bits after the prefix are set
     */
    public static AddressBlock parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || !text.substring(0, slash).matches("[0-9A-Fa-f:.]*[.:][0-9A-Fa-f:.]*")) {
            throw new IllegalArgumentException("a block such as 10.1.0.0/16 was expected: " + text);
        }
        try {
            // Digits, dots and colons only: a literal, which is never looked up.
            InetAddress network = InetAddress.getByName(text.substring(0, slash));
            int bits = Integer.parseInt(text.substring(slash + 1));
            AddressBlock block = new AddressBlock(network, bits);
            if (bits < 0 || bits > network.getAddress().length * 8 || !block.startsAtNetwork()) {
                throw new IllegalArgumentException("the address or the prefix does not fit: " + text);
            }
            return block;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address: " + text, e);
        }
    }

    /** Whether an address lies in the block. IPv4 and IPv6 never contain each other. */
    public boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        int whole = prefixBits / 8;
        for (int i = 0; i < whole; i++) {
            if (mine[i] != other[i]) {
                return false;
            }
        }
        int rest = prefixBits % 8;
        return rest == 0 || (mine[whole] & 0xFF) >>> (8 - rest) == (other[whole] & 0xFF) >>> (8 - rest);
    }

    private boolean startsAtNetwork() {
        byte[] bytes = network.getAddress();
        for (int bit = prefixBits; bit < bytes.length * 8; bit++) {
            if ((bytes[bit / 8] >>> (7 - bit % 8) & 1) != 0) {
                return false;
            }
        }
        return true;
    }
}
