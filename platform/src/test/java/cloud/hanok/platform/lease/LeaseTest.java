package cloud.hanok.platform.lease;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One gateway alone on a row that it shares with nobody: plenty of budget, and pauses between its callers. */
class LeaseTest {
    private static final LeaseKey KEY = new LeaseKey(new TenantId(new Ulid(1L << 16, 1)), "spend", "2026-11");
    private static final LeaseTerms SPEND = new LeaseTerms(0, 0, 1_500, 5_000, true);
    private static final long LIMIT = 3_000_000_000L;
    private static final long BOUND = 30_000_000;
    private static final long COST = 200_000;
    /** Longer than a gateway keeps what it does not use, also where there is plenty. */
    private static final Duration LONG = Duration.ofSeconds(70);

    private static final int SEEDS = 300;

    private final List<Runnable> steps = new ArrayList<>();
    private long nowMillis = 1_800_000_000_000L;
    private LeasePool row = LeasePool.NONE;
    private int writes;
    private long spent;

    private final Leases leases = new Leases(new Row(), "gateway-0", steps::add, clock());
    private final Lease lease = leases.open(KEY, SPEND, LeaseDivision.POOL_ONLY, new Account());

    @Test
    void whatIsNotUsedIsGivenBackAndNotAskedForAgain() {
        ask();
        int asked = writes;
        pass(LONG);
        assertThat(row.granted()).isEqualTo(COST);
        assertThat(writes - asked).as("a report and a return").isLessThanOrEqualTo(2);

        int returned = writes;
        pass(LONG);
        assertThat(writes).as("an idle gateway leaves the row alone").isEqualTo(returned);
    }

    @Test
    void aGatewayThatEndsKeepsNothing() {
        ask();
        assertThat(row.granted()).isGreaterThan(COST);

        leases.close();
        assertThat(row.granted()).isEqualTo(COST);
    }

    @Test
    void nobodyIsRefusedWhileThereIsPlentyHoweverLongTheyWereAway() {
        for (int seed = 0; seed < SEEDS; seed++) {
            new LeaseTest().comesAndGoes(new Random(seed));
        }
    }

    @Test
    void whatWasUsedBeyondTheLastGrantIsCountedOnce() {
        ask();
        // An answer cost more than was held for it: half of all there was.
        lease.giveBack(-LIMIT / 2);
        spent += LIMIT / 2;

        assertThat(lease.use(BOUND, LIMIT)).isInstanceOf(LeaseUse.Pending.class);
        work();
        assertThat(lease.use(BOUND, LIMIT)).isSameAs(LeaseUse.USED);
    }

    private void comesAndGoes(Random random) {
        for (int visit = 0; visit < 4; visit++) {
            for (int request = 0; request < 3; request++) {
                ask();
                pass(Duration.ofMillis(random.nextInt(3_000)));
            }
            // Until about the moment at which it gives back.
            pass(Duration.ofMillis(59_000 + random.nextInt(4_000)));
        }
        assertThat(lease.used()).isEqualTo(spent);
    }

    /** A request that waits for the row as often as it is told to. */
    private void ask() {
        LeaseUse use = lease.use(BOUND, LIMIT);
        while (use instanceof LeaseUse.Pending) {
            nowMillis += 10;
            work();
            use = lease.use(BOUND, LIMIT);
        }
        assertThat(use).as("of %s and %s", lease, row).isSameAs(LeaseUse.USED);
        spent += COST;
        lease.giveBack(BOUND - COST);
    }

    /** Steps take no longer than a turn, and now and then a request comes while one is under way. */
    private void pass(Duration time) {
        for (long end = nowMillis + time.toMillis(); nowMillis < end; nowMillis += Leases.TURN.toMillis()) {
            work();
            leases.turn();
        }
    }

    private void work() {
        List<Runnable> begun = List.copyOf(steps);
        steps.clear();
        begun.forEach(Runnable::run);
    }

    private Clock clock() {
        InstantSource now = () -> Instant.ofEpochMilli(nowMillis);
        return now.withZone(ZoneOffset.UTC);
    }

    /** All of it is shipped at once. */
    private final class Account implements LeasedAccount {
        @Override
        public long reported() {
            return spent;
        }

        @Override
        public long recorded() {
            return spent;
        }

        @Override
        public boolean mayHaveBegunUnseen() {
            return false;
        }
    }

    private final class Row implements LeaseStore {
        @Override
        public LeasePool read(LeaseKey key) {
            return row;
        }

        @Override
        public Outcome write(LeaseKey key, long revision, LeasePool next, int keepSeconds) {
            assertThat(revision).isEqualTo(row.revision());
            writes++;
            row = next;
            return Outcome.APPLIED;
        }

        @Override
        public void noteHolding(String holder, LeaseKey key) {}
    }
}
