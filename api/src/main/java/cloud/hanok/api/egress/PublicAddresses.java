package cloud.hanok.api.egress;

import cloud.hanok.tenant.key.IpAddress;
import cloud.hanok.tenant.key.IpRange;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Which addresses are of hosts on the public internet. What is not, by IANA's registries of special purpose, may be ours: our
 * loopback, our networks, the metadata service of the cloud below us. An IPv6 address that carries an IPv4 address is judged by that too.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IPv4 special-purpose addresses</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IPv6 special-purpose addresses</a>
 */
final class PublicAddresses {
    private static final List<IpRange> SPECIAL = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    // Carriers' own, and where a large cloud keeps its metadata service.
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "::/96",
                    "100::/64",
                    "2001::/23",
                    "2001:db8::/32",
                    "3fff::/20",
                    "5f00::/16",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8")
            .map(text -> Objects.requireNonNull(IpRange.parse(text), text))
            .toList();

    /** NAT64's well-known and local prefixes: the IPv4 address is the last of it. */
    private static final List<byte[]> NAT64 = List.of(
            new byte[] {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0},
            new byte[] {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 1});

    /** 6to4: the IPv4 address follows the prefix. */
    private static final byte[] SIX_TO_FOUR = {0x20, 0x02};

    private static final int IPV4_BYTES = 4;

    private PublicAddresses() {}

    /** Whether a host at this address may be called for a stranger. */
    static boolean contains(InetAddress address) {
        if (isSpecial(address)) {
            return false;
        }
        if (address instanceof Inet4Address) {
            return true;
        }
        byte[] bytes = address.getAddress();
        for (byte[] prefix : NAT64) {
            if (startsWith(bytes, prefix) && isSpecial(ipv4(bytes, bytes.length - IPV4_BYTES))) {
                return false;
            }
        }
        return !(startsWith(bytes, SIX_TO_FOUR) && isSpecial(ipv4(bytes, SIX_TO_FOUR.length)));
    }

    private static boolean isSpecial(InetAddress address) {
        return IpRange.anyContains(SPECIAL, IpAddress.of(address));
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static InetAddress ipv4(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + IPV4_BYTES));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
