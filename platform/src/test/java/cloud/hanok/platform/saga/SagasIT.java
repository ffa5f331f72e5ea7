package cloud.hanok.platform.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.platform.cassandra.CassandraSessions;
import cloud.hanok.platform.cassandra.CassandraSettings;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.FaultInjectingSession;
import cloud.hanok.platform.cassandra.FreshKeyspace;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.SchemaMigrations;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.SagaId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.saga.FaultInjectingSaga.Fault;
import cloud.hanok.platform.saga.FaultInjectingSaga.Point;
import cloud.hanok.platform.saga.FaultInjectingSaga.ProcessDied;
import cloud.hanok.platform.saga.SagaProgress.StepState;
import cloud.hanok.standalone.testing.CassandraForTests;
import com.datastax.oss.driver.api.core.CqlSession;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class SagasIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LEASE = Duration.ofMillis(300);
    private static final SagaSettings QUICK =
            new SagaSettings(LEASE, Duration.ofMillis(50), Duration.ofMillis(5), Duration.ofMillis(40), 3, 2);

    private final Ulids ulids = new Ulids(Clock.systemUTC(), new SecureRandom());
    private CqlSession session;
    private FaultInjectingSession faulty;
    private Keyspaces keyspaces;

    @BeforeAll
    void open() {
        session = CassandraSessions.open(FreshKeyspace.ofProgram("sagas"));
        new SchemaMigrations(session, Clock.systemUTC()).migrate();
        faulty = new FaultInjectingSession(session);
        keyspaces = new Keyspaces(new Cql(faulty, CassandraSettings.DEFAULT_REQUEST_TIMEOUT));
    }

    @AfterEach
    void heal() {
        faulty.heal();
    }

    @AfterAll
    void close() {
        CassandraForTests.giveBack(session);
    }

    /** Three systems that remember what they hold; "b" uses what "a" told. */
    private static final class Systems {
        private final Set<String> held = new ConcurrentSkipListSet<>();

        SagaDefinition definition() {
            return new SagaDefinition(
                    "test.three",
                    1,
                    List.of(
                            new SagaStep(
                                    "a",
                                    context -> {
                                        held.add("a");
                                        return "id-of-a";
                                    },
                                    context -> held.remove("a")),
                            SagaStep.of(
                                    "b",
                                    context -> held.add("b of " + context.output("a")),
                                    context -> held.remove("b of id-of-a")),
                            SagaStep.of("c", context -> held.add("c"), context -> held.remove("c"))));
        }

        boolean whole() {
            return held.equals(Set.of("a", "b of id-of-a", "c"));
        }

        boolean traceless() {
            return held.isEmpty();
        }
    }

    @Test
    void itRunsItsStepsInOrderOnceAndTheSameIdFindsItDone() {
        Systems systems = new Systems();
        SagaId id = new SagaId(ulids.next());
        SagaProgress done = engine(systems.definition()).run(id, systems.definition(), "{}", PATIENCE);
        assertThat(done.state()).isEqualTo(SagaState.DONE);
        assertThat(done.steps()).extracting(SagaProgress.Step::name).containsExactly("a", "b", "c");
        assertThat(done.steps()).extracting(SagaProgress.Step::state).containsOnly(StepState.DONE);
        assertThat(done.outputs()).containsEntry("a", "id-of-a");
        assertThat(systems.whole()).isTrue();
        systems.held.clear();
        assertThat(engine(systems.definition())
                        .run(id, systems.definition(), "{}", PATIENCE)
                        .changedAt())
                .isEqualTo(done.changedAt());
        assertThat(systems.traceless()).as("no step is taken again").isTrue();
        assertThat(open(id)).isFalse();
    }

    @Test
    void brokenAtAnyStepBeforeOrAfterItsEffectByErrorOrByDeathItEndsWholeOrWithoutATrace() {
        List<Point> points = FaultInjectingSaga.points(new Systems().definition());
        for (Point point : points) {
            // What is taken back is reached by a refusal behind it: of the last step, which then may not have had its
            // effect.
            List<Point> broken = point.undo() ? List.of(point, new Point("c", false, Fault.REFUSED)) : List.of(point);
            Systems systems = new Systems();
            FaultInjectingSaga faults = new FaultInjectingSaga(systems.definition(), broken);
            SagaId id = new SagaId(ulids.next());
            SagaState end = carried(id, faults.broken());
            assertThat(faults.unreached()).as("%s was reached", point).isEmpty();
            boolean unwound = point.undo() || point.fault() == Fault.REFUSED;
            assertThat(end).as("%s", point).isEqualTo(unwound ? SagaState.UNDONE : SagaState.DONE);
            assertThat(unwound ? systems.traceless() : systems.whole())
                    .as("%s left %s", point, systems.held)
                    .isTrue();
            assertThat(open(id)).isFalse();
        }
        System.out.println("points at which a saga of three steps was broken: " + points.size());
    }

    @Test
    void everyStepTakenTwiceChangesNothing() {
        Systems systems = new Systems();
        List<Point> twice = FaultInjectingSaga.points(systems.definition()).stream()
                .filter(point -> point.fault() == Fault.TWICE && !point.undo())
                .toList();
        FaultInjectingSaga faults = new FaultInjectingSaga(systems.definition(), twice);
        assertThat(carried(new SagaId(ulids.next()), faults.broken())).isEqualTo(SagaState.DONE);
        assertThat(faults.unreached()).isEmpty();
        assertThat(systems.whole()).isTrue();
    }

    @Test
    void brokenAtAnyOfTheEnginesOwnStatementsItEndsWholeOrWithoutATrace() {
        for (boolean refuse : new boolean[] {false, true}) {
            for (FaultInjectingSession.Fault fault : FaultInjectingSession.Fault.values()) {
                int statements = 0;
                boolean reached = true;
                while (reached) {
                    AtomicInteger toGo = new AtomicInteger(statements);
                    AtomicBoolean hit = new AtomicBoolean();
                    faulty.fail(
                            cql -> cql.contains("sagas") && toGo.getAndDecrement() == 0 && !hit.getAndSet(true),
                            fault,
                            1);
                    Systems systems = new Systems();
                    List<Point> points = refuse ? List.of(new Point("c", false, Fault.REFUSED)) : List.of();
                    SagaId id = new SagaId(ulids.next());
                    SagaState end = carried(id, new FaultInjectingSaga(systems.definition(), points).broken());
                    assertThat(end)
                            .as("%s at statement %s", fault, statements)
                            .isEqualTo(refuse ? SagaState.UNDONE : SagaState.DONE);
                    assertThat(refuse ? systems.traceless() : systems.whole())
                            .as("%s at statement %s left %s", fault, statements, systems.held)
                            .isTrue();
                    faulty.heal();
                    engine(systems.definition()).sweep();
                    assertThat(open(id)).isFalse();
                    reached = hit.get();
                    statements++;
                }
                System.out.println(
                        "statements broken by " + fault + (refuse ? ", unwinding: " : ": ") + (statements - 1));
            }
        }
    }

    @Test
    void whoseProcessDiedIsResumedByTheBackgroundOfAnother() {
        Systems systems = new Systems();
        FaultInjectingSaga faults =
                new FaultInjectingSaga(systems.definition(), List.of(new Point("b", false, Fault.DIED_AFTER)));
        SagaId id = new SagaId(ulids.next());
        assertThatThrownBy(() -> engine(faults.broken()).run(id, faults.broken(), "{}", PATIENCE))
                .isInstanceOf(ProcessDied.class);
        try (Sagas other = engine(faults.broken())) {
            assertThat(other.find(id).orElseThrow().state()).isEqualTo(SagaState.RUNNING);
            other.start();
            await(() -> other.find(id).orElseThrow().state() == SagaState.DONE);
            assertThat(systems.whole()).isTrue();
            await(() -> !open(id));
        }
    }

    @Test
    void ofManyProcessesOneMovesASaga() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        SagaStep alone = SagaStep.of(
                "alone",
                context -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                    taken.incrementAndGet();
                    inside.decrementAndGet();
                },
                context -> {});
        SagaDefinition definition = new SagaDefinition("test.alone", 1, List.of(alone));
        SagaId id = new SagaId(ulids.next());
        List<Future<SagaProgress>> runs = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int process = 0; process < 6; process++) {
                runs.add(threads.submit(() -> engine(definition).run(id, definition, "{}", PATIENCE)));
            }
        }
        for (Future<SagaProgress> run : runs) {
            assertThat(run.get().state()).isEqualTo(SagaState.DONE);
        }
        assertThat(most).hasValue(1);
        assertThat(taken).hasValue(1);
    }

    @Test
    void aWriterWhoseLeaseWasTakenChangesNothing() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        SagaStep slow = new SagaStep(
                "slow",
                context -> {
                    if (calls.incrementAndGet() > 1) {
                        return "second";
                    }
                    entered.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                    return "first";
                },
                context -> {});
        SagaDefinition definition = new SagaDefinition("test.slow", 1, List.of(slow));
        SagaId id = new SagaId(ulids.next());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<SagaProgress> dead = threads.submit(() -> engine(definition).run(id, definition, "{}", PATIENCE));
            entered.await();
            SagaProgress done = engine(definition).run(id, definition, "{}", PATIENCE);
            assertThat(done.outputs()).containsEntry("slow", "second");
            goOn.countDown();
            assertThat(dead.get().outputs()).as("it reads what the other wrote").containsEntry("slow", "second");
        }
    }

    @Test
    void aRefusalIsToldAgainToWhoeverAsksAgain() {
        Refusal refusal = new Refusal("name_taken", "name", "taken", "사용 중");
        Systems systems = new Systems();
        List<SagaStep> steps = new ArrayList<>(systems.definition().steps());
        steps.add(SagaStep.of(
                "d",
                context -> {
                    throw new SagaRefusedException(refusal);
                },
                context -> {}));
        SagaDefinition definition = new SagaDefinition("test.refused", 1, steps);
        SagaId id = new SagaId(ulids.next());
        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> engine(definition).run(id, definition, "{}", PATIENCE))
                    .isInstanceOfSatisfying(
                            SagaRefusedException.class,
                            refused -> assertThat(refused.refusal()).isEqualTo(refusal));
        }
        assertThat(systems.traceless()).isTrue();
    }

    @Test
    void beyondTheCallersPatienceItGoesOnInTheBackgroundAndItsFailureCanBeRead() {
        AtomicBoolean away = new AtomicBoolean(true);
        SagaStep step = SagaStep.of(
                "far",
                context -> {
                    if (away.get()) {
                        throw new IllegalStateException("the system is away");
                    }
                },
                context -> {});
        SagaDefinition definition = new SagaDefinition("test.far", 1, List.of(step));
        SagaSettings patient = new SagaSettings(
                LEASE, Duration.ofMillis(50), Duration.ofMillis(5), Duration.ofMillis(40), 1_000_000, 2);
        SagaId id = new SagaId(ulids.next());
        try (Sagas sagas = engine(patient, definition)) {
            assertThatThrownBy(() -> sagas.run(id, definition, "{}", Duration.ofMillis(100)))
                    .isInstanceOf(SagaUnfinishedException.class)
                    .hasRootCauseMessage("the system is away");
            SagaProgress progress = sagas.find(id).orElseThrow();
            assertThat(progress.state()).isEqualTo(SagaState.RUNNING);
            assertThat(progress.failures()).isPositive();
            assertThat(progress.lastFailure()).contains("far", "the system is away");
            away.set(false);
            sagas.start();
            await(() -> sagas.find(id).orElseThrow().state() == SagaState.DONE);
        }
    }

    @Test
    void aStepThatNeverSucceedsIsGivenUpAndOneThatCannotBeTakenBackIsStuckUntilItCan() {
        AtomicBoolean away = new AtomicBoolean(true);
        Systems systems = new Systems();
        List<SagaStep> steps = new ArrayList<>(systems.definition().steps());
        steps.add(SagaStep.of(
                "never",
                context -> {
                    throw new IllegalStateException("never");
                },
                context -> {
                    if (away.get()) {
                        throw new IllegalStateException("the system is away");
                    }
                }));
        SagaDefinition definition = new SagaDefinition("test.never", 1, steps);
        SagaId id = new SagaId(ulids.next());
        try (Sagas sagas = engine(definition)) {
            assertThatThrownBy(() -> sagas.run(id, definition, "{}", Duration.ofMillis(500)))
                    .isInstanceOfSatisfying(
                            SagaRefusedException.class,
                            refused -> assertThat(refused.refusal().code()).isEqualTo("operation_given_up"));
            assertThat(sagas.find(id).orElseThrow().state()).isEqualTo(SagaState.STUCK);
            assertThat(systems.traceless()).isFalse();
            sagas.sweep();
            assertThat(sagas.stuckCount()).isEqualTo(1);
            away.set(false);
            sagas.start();
            await(() -> sagas.find(id).orElseThrow().state() == SagaState.UNDONE);
            assertThat(systems.traceless()).isTrue();
            await(() -> sagas.stuckCount() == 0);
        }
    }

    /** Runs it to its end, in one process after the other as they die. */
    private SagaState carried(SagaId id, SagaDefinition definition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            assertThat(System.nanoTime()).as("carried to an end").isLessThan(deadline);
            Sagas process = engine(definition);
            try {
                return process.run(id, definition, "{}", PATIENCE).state();
            } catch (SagaRefusedException refused) {
                Optional<SagaState> end = endOf(process, id);
                if (end.isPresent()) {
                    return end.get();
                }
            } catch (ProcessDied died) {
                // The next process waits for the lease to end.
                assertThat(process.find(id)).isPresent();
            } catch (StoreUnavailableException unknown) {
                // The caller asks again.
                assertThat(unknown).hasMessageContaining("Cassandra");
            }
        }
    }

    /** Empty while it is under way, or when the injected fault hits this look. */
    private static Optional<SagaState> endOf(Sagas process, SagaId id) {
        try {
            return process.find(id).map(SagaProgress::state).filter(SagaState::isFinal);
        } catch (StoreUnavailableException unknown) {
            return Optional.empty();
        }
    }

    private Sagas engine(SagaDefinition definition) {
        return engine(QUICK, definition);
    }

    private Sagas engine(SagaSettings settings, SagaDefinition definition) {
        return new Sagas(keyspaces, Clock.systemUTC(), ulids, settings, List.of(definition));
    }

    private boolean open(SagaId id) {
        return session.execute("SELECT saga FROM open_sagas WHERE list = 'open' AND saga = '" + id.text() + "'")
                        .one()
                != null;
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("a condition").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
