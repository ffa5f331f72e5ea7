package cloud.hanok.tenant.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GuessLimitsTest {
    /** The beginning of a window. */
    private static final long NOW = 60_000L * 29_000_000;

    private static final IpAddress GUESSER = address("203.0.113.7");

    private final GuessLimits limits = new GuessLimits(3, new Random(42));

    @Test
    void afterItsFailuresASourceWaitsForTheWindowsEndAndOthersDoNot() {
        for (int failure = 0; failure < 3; failure++) {
            assertThat(limits.failed(GUESSER, NOW + 15_000)).isZero();
        }
        assertThat(limits.failed(GUESSER, NOW + 15_000)).isEqualTo(45);
        assertThat(limits.failed(address("203.0.113.8"), NOW + 15_000)).isZero();
        assertThat(limits.failed(GUESSER, NOW + 60_000)).as("the next window").isZero();
    }

    @Test
    void aNetworkOfVersionSixIsOneSource() {
        for (int host = 1; host <= 3; host++) {
            assertThat(limits.failed(address("2001:db8:0:1::" + host), NOW)).isZero();
        }
        assertThat(limits.failed(address("2001:db8:0:1:ffff::9"), NOW)).isPositive();
        assertThat(limits.failed(address("2001:db8:0:2::1"), NOW)).isZero();
    }

    @Test
    void aboveTheLimitOneUnknownKeyASecondIsRead() {
        assertThat(limits.readDelay(GUESSER, NOW)).isZero();
        assertThat(limits.readDelay(GUESSER, NOW)).isZero();
        for (int failure = 0; failure < 4; failure++) {
            limits.failed(GUESSER, NOW);
        }
        assertThat(limits.readDelay(GUESSER, NOW)).isZero();
        assertThat(limits.readDelay(GUESSER, NOW + 999)).isEqualTo(1);
        assertThat(limits.readDelay(GUESSER, NOW + 1_000)).isZero();
    }

    private static IpAddress address(String text) {
        return Objects.requireNonNull(IpAddress.parse(text));
    }
}
