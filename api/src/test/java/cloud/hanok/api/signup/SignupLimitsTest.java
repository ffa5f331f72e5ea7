package cloud.hanok.api.signup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.api.config.SignupConfiguration;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.tenant.key.IpAddress;
import cloud.hanok.tenant.signup.SignupPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SignupLimitsTest {
    private static final Instant HALF_PAST = Instant.parse("2026-11-27T10:30:00Z");

    private Instant now = HALF_PAST;

    private final SignupLimits limits =
            new SignupLimits(new SignupConfiguration(SignupPolicy.OPEN, 0, "1", "", "1", "", 15), new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now;
                }
            });

    @Test
    void aPersonWaitsForTheNextHourWhereverTheyAre() {
        for (int attempt = 1; attempt <= SignupLimits.ATTEMPTS_PER_PERSON; attempt++) {
            limits.attempt("person", address(attempt));
        }
        assertRefused("person", address(99));
        limits.attempt("another", address(1));
        now = HALF_PAST.plusSeconds(1_800);
        limits.attempt("person", address(99));
    }

    @Test
    void anAddressWaitsWhoeverComesFromIt() {
        for (int attempt = 1; attempt <= 15; attempt++) {
            limits.attempt("person-" + attempt, address(1));
        }
        assertRefused("person-16", address(1));
        limits.attempt("person-16", address(2));
    }

    private void assertRefused(String person, IpAddress address) {
        assertThatThrownBy(() -> limits.attempt(person, address))
                .isInstanceOfSatisfying(ApiException.class, refused -> {
                    assertThat(refused.error().code()).isEqualTo(ErrorCode.RATE_LIMIT_EXCEEDED);
                    assertThat(refused.error().retryAfter()).isEqualTo(Duration.ofMinutes(30));
                });
    }

    private static IpAddress address(int last) {
        return Objects.requireNonNull(IpAddress.parse("192.0.2." + last));
    }
}
