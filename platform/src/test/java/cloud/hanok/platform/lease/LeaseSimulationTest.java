package cloud.hanok.platform.lease;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Gateways that crash, come back, wait, and hear no answer, on one row, under a clock and a store of this test. Steps of
 * one gateway run in the middle of another's: whenever the store is asked, others may go first.
 */
class LeaseSimulationTest {
    private static final LeaseKey KEY = new LeaseKey(new TenantId(new Ulid(1L << 16, 1)), "spend", "2026-11");
    private static final LeaseTerms SPEND = new LeaseTerms(0, 0, 1_500, 5_000, true);
    private static final LeaseTerms WINDOW = new LeaseTerms(0, 600, 0, 2_000, false);
    private static final int RUNS = 120;
    private static final int STEPS = 1_500;

    private static final class World {
        final Random random;
        final LeaseTerms terms;
        final boolean badDays;
        final long capacity;
        long nowMillis = 1_800_000_000_000L;
        LeasePool row = LeasePool.NONE;
        final List<Runnable> tasks = new ArrayList<>();
        final List<LateWrite> late = new ArrayList<>();
        final List<Gateway> gateways = new ArrayList<>();
        /** What is recorded where everybody reads it. */
        long recorded;

        int depth;
        int lostAnswers;
        int crashes;
        int refusals;
        int asks;

        World(long seed, LeaseTerms terms, boolean badDays) {
            random = new Random(seed);
            this.terms = terms;
            this.badDays = badDays;
            capacity = random.nextInt(4) == 0 ? 1 + random.nextInt(5) : 1 + random.nextInt(100_000);
            for (int i = 0; i < 3; i++) {
                gateways.add(new Gateway(this, "gateway-" + i));
            }
        }

        final Clock clock = new Clock() {
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
                return Instant.ofEpochMilli(nowMillis);
            }
        };

        /** Spent, held in a living process, or waiting to be recorded by one that is dead: none of it may pass the limit. */
        long spent() {
            long sum = 0;
            for (Gateway gateway : gateways) {
                sum += gateway.spentInAllLives + gateway.heldTotal();
            }
            return sum;
        }

        void others() {
            while (depth < 3 && !tasks.isEmpty() && random.nextInt(3) == 0) {
                depth++;
                tasks.remove(random.nextInt(tasks.size())).run();
                depth--;
            }
            if (!late.isEmpty() && random.nextInt(3) == 0) {
                apply(late.remove(random.nextInt(late.size())));
            }
        }

        LeaseStore.Outcome write(long revision, LeasePool next) {
            asks++;
            others();
            if (badDays && random.nextInt(8) == 0) {
                lostAnswers++;
                switch (random.nextInt(3)) {
                    case 0 -> apply(new LateWrite(revision, next));
                    case 1 -> late.add(new LateWrite(revision, next));
                    default -> {}
                }
                others();
                return LeaseStore.Outcome.UNKNOWN;
            }
            return apply(new LateWrite(revision, next)) ? LeaseStore.Outcome.APPLIED : LeaseStore.Outcome.REFUSED;
        }

