package cloud.hanok.platform.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration NEVER = Duration.ofHours(1);

    private final Semaphore taken = new Semaphore(0);

    @Test
    void aTurnFollowsTheOtherAlsoWhenOneFailsUntilItIsClosed() throws InterruptedException {
        var turns = new Turns("test", SOON, () -> {
            taken.release();
            throw new IllegalStateException("as planned");
        });
        turns.start();
        turns.start();
        assertThat(taken.tryAcquire(3, 10, TimeUnit.SECONDS)).isTrue();

        turns.close();

        taken.drainPermits();
        assertThat(turns.ended()).isTrue();
        assertThat(taken.tryAcquire(50, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void itBeginsWithATurnOrWithAPauseAndNotAtAllOnceItWasEnded() throws InterruptedException {
        var atOnce = new Turns("at-once", NEVER, taken::release);
        atOnce.start();
        assertThat(taken.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        atOnce.close();
        var later = new Turns("later", NEVER, taken::release);
        later.startAfterPause();
        assertThat(taken.tryAcquire(50, TimeUnit.MILLISECONDS)).isFalse();
        later.close();
        var never = new Turns("never", SOON, taken::release);
        never.end();
        never.start();
        assertThat(taken.tryAcquire(50, TimeUnit.MILLISECONDS)).isFalse();
        never.close();
    }

    @Test
    void closingWaitsForTheTurnUnderWayAndEndsItsRest() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var whole = new AtomicBoolean();
        var self = new Turns[1];
        self[0] = new Turns("test", SOON, () -> {
            begun.countDown();
            whole.set(self[0].rests(NEVER));
        });
        self[0].start();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        self[0].close();

        assertThat(whole).isTrue();
    }

    @Test
    void aTurnThatTakesTooLongIsNotWaitedFor() throws InterruptedException {
        var held = new CountDownLatch(1);
        var ends = new AtomicInteger();
        var turns = new Turns("test", SOON, () -> {
            taken.release();
            try {
                held.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            ends.incrementAndGet();
        });
        turns.start();
        assertThat(taken.tryAcquire(10, TimeUnit.SECONDS)).isTrue();

        turns.close(SOON);

        assertThat(ends).hasValue(0);
        held.countDown();
    }
}
