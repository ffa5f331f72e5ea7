package cloud.hanok.cluster.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.cluster.fairness.QueueRefusedException.Reason;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.cluster.serving.ServingReplica;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class FairQueueTest {
    private static final FairnessSettings SETTINGS = new FairnessSettings(1, 6, 4, Duration.ofSeconds(5));

    private final Ulids ulids = new Ulids(Clock.systemUTC(), new Random(3));
    private final TenantId one = new TenantId(ulids.next());
    private final TenantId other = new TenantId(ulids.next());
    private final ServingDeployment deployment = EngineSimulation.deployment(1);
    private long nowNanos;
    private final FairQueue queue = new FairQueue(deployment, SETTINGS, () -> nowNanos);

    @Test
    void aRequestThatFindsAFreePlaceDoesNotWait() {
        Turn turn = ask(one);
        assertThat(turn.isWaiting()).isFalse();
        assertThat(turn.replica()).isSameAs(deployment.replicas().getFirst());
        turn.end();
        turn.end();
        assertThat(turn.replica().inFlight()).isZero();
    }

    @Test
    void aTenantHasABoundAndAQueueThatIsFullStillTakesWhoHasFewerWaiting() {
        ask(one);
        List<Turn> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            waiting.add(ask(one));
        }
        assertThat(refusal(() -> ask(one)).reason()).isEqualTo(Reason.TENANT_FULL);
        TenantId third = new TenantId(ulids.next());
        waiting.add(ask(third));
        waiting.add(ask(third));

        Turn light = ask(other);
        assertThat(light.isWaiting()).isTrue();
        assertThat(queue.waiting()).isEqualTo(6);
        assertThat(waiting.get(3).isWaiting())
                .as("the newest of whoever fills the queue made room")
                .isFalse();
        assertThat(refusal(waiting.get(3)).reason()).isEqualTo(Reason.QUEUE_FULL);
    }

    @Test
    void whatNobodyWaitsForGivesItsPlaceInTheQueueUpBeforeSomebodyIsRefused() {
        ask(one);
        List<Turn> batch = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            batch.add(ask(one, PriorityClass.BATCH));
        }
        assertThat(refusal(() -> ask(one, PriorityClass.BATCH)).reason()).isEqualTo(Reason.TENANT_FULL);

        List<Turn> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            waiting.add(ask(one));
            assertThat(refusal(batch.get(3 - i)).reason()).isEqualTo(Reason.QUEUE_FULL);
        }
        assertThat(refusal(() -> ask(one)).reason())
                .as("now everybody of the tenant waits for an answer")
                .isEqualTo(Reason.TENANT_FULL);
        Turn others = ask(other, PriorityClass.BATCH);
        waiting.add(ask(other));
        assertThat(queue.waiting()).isEqualTo(6);

        waiting.add(ask(new TenantId(ulids.next())));
        assertThat(refusal(others).reason()).isEqualTo(Reason.QUEUE_FULL);
        assertThat(waiting).allMatch(Turn::isWaiting);
    }

    @Test
    void theTimeToComeBackFollowsFromWhatPlacesAreHeldForAndNoTwoAreToldTheSame() {
        for (int i = 0; i < 40; i++) {
            Turn turn = ask(one);
            nowNanos += TimeUnit.SECONDS.toNanos(2);
            turn.end();
        }
        ask(one);
        for (int i = 0; i < 4; i++) {
            ask(one);
        }
        assertThat(refusal(() -> ask(one)).retryAfterMillis()).isEqualTo(2_000);
        assertThat(refusal(() -> ask(one)).retryAfterMillis()).isEqualTo(4_000);
        for (int i = 0; i < 200; i++) {
            assertThat(refusal(() -> ask(one)).retryAfterMillis()).isBetween(1L, 120_000L);
        }
    }

    @Test
    void aWaitEndsAtItsDeadlineAndWithTheLastEngine() {
        ask(one);
        Turn late = ask(one);
        nowNanos += TimeUnit.SECONDS.toNanos(3);
        Turn later = ask(other);
        nowNanos += TimeUnit.SECONDS.toNanos(2);
        queue.tick();
        assertThat(refusal(late).reason()).isEqualTo(Reason.TOO_LATE);
        assertThat(later.isWaiting()).isTrue();

        deployment.replicas().getFirst().reportFailure();
        queue.tick();
        assertThat(refusal(later).reason()).isEqualTo(Reason.NO_ENGINE);
        assertThat(queue.waiting()).isZero();
        assertThat(refusal(() -> ask(one)).reason()).isEqualTo(Reason.NO_ENGINE);
    }

    @Test
    void aClientThatLeavesGivesItsPlaceInTheQueueToTheNext() {
        Turn running = ask(one);
        Turn leaves = ask(one);
        Turn next = ask(one);
        leaves.end();
        assertThat(queue.waiting()).isEqualTo(1);
        running.end();
        assertThat(next.isWaiting()).isFalse();
        assertThat(next.replica().inFlight()).isEqualTo(1);
        next.end();
        assertThat(deployment.replicas().getFirst().inFlight()).isZero();
    }

    @Test
    void aRequestWhoseEngineFailedGoesBeforeAllThatWait() {
        ServingDeployment two = EngineSimulation.deployment(1, 1);
        Turn failing = queue.ask(two, one, 1, PriorityClass.INTERACTIVE, 10);
        Turn running = queue.ask(two, one, 1, PriorityClass.INTERACTIVE, 10);
        Turn waiting = queue.ask(two, other, 1, PriorityClass.INTERACTIVE, 10);
        failing.replica().reportFailure();
        failing.settled(0, 0);
        failing.end();
        Turn again = failing.again(failing.replica());
        assertThat(again.isWaiting()).isTrue();
        running.end();
        assertThat(again.isWaiting()).isFalse();
        assertThat(again.replica()).isSameAs(running.replica());
        assertThat(waiting.isWaiting()).isTrue();
        again.end();
        assertThat(waiting.isWaiting()).isFalse();
        assertThat(refusal(() -> waiting.again(waiting.replica())).reason()).isEqualTo(Reason.NO_ENGINE);
    }

    @Test
    void aClassGoesBeforeThoseBelowItButForOnePlaceInSixteen() {
        var wide = new FairnessSettings(1, 1_000, 1_000, Duration.ofHours(1));
        var crowded = new FairQueue(deployment, wide, () -> nowNanos);
        Turn running = crowded.ask(deployment, one, 1, PriorityClass.BATCH, 1);
        List<Turn> batch = new ArrayList<>();
        List<Turn> interactive = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            batch.add(crowded.ask(deployment, one, 1, PriorityClass.BATCH, 1));
            interactive.add(crowded.ask(deployment, other, 1, PriorityClass.INTERACTIVE, 1_000));
        }
        for (int i = 0; i < 64; i++) {
            Turn ended = running;
            ended.end();
            running = java.util.stream.Stream.concat(batch.stream(), interactive.stream())
                    .filter(turn -> turn.state() == Turn.State.HELD)
                    .findFirst()
                    .orElseThrow();
        }
        assertThat(batch).filteredOn(turn -> !turn.isWaiting()).hasSize(64 / FairQueue.GUARD);
        assertThat(interactive).filteredOn(turn -> !turn.isWaiting()).hasSize(64 - 64 / FairQueue.GUARD);
    }

    @Test
    void manyThreadsTakeEveryPlaceAndNoMoreAndNobodyIsForgotten() throws Exception {
        ServingDeployment many = EngineSimulation.deployment(3, 2);
        var wide = new FairnessSettings(1, 100_000, 100_000, Duration.ofHours(1));
        var crowded = new FairQueue(many, wide, System::nanoTime);
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                TenantId tenant = i % 3 == 0 ? one : other;
                var random = new Random(i);
                all.add(threads.submit(() -> {
                    for (int round = 0; round < 500; round++) {
                        Turn turn = crowded.ask(many, tenant, 1, PriorityClass.INTERACTIVE, 10);
                        if (turn.isWaiting() && random.nextInt(8) == 0) {
                            turn.end();
                            continue;
                        }
                        if (turn.isWaiting()) {
                            turn.granted().toCompletableFuture().join();
                        }
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        LockSupport.parkNanos(1_000);
                        inside.decrementAndGet();
                        turn.end();
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(most.get()).isLessThanOrEqualTo(5);
        assertThat(crowded.waiting()).isZero();
        assertThat(many.replicas())
                .allSatisfy(replica -> assertThat(replica.inFlight()).isZero());
    }

    @Test
    void aRequestThatDoesNotWaitCostsNextToNothing() {
        ServingDeployment free = EngineSimulation.deployment(64, 64);
        var idle = new FairQueue(free, FairnessSettings.DEFAULTS, System::nanoTime);
        long bestNanos = Long.MAX_VALUE;
        int requests = 500_000;
        for (int round = 0; round < 6; round++) {
            long bareNanos = System.nanoTime();
            for (int i = 0; i < requests; i++) {
                ServingReplica replica = Objects.requireNonNull(free.leastBusy(null));
                replica.begin();
                replica.end();
            }
            long fairNanos = System.nanoTime();
            for (int i = 0; i < requests; i++) {
                Turn turn = idle.ask(free, i % 2 == 0 ? one : other, 1, PriorityClass.INTERACTIVE, 100);
                turn.counted(100, 31);
                turn.settled(100, 31);
                turn.end();
            }
            long endNanos = System.nanoTime();
            bestNanos = Math.min(bestNanos, (endNanos - fairNanos) / requests);
            System.out.printf(
                    "fairness, a request that does not wait: %d ns; %d ns of it without fairness%n",
                    (endNanos - fairNanos) / requests, (fairNanos - bareNanos) / requests);
        }
        assertThat(bestNanos).isLessThan(5_000);
    }

    private Turn ask(TenantId tenant) {
        return ask(tenant, PriorityClass.INTERACTIVE);
    }

    private Turn ask(TenantId tenant, PriorityClass priority) {
        return queue.ask(deployment, tenant, 1, priority, 10);
    }

    private static QueueRefusedException refusal(Turn turn) {
        try {
            turn.granted().toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof QueueRefusedException refused) {
                return refused;
            }
        }
        throw new AssertionError("it was not refused");
    }

    private static QueueRefusedException refusal(Runnable asking) {
        try {
            asking.run();
        } catch (QueueRefusedException refused) {
            return refused;
        }
        throw new AssertionError("it was not refused");
    }
}