        private boolean apply(LateWrite write) {
            if (row.revision() != write.revision) {
                return false;
            }
            row = write.next;
            assertThat(row.revision()).isEqualTo(write.revision + 1);
            return true;
        }
    }

    private record LateWrite(long revision, LeasePool next) {}

    /** One gateway through all its lives; the store fails for it now and then. */
    private static final class Gateway implements LeaseStore, LeasedAccount {
        final World world;
        final String name;
        Lease lease;
        int life;
        final List<Long> held = new ArrayList<>();
        long heldTotal;
        long spentInAllLives;
        long shippedOfThisLife;
        long unshipped;

        Gateway(World world, String name) {
            this.world = world;
            this.name = name;
            live();
        }

        private Leases leases;

        final void live() {
            int mine = ++life;
            leases = new Leases(
                    this,
                    name,
                    task -> world.tasks.add(() -> {
                        if (life == mine) {
                            task.run();
                        }
                    }),
                    world.clock);
            lease = leases.open(KEY, world.terms, LeaseDivision.POOL_ONLY, this);
        }

        long heldTotal() {
            return heldTotal;
        }

        /** kill -9: what was settled is in the journal, and is shipped before the next life takes requests. */
        void crash() {
            held.clear();
            heldTotal = 0;
            world.recorded += unshipped;
            unshipped = 0;
            shippedOfThisLife = 0;
            live();
        }

        /** As a gateway does after its start, also for tenants that do not call. */
        void enter() {
            try {
                lease.enter();
            } catch (StoreUnavailableException badDay) {
                assertThat(world.badDays).isTrue();
            }
        }

        void use(long amount) {
            switch (lease.use(amount, world.capacity)) {
                case LeaseUse.Used used -> {
                    held.add(amount);
                    heldTotal += amount;
                }
                case LeaseUse.Refused refused -> world.refusals++;
                case LeaseUse.Pending pending -> {}
            }
        }

        void end(Random random) {
            if (!held.isEmpty()) {
                long amount = held.remove(random.nextInt(held.size()));
                long actual = random.nextLong(amount + 1);
                heldTotal -= amount;
                spentInAllLives += actual;
                unshipped += actual;
                lease.giveBack(amount - actual);
            }
        }

        void ship(Random random) {
            long part = random.nextLong(unshipped + 1);
            unshipped -= part;
            world.recorded += part;
            shippedOfThisLife += part;
        }

        @Override
        public LeasePool read(LeaseKey key) {
            int mine = life;
            world.others();
            if (life != mine) {
                throw new StoreUnavailableException("this life is over", new IllegalStateException());
            }
            if (world.badDays && world.random.nextInt(30) == 0) {
                throw new StoreUnavailableException("away", new IllegalStateException());
            }
            return world.row;
        }

        @Override
        public Outcome write(LeaseKey key, long revision, LeasePool next, int keepSeconds) {
            int mine = life;
            Outcome outcome = world.write(revision, next);
            if (life != mine) {
                throw new StoreUnavailableException("this life is over", new IllegalStateException());
            }
            return outcome;
        }

        @Override
        public void noteHolding(String holder, LeaseKey key) {}

        @Override
        public long reported() {
            return shippedOfThisLife;
        }

        @Override
        public long recorded() {
            world.others();
            return world.recorded;
        }

        @Override
        public boolean mayHaveBegunUnseen() {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsSpentAndHeldNeverPassesABudgetWhateverDies(boolean badDays) {
        long seed = Long.getLong("hanok.lease.seed", System.nanoTime());
        System.out.println("lease simulation, spend: -Dhanok.lease.seed=" + seed);
        Map<String, Long> figures = new HashMap<>();
        for (int run = 0; run < RUNS; run++) {
            World world = new World(seed + run, SPEND, badDays);
            for (int step = 0; step < STEPS; step++) {
                step(world);
                assertThat(world.spent())
                        .as("seed %s step %s", seed + run, step)
                        .isLessThanOrEqualTo(world.capacity);
            }
            settleDown(world);
            spendTheRest(world, seed + run);
            figures.merge("crashes", (long) world.crashes, Long::sum);
            figures.merge("lost answers", (long) world.lostAnswers, Long::sum);
            figures.merge("refusals", (long) world.refusals, Long::sum);
            figures.merge("writes", (long) world.asks, Long::sum);
        }
        System.out.println("lease simulation, spend, " + RUNS * STEPS + " steps: " + figures);
        assertThat(figures.get("refusals")).isPositive();
    }

    @Test
    void whatIsGrantedInAWindowNeverPassesItsLimit() {
        long seed = Long.getLong("hanok.lease.seed", System.nanoTime());
        System.out.println("lease simulation, window: -Dhanok.lease.seed=" + seed);
        for (int run = 0; run < RUNS; run++) {
            World world = new World(seed + run, WINDOW, true);
            for (int step = 0; step < STEPS; step++) {
                step(world);
                assertThat(world.spent())
                        .as("seed %s step %s", seed + run, step)
                        .isLessThanOrEqualTo(world.capacity);
            }
        }
    }

    private static void step(World world) {
        Random random = world.random;
        Gateway gateway = world.gateways.get(random.nextInt(3));
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> gateway.use(1 + random.nextLong(Math.max(1, world.capacity / (1 + random.nextInt(50)))));
            case 3, 4 -> gateway.end(random);
            case 5 -> gateway.ship(random);
            case 6 -> {
                world.nowMillis += random.nextInt(400);
                gateway.leases.turn();
            }
            case 7 -> {
                if (world.badDays && random.nextInt(20) == 0) {
                    world.crashes++;
                    gateway.crash();
                }
            }
            default -> {
                if (!world.tasks.isEmpty()) {
                    world.tasks.remove(random.nextInt(world.tasks.size())).run();
                }
            }
        }
        if (random.nextInt(4) == 0) {
            world.others();
        }
    }

    /** Everything ends, is shipped and given back. */
    private static void settleDown(World world) {
        for (int turn = 0; turn < 60; turn++) {
            for (Gateway gateway : world.gateways) {
                gateway.end(world.random);
                gateway.ship(world.random);
                gateway.enter();
                gateway.leases.turn();
            }
            quietly(world);
            world.nowMillis += 1_000;
        }
        for (Gateway gateway : world.gateways) {
            while (!gateway.held.isEmpty()) {
                gateway.end(world.random);
            }
            world.recorded += gateway.unshipped;
            gateway.shippedOfThisLife += gateway.unshipped;
            gateway.unshipped = 0;
        }
    }

    private static void quietly(World world) {
        while (!world.tasks.isEmpty()) {
            world.tasks.removeFirst().run();
        }
    }

    /** The last of a budget can be spent, by whoever asks. */
    private static void spendTheRest(World world, long seed) {
        Gateway last = world.gateways.get(world.random.nextInt(3));
        for (int turn = 0; turn < 400 && world.spent() < world.capacity; turn++) {
            long left = world.capacity - world.spent();
            last.use(Math.max(1, Math.min(left, 1 + left / 2)));
            for (Gateway gateway : world.gateways) {
                gateway.leases.turn();
            }
            quietly(world);
            world.nowMillis += 500;
        }
        assertThat(world.spent())
                .as(
                        "seed %s: all of it, %s by %s, used %s",
                        seed,
                        world.row,
                        last.name,
                        world.gateways.stream()
                                .map(g -> g.name + " " + (g.spentInAllLives + g.heldTotal()) + " " + g.lease.used()
                                        + " " + g.lease)
                                .toList())
                .isEqualTo(world.capacity);
    }
}
