package cloud.hanok.billing.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.fail;

import cloud.hanok.billing.Samples;
import cloud.hanok.billing.SettableClock;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.money.NanoWon;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CreditLinesTest {
    private static final Instant NOVEMBER = Instant.parse("2026-11-15T00:00:00Z");
    /** Midnight in Seoul. */
    private static final Instant DECEMBER_STARTS = Instant.parse("2026-11-30T15:00:00Z");

    private final Samples samples = new Samples(1);
    private final TenantId tenant = samples.tenant;
    private final Map<YearMonth, NanoWon> stored = new HashMap<>();
    private final List<YearMonth> read = new ArrayList<>();
    private final Queue<Runnable> loads = new ArrayDeque<>();
    private final SettableClock clock = new SettableClock(NOVEMBER);
    private @Nullable RuntimeException outage;
    private final CreditLines lines = new CreditLines(this::spent, clock, loads::add);

    @Test
    void theFirstSightOfATenantReadsItsMonthOnceAndWaits() {
        stored.put(YearMonth.of(2026, 11), won(60));
        CreditDecision first = reserve(NOVEMBER, 100, 10);
        CreditDecision second = reserve(NOVEMBER, 100, 10);

        assertThat(first).isInstanceOf(CreditDecision.Pending.class);
        assertThat(second).isEqualTo(first);
        assertThat(loads).hasSize(1);
        runLoads();
        assertThat(((CreditDecision.Pending) first).known()).isCompleted();

        assertThat(reserve(NOVEMBER, 100, 40)).isInstanceOf(CreditReservation.class);
        assertThat(reserve(NOVEMBER, 100, 1)).isEqualTo(new CreditDecision.Refused(won(100), 100, won(1)));
        assertThat(read).containsExactly(YearMonth.of(2026, 11));
    }

    @Test
    void whatIsSettledReplacesWhatWasHeldAndASecondEndChangesNothing() {
        ready(NOVEMBER);
        CreditReservation reservation = reserved(NOVEMBER, 100, 90);
        assertThat(reserve(NOVEMBER, 100, 20)).isInstanceOf(CreditDecision.Refused.class);

        assertThat(lines.settle(reservation, won(15))).isTrue();
        assertThat(lines.settle(reservation, won(15))).isFalse();
        reservation.close();

        assertThat(committed()).isEqualTo(won(15));
        reserved(NOVEMBER, 100, 85).close();
        assertThat(committed()).isEqualTo(won(15));
    }

    @Test
    void anAnswerThatCouldNotBeHandedOverIsGivenBack() {
        ready(NOVEMBER);
        CreditReservation reservation = reserved(NOVEMBER, 100, 90);
        reservation.settle(won(80));
        lines.credit(reservation, won(70));
        assertThat(committed()).isEqualTo(won(10));
    }

    @Test
    void usageAboveWhatWasHeldIsCountedInFull() {
        ready(NOVEMBER);
        reserved(NOVEMBER, 100, 10).settle(won(130));
        assertThat(committed()).isEqualTo(won(130));
        assertThat(reserve(NOVEMBER, 100, 0)).isInstanceOf(CreditDecision.Refused.class);
    }

    @Test
    void aNewMonthBeginsAtNothingAndALateSettleCountsInItsOwn() {
        stored.put(YearMonth.of(2026, 11), won(50));
        ready(NOVEMBER);
        CreditReservation old = reserved(DECEMBER_STARTS.minusMillis(1), 100, 30);
        clock.set(DECEMBER_STARTS.plusSeconds(5));
        CreditReservation fresh = reserved(DECEMBER_STARTS, 100, 100);
        old.settle(won(20));

        assertThat(committed()).isEqualTo(won(100));
        assertThat(old.account().committed()).isEqualTo(won(70));
        assertThat(old.account().month()).isEqualTo(YearMonth.of(2026, 11));
        assertThat(fresh.account().month()).isEqualTo(YearMonth.of(2026, 12));
        // A request of the last millisecond that is only now admitted still belongs to November.
        assertThat(reserved(DECEMBER_STARTS.minusMillis(1), 100, 30).account()).isSameAs(old.account());
        assertThat(read).hasSize(1);
    }

    @Test
    void aTenantFirstSeenByALateRequestDoesNotStartTheNextMonthAtNothing() {
        stored.put(YearMonth.of(2026, 12), won(99));
        clock.set(DECEMBER_STARTS.plusSeconds(600));
        ready(DECEMBER_STARTS.minusMillis(1));

        assertThat(reserve(DECEMBER_STARTS.plusSeconds(1), 100, 2)).isInstanceOf(CreditDecision.Pending.class);
        runLoads();
        assertThat(reserve(DECEMBER_STARTS.plusSeconds(1), 100, 2)).isInstanceOf(CreditDecision.Refused.class);
        assertThat(read).containsExactly(YearMonth.of(2026, 11), YearMonth.of(2026, 12));
    }

    @Test
    void whenTheStoreIsAwayTheWaitFailsAndIsRepeatedAfterASecond() {
        outage = new IllegalStateException("away");
        CreditDecision.Pending first = (CreditDecision.Pending) reserve(NOVEMBER, 100, 1);
        runLoads();
        assertThatThrownBy(() -> first.known().toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .hasCause(outage);
        reserve(NOVEMBER, 100, 1);
        assertThat(loads).isEmpty();

        outage = null;
        clock.set(NOVEMBER.plusMillis(1_000));
        assertThat(reserve(NOVEMBER, 100, 1)).isInstanceOf(CreditDecision.Pending.class);
        runLoads();
        assertThat(reserve(NOVEMBER, 100, 1)).isInstanceOf(CreditReservation.class);
    }

    @Test
    void aLimitBeyondEveryAmountIsNoOverflow() {
        ready(NOVEMBER);
        assertThat(((CreditDecision.Refused) reserve(NOVEMBER, 3, 4)).problem().korean())
                .contains("0원 / 한도: 3원");
        assertThat(reserve(NOVEMBER, Long.MAX_VALUE, 9_000_000_000L)).isInstanceOf(CreditReservation.class);
        assertThat(reserve(NOVEMBER, Long.MAX_VALUE, 9_000_000_000L)).isInstanceOf(CreditDecision.Refused.class);
        assertThatThrownBy(() -> lines.reserve(tenant, samples.request(NOVEMBER), 1, new NanoWon(-1)))
                .hasMessageContaining("amount");
    }

    @Test
    void concurrentReservationsNeverPassTheLimit() throws InterruptedException {
        long seed = System.nanoTime();
        System.out.println("CreditLinesTest seed " + seed);
        long limitWon = 1_000;
        ready(NOVEMBER);
        // What this test knows to be held: raised after a grant and lowered before a release, so never above the truth.
        AtomicLong held = new AtomicLong();
        AtomicLong settled = new AtomicLong();
        AtomicLong grants = new AtomicLong();
        AtomicLong refusals = new AtomicLong();
        AtomicLong highest = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int t = 0; t < 8; t++) {
            Random random = new Random(seed + t);
            List<RequestId> owners = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                owners.add(samples.request(NOVEMBER));
            }
            threads.add(Thread.ofPlatform()
                    .uncaughtExceptionHandler((thread, e) -> failures.add(e))
                    .start(() -> {
                        Queue<CreditReservation> open = new ArrayDeque<>();
                        for (int i = 0; i < 20_000; i++) {
                            NanoWon amount = new NanoWon(random.nextLong(200 * NanoWon.PER_WON));
                            switch (lines.reserve(tenant, owners.get(i % 64), limitWon, amount)) {
                                case CreditReservation reservation -> {
                                    grants.incrementAndGet();
                                    highest.accumulateAndGet(held.addAndGet(amount.value()), Math::max);
                                    open.add(reservation);
                                }
                                case CreditDecision.Refused refused -> refusals.incrementAndGet();
                                case CreditDecision.Pending pending -> fail("the month is known");
                            }
                            while (open.size() > 2 || (i == 19_999 && !open.isEmpty())) {
                                end(open.remove(), random, held, settled);
                            }
                            assertThat(committed()).isLessThanOrEqualTo(NanoWon.ofWon(limitWon));
                        }
                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(highest.get()).isLessThanOrEqualTo(limitWon * NanoWon.PER_WON);
        assertThat(grants.get()).isPositive();
        assertThat(refusals.get()).as("the limit was felt").isPositive();
        assertThat(committed()).isEqualTo(new NanoWon(settled.get()));
        assertThat(held.get()).isEqualTo(settled.get());
    }

    private static void end(CreditReservation reservation, Random random, AtomicLong held, AtomicLong settled) {
        long amount = reservation.amount().value();
        long actual = Math.min(amount, random.nextInt(100) == 0 ? random.nextLong(NanoWon.PER_WON / 100) : 0);
        held.addAndGet(actual - amount);
        if (actual > 0) {
            settled.addAndGet(actual);
            reservation.settle(new NanoWon(actual));
        }
        reservation.close();
    }

    private void ready(Instant at) {
        reserve(at, 0, 0);
        runLoads();
    }

    private void runLoads() {
        while (!loads.isEmpty()) {
            loads.remove().run();
        }
    }

    private CreditReservation reserved(Instant at, long limitWon, long won) {
        return (CreditReservation) reserve(at, limitWon, won);
    }

    private CreditDecision reserve(Instant at, long limitWon, long won) {
        return lines.reserve(tenant, samples.request(at), limitWon, won(won));
    }

    private NanoWon committed() {
        return lines.committed(tenant).orElseThrow();
    }

    private NanoWon spent(TenantId of, YearMonth month) {
        assertThat(of).isEqualTo(tenant);
        if (outage != null) {
            throw outage;
        }
        read.add(month);
        return stored.getOrDefault(month, NanoWon.ZERO);
    }

    private static NanoWon won(long won) {
        return NanoWon.ofWon(won);
    }
}
