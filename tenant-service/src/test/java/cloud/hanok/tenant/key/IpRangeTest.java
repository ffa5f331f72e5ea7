package cloud.hanok.tenant.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpRangeTest {
    private static final int RUNS = 20_000;

    /** What the JDK and big numbers make of it. */
    private static boolean contains(InetAddress network, int bits, InetAddress address) {
        byte[] first = network.getAddress();
        byte[] second = address.getAddress();
        int rest = first.length * 8 - bits;
        return first.length == second.length
                && new BigInteger(1, first).shiftRight(rest).equals(new BigInteger(1, second).shiftRight(rest));
    }

    @Test
    void aRangeHoldsWhatTheJdksArithmeticSays() throws UnknownHostException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        int held = 0;
        for (int run = 0; run < RUNS; run++) {
            byte[] network = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(network);
            int bits = random.nextInt(network.length * 8 + 1);
            byte[] address = network.clone();
            // Near the edge of the range, in it and out of it; and now and then somewhere else.
            for (int flips = random.nextInt(3); flips > 0; flips--) {
                int bit = Math.min(network.length * 8 - 1, Math.max(0, bits - 2 + random.nextInt(5)));
                address[bit / 8] ^= (byte) (0x80 >>> bit % 8);
            }
            if (random.nextInt(20) == 0) {
                address = new byte[random.nextBoolean() ? 4 : 16];
                random.nextBytes(address);
            }
            InetAddress first = InetAddress.getByAddress(network);
            InetAddress other = InetAddress.getByAddress(address);
            IpRange range = Objects.requireNonNull(IpRange.parse(first.getHostAddress() + "/" + bits));

            boolean expected = contains(first, bits, other);
            held += expected ? 1 : 0;
            assertThat(range.contains(IpAddress.of(other)))
                    .as("%s/%s and %s", first, bits, other)
                    .isEqualTo(expected);
            assertThat(IpRange.parse(range.text())).as(range.text()).isEqualTo(range);
        }
        assertThat(held).isBetween(RUNS / 10, RUNS);
    }

    @Test
    void everyAddressIsReadAsTheJdkReadsItAndWrittenSoThatItIsReadAgain() throws UnknownHostException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int run = 0; run < RUNS; run++) {
            byte[] bytes = new byte[16];
            random.nextBytes(bytes);
            int from = random.nextInt(8);
            Arrays.fill(bytes, 2 * from, 2 * Math.min(8, from + random.nextInt(8)), (byte) 0);
            InetAddress address = InetAddress.getByAddress(bytes);
            IpAddress ours = IpAddress.of(address);

            assertThat(IpAddress.parse(address.getHostAddress())).isEqualTo(ours);
            assertThat(IpAddress.parse(ours.text())).as(ours.text()).isEqualTo(ours);
            assertThat(InetAddress.getByName(ours.text())).isEqualTo(address);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.1.2.3/32",
        "10.1.2.3/8, 10.0.0.0/8",
        "0.0.0.0/0, 0.0.0.0/0",
        "::/0, ::/0",
        "2001:DB8:0:0:1:0:0:0/96, 2001:db8:0:0:1::/96",
        "::ffff:192.0.2.9, 192.0.2.9/32",
        "::ffff:192.0.2.0/120, 192.0.2.0/24",
    })
    void aRangeIsWrittenInOneWay(String given, String canonical) {
        assertThat(Objects.requireNonNull(IpRange.parse(given)).text()).isEqualTo(canonical);
    }

    @Test
    void theMappedFormOfAnAddressIsTheAddressAndNoVersionHoldsTheOther() {
        IpRange v4 = Objects.requireNonNull(IpRange.parse("192.0.2.0/24"));
        IpRange everyV6 = Objects.requireNonNull(IpRange.parse("::/0"));
        IpAddress mapped = Objects.requireNonNull(IpAddress.parse("::ffff:c000:0209"));

        assertThat(mapped.text()).isEqualTo("192.0.2.9");
        assertThat(v4.contains(mapped)).isTrue();
        assertThat(everyV6.contains(mapped)).isFalse();
        assertThat(everyV6.contains(Objects.requireNonNull(IpAddress.parse("2001:db8::1"))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0/",
                "/8",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "10.0.0/8",
                "010.0.0.1",
                "10.0.0.256",
                "1",
                "0x7f.0.0.1",
                "::1%eth0",
                "fe80::1%1/64",
                "::/129",
                "::ffff:1.2.3.4/95",
                ":::",
                "localhost",
                "10.0.0.0/8/8",
                " 10.0.0.1",
                "2001:db8::1::2",
                "１.2.3.4"
            })
    void whatIsNoRangeIsNone(String text) {
        assertThat(IpRange.parse(text)).isNull();
    }
}
