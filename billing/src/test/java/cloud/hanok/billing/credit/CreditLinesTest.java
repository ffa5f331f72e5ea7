package cloud.hanok.billing.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.billing.Samples;
import cloud.hanok.billing.SettableClock;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.lease.Leases;
import cloud.hanok.platform.lease.MemoryLeases;
import cloud.hanok.platform.money.NanoWon;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class CreditLinesTest {
    private static final Instant NOVEMBER = Instant.parse("2026-11-15T00:00:00Z");
    /** Midnight in Seoul. */
    private static final Instant DECEMBER_STARTS = Instant.parse("2026-11-30T15:00:00Z");

    private final Samples samples = new Samples(1);
    private final TenantId tenant = samples.tenant;
    private final Map<YearMonth, NanoWon> stored = new HashMap<>();
    private final Map<SpendScope, NanoWon> storedOfPart = new HashMap<>();
    private final Queue<Runnable> steps = new ArrayDeque<>();
    private final SettableClock clock = new SettableClock(NOVEMBER);
    private final MemoryLeases store = new MemoryLeases();
    private final Leases leases = new Leases(store, "gateway-a", steps::add, clock);
    private final CreditLines lines = new CreditLines(this::spent, leases, clock);
    private final Leases otherLeases = new Leases(store, "gateway-b", steps::add, clock);
    private final CreditLines other = new CreditLines(this::spent, otherLeases, clock);

    private boolean otherLives = true;

    @Test
    void theFirstSightOfATenantCountsWhatItSpentAndWaits() {
        stored.put(YearMonth.of(2026, 11), won(60));
        CreditDecision first = reserve(NOVEMBER, 100, 10);
        assertThat(first).isInstanceOf(CreditDecision.Pending.class);
        assertThat(steps).hasSize(1);
        runSteps();
        assertThat(((CreditDecision.Pending) first).known()).isCompleted();

        assertThat(decided(lines, NOVEMBER, 100, 40)).isInstanceOf(CreditReservation.class);
        assertThat(decided(lines, NOVEMBER, 100, 1))
                .isEqualTo(new CreditDecision.Refused(won(100), 100, won(1), SpendScope.TENANT));
    }

    @Test
    void whatIsSettledReplacesWhatWasHeldAndASecondEndChangesNothing() {
        CreditReservation reservation = reserved(lines, NOVEMBER, 100, 90);
        assertThat(decided(lines, NOVEMBER, 100, 20)).isInstanceOf(CreditDecision.Refused.class);

        assertThat(reservation.settle(won(15))).isTrue();
        assertThat(reservation.settle(won(15))).isFalse();
        reservation.close();
        clock.set(NOVEMBER.plusSeconds(5));

        assertThat(lines.used(tenant, SpendScope.TENANT)).hasValue(won(15));
        reserved(lines, NOVEMBER, 100, 85).close();
        assertThat(lines.used(tenant, SpendScope.TENANT)).hasValue(won(15));
    }

    @Test
    void anAnswerThatCouldNotBeHandedOverIsGivenBack() {
        CreditReservation reservation = reserved(lines, NOVEMBER, 100, 90);
        reservation.settle(won(80), won(70));
        reservation.credit(won(70));
        assertThat(lines.used(tenant, SpendScope.TENANT)).hasValue(won(10));
    }

    @Test
    void twoGatewaysTogetherNeverPassTheLimitAndTheLastWonCanBeSpent() {
        List<CreditReservation> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(reserved(i % 2 == 0 ? lines : other, NOVEMBER, 100, 10));
        }
        assertThat(all).hasSize(10);
        assertThat(decided(lines, NOVEMBER, 100, 1)).isInstanceOf(CreditDecision.Refused.class);
        assertThat(decided(other, NOVEMBER, 100, 1)).isInstanceOf(CreditDecision.Refused.class);
    }

    @Test
    void whatAnotherGatewayDoesNotUseComesBackWhenItIsWanted() {
        CreditReservation held = reserved(other, NOVEMBER, 100, 60);
        held.close();

        CreditReservation mine = reserved(lines, NOVEMBER, 100, 100);
        assertThat(mine.amount()).isEqualTo(won(100));
    }

    @Test
    void aProjectsLimitBindsBeforeTheTenantsAndNothingIsHeldWhereOneRefuses() {
        NarrowLimit narrow = new NarrowLimit(SpendScope.of(samples.projects.get(0)), 30);
        storedOfPart.put(narrow.scope(), won(5));
        CreditDecision taken = decided(lines, NOVEMBER, 100, List.of(narrow), 25);
        assertThat(taken).isInstanceOf(CreditReservation.class);
        assertThat(decided(lines, NOVEMBER, 100, List.of(narrow), 1))
                .isInstanceOfSatisfying(CreditDecision.Refused.class, refused -> {
                    assertThat(refused.scope()).isEqualTo(narrow.scope());
                    assertThat(refused.limitWon()).isEqualTo(30);
                });
        assertThat(lines.used(tenant, SpendScope.TENANT)).hasValue(won(25));
    }

    @Test
    void aLoweredLimitTakesEffectWithTheNextRequestAndARaisedOneToo() {
        reserved(lines, NOVEMBER, 1_000, 50).settle(won(50));
        assertThat(decided(lines, NOVEMBER, 60, 20)).isInstanceOf(CreditDecision.Refused.class);
        assertThat(decided(lines, NOVEMBER, 80, 20)).isInstanceOf(CreditReservation.class);
    }

    @Test
    void aNewMonthBeginsAtNothingAndALateSettleCountsInItsOwn() {
        stored.put(YearMonth.of(2026, 11), won(50));
        CreditReservation old = reserved(lines, DECEMBER_STARTS.minusMillis(1), 100, 30);
        clock.set(DECEMBER_STARTS.plusSeconds(5));
        CreditReservation fresh = reserved(lines, DECEMBER_STARTS, 100, 100);
        old.settle(won(20));

        assertThat(lines.used(tenant, SpendScope.TENANT)).hasValue(won(100));
        assertThat(old.account().lease().used()).isEqualTo(won(20).value());
        assertThat(old.account().month()).isEqualTo(YearMonth.of(2026, 11));
        assertThat(fresh.account().month()).isEqualTo(YearMonth.of(2026, 12));
        // A request of the last millisecond that is only now admitted still belongs to November.
        assertThat(reserved(lines, DECEMBER_STARTS.minusMillis(1), 100, 30).account())
                .isSameAs(old.account());
    }

    @Test
    void whenTheStoreIsAwayWhatIsGrantedIsSpentThenTheWaitFailsAndIsRepeatedAfterASecond() {
        reserved(lines, NOVEMBER, 1_000, 10);
        store.away(true);
        int spent = 0;
        CreditDecision decision = reserve(NOVEMBER, 1_000, 10);
        while (decision instanceof CreditReservation) {
            spent++;
            decision = reserve(NOVEMBER, 1_000, 10);
        }
        assertThat(spent).as("of what was granted").isBetween(1, 50);
        CreditDecision.Pending waits = (CreditDecision.Pending) decision;
        runSteps();
        assertThatThrownBy(() -> waits.known().toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(StoreUnavailableException.class);
        reserve(NOVEMBER, 1_000, 10);
        assertThat(steps).isEmpty();

        store.away(false);
        clock.set(NOVEMBER.plusMillis(1_000));
        assertThat(decided(lines, NOVEMBER, 1_000, 10)).isInstanceOf(CreditReservation.class);
    }

    @Test
    void aRestartedGatewayReplacesWhatItWasGrantedByWhatItSpent() {
        CreditReservation lost = reserved(other, NOVEMBER, 100, 90);
        assertThat(lost.amount()).isEqualTo(won(90));
        assertThat(decided(lines, NOVEMBER, 100, 20)).isInstanceOf(CreditDecision.Refused.class);

        otherLives = false;
        stored.put(YearMonth.of(2026, 11), won(7));
        CreditLines again = new CreditLines(this::spent, new Leases(store, "gateway-b", steps::add, clock), clock);
        again.reenter(lost.account().lease().key());
        clock.set(NOVEMBER.plusSeconds(5));
        assertThat(decided(lines, NOVEMBER, 100, 93)).isInstanceOf(CreditReservation.class);
        assertThat(decided(again, NOVEMBER, 100, 1)).isNotInstanceOf(CreditReservation.class);
    }

    @Test
    void aLimitBeyondEveryAmountIsNoOverflow() {
        assertThat(decided(lines, NOVEMBER, 3, 4)).isInstanceOf(CreditDecision.Refused.class);
        assertThat(decided(lines, NOVEMBER, Long.MAX_VALUE, 9_000_000_000L)).isInstanceOf(CreditReservation.class);
        assertThat(decided(lines, NOVEMBER, Long.MAX_VALUE, 9_000_000_000L)).isInstanceOf(CreditDecision.Refused.class);
        assertThatThrownBy(() -> lines.reserve(tenant, samples.request(NOVEMBER), 1, new NanoWon(-1)))
                .hasMessageContaining("amount");
    }

    @Test
    void threadsOfThreeGatewaysNeverPassTheLimit() throws InterruptedException {
        long seed = System.nanoTime();
        System.out.println("CreditLinesTest seed " + seed);
        long limitWon = 1_000;
        AtomicLong held = new AtomicLong();
        AtomicLong grants = new AtomicLong();
        AtomicLong refusals = new AtomicLong();
        AtomicLong highest = new AtomicLong();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        MemoryLeases rows = new MemoryLeases();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Thread> threads = new ArrayList<>();
            for (int g = 0; g < 3; g++) {
                Leases mine = new Leases(rows, "gateway-" + g, executor, clock);
                CreditLines gateway = new CreditLines((of, month, scope) -> NanoWon.ZERO, mine, clock);
                for (int t = 0; t < 3; t++) {
                    Random random = new Random(seed + 10 * g + t);
                    RequestId owner = samples.request(NOVEMBER);
                    threads.add(Thread.ofPlatform()
                            .uncaughtExceptionHandler((thread, e) -> failures.add(e))
                            .start(() -> {
                                Queue<CreditReservation> open = new ArrayDeque<>();
                                for (int i = 0; i < 5_000; i++) {
                                    NanoWon amount = new NanoWon(random.nextLong(100 * NanoWon.PER_WON));
                                    switch (gateway.reserve(tenant, owner, limitWon, amount)) {
                                        case CreditReservation reservation -> {
                                            grants.incrementAndGet();
                                            highest.accumulateAndGet(held.addAndGet(amount.value()), Math::max);
                                            open.add(reservation);
                                        }
                                        case CreditDecision.Refused refused -> refusals.incrementAndGet();
                                        case CreditDecision.Pending pending -> LockSupport.parkNanos(50_000);
                                    }
                                    while (open.size() > 2 || (i == 4_999 && !open.isEmpty())) {
                                        CreditReservation ended = open.remove();
                                        held.addAndGet(-ended.amount().value());
                                        ended.close();
                                    }
                                }
                            }));
                }
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        System.out.println("three gateways, nine threads: " + grants + " grants, " + refusals + " refusals, at most "
                + new NanoWon(highest.get()).toWonText() + " of " + limitWon + " won held at once");
        assertThat(failures).isEmpty();
        assertThat(highest.get()).isLessThanOrEqualTo(limitWon * NanoWon.PER_WON);
        assertThat(grants.get()).isPositive();
    }

    /** Runs what waits, and turns, until it is decided. */
    private CreditDecision decided(CreditLines by, Instant at, long limitWon, long won) {
        return decided(by, at, limitWon, List.of(), won);
    }

    private CreditDecision decided(CreditLines by, Instant at, long limitWon, List<NarrowLimit> narrow, long won) {
        RequestId request = samples.request(at);
        CreditDecision decision = by.reserve(tenant, request, limitWon, narrow, won(won));
        for (int turn = 0; decision instanceof CreditDecision.Pending && turn < 100; turn++) {
            runSteps();
            clock.set(clock.instant().plusMillis(100));
            leases.turn();
            if (otherLives) {
                otherLeases.turn();
            }
            runSteps();
            decision = by.reserve(tenant, request, limitWon, narrow, won(won));
        }
        return decision;
    }

    private CreditReservation reserved(CreditLines by, Instant at, long limitWon, long won) {
        return (CreditReservation) decided(by, at, limitWon, won);
    }

    private CreditDecision reserve(Instant at, long limitWon, long won) {
        return lines.reserve(tenant, samples.request(at), limitWon, won(won));
    }

    private void runSteps() {
        while (!steps.isEmpty()) {
            steps.remove().run();
        }
    }

    private NanoWon spent(TenantId of, YearMonth month, SpendScope scope) {
        assertThat(of).isEqualTo(tenant);
        return scope.equals(SpendScope.TENANT)
                ? stored.getOrDefault(month, NanoWon.ZERO)
                : storedOfPart.getOrDefault(scope, NanoWon.ZERO);
    }

    private static NanoWon won(long won) {
        return NanoWon.ofWon(won);
    }
}
