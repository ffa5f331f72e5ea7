package cloud.hanok.tenant.limit;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.lease.Leases;
import cloud.hanok.platform.lease.MemoryLeases;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
    private static final int TENANTS = 500;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T01:02:03Z"));
    private final Clock clock = new Stepped(now::get);
    private final RateLimits rates = new RateLimits(
            new Leases(new MemoryLeases(), "gateway-test", Runnable::run, clock), () -> 1, () -> 1, clock);

    @Test
    void whatNobodyComesUnderAnyMoreIsForgottenAndWhatIsHeldIsNot() {
        RateHold held = taken(0, LimitKind.CONCURRENT_REQUESTS);
        for (int tenant = 1; tenant <= TENANTS; tenant++) {
            taken(tenant, LimitKind.REQUESTS_PER_MINUTE).end(true, 1);
        }
        assertThat(rates.size()).isEqualTo(TENANTS + 1);

        now.set(now.get().plus(Duration.ofMinutes(30)));
        for (int other = 1; other <= TENANTS; other++) {
            taken(TENANTS + other, LimitKind.REQUESTS_PER_MINUTE).end(true, 1);
        }
        assertThat(rates.size()).isBetween(TENANTS, TENANTS + 20);
        held.end(true, 1);
        taken(0, LimitKind.CONCURRENT_REQUESTS).end(true, 1);
    }

    @Test
    void aLimitOfADayIsKeptAsLongAsItsDay() {
        RateDecision first = decided(1, LimitKind.REQUESTS_PER_DAY, 1);
        assertThat(first).isInstanceOf(RateHold.class);
        ((RateHold) first).end(true, 1);
        now.set(now.get().plus(Duration.ofHours(2)));
        for (int other = 2; other < TENANTS; other++) {
            taken(other, LimitKind.REQUESTS_PER_MINUTE).end(true, 1);
        }
        assertThat(decided(1, LimitKind.REQUESTS_PER_DAY, 1)).isInstanceOf(RateDecision.Refused.class);
    }

    private RateHold taken(int tenant, LimitKind kind) {
        RateDecision decision = decided(tenant, kind, 100);
        assertThat(decision).isInstanceOf(RateHold.class);
        return (RateHold) decision;
    }

    /** What is leased is granted at once here: whoever waits has it at the next try. */
    private RateDecision decided(int tenant, LimitKind kind, long amount) {
        var of = new TenantId(new Ulid(1, tenant));
        var limit = new Limit(LimitScope.TENANT, "", kind, amount, Limit.SetBy.TENANT);
        RateDecision decision = rates.take(of, List.of(limit), clock.millis(), 1);
        for (int tries = 0; decision instanceof RateDecision.Pending && tries < 10; tries++) {
            decision = rates.take(of, List.of(limit), clock.millis(), 1);
        }
        return decision;
    }

    private static final class Stepped extends Clock {
        private final InstantSource source;

        Stepped(InstantSource source) {
            this.source = source;
        }

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
            return source.instant();
        }
    }
}
