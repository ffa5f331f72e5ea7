package cloud.hanok.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.standalone.StandaloneException;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class StartsTest {
    private final ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();

    @Test
    void thoseThatDoNotStandOnEachOtherStartAtOnce() {
        CyclicBarrier together = new CyclicBarrier(2);
        try (Starts starts = new Starts()) {
            starts.begin(() -> meet(together), List.of());
            starts.begin(() -> meet(together), List.of());
            starts.await();
        }
        assertThat(order).containsExactly("met", "met");
    }

    @Test
    void oneComesAfterAllItStandsOn() {
        try (Starts starts = new Starts()) {
            Starts.Start database = starts.begin(() -> order.add("ground"), List.of());
            Starts.Start keys = starts.begin(() -> order.add("ground"), List.of());
            starts.begin(() -> order.add("house"), List.of(database, keys));
            starts.await();
        }
        assertThat(order).containsExactly("ground", "ground", "house");
    }

    @Test
    void oneWhoseGroundFailedNeverBeginsAndTheReasonIsTheGrounds() {
        try (Starts starts = new Starts()) {
            Starts.Start database = starts.begin(
                    () -> {
                        throw new StandaloneException("The disk is full.", "Free some space.");
                    },
                    List.of());
            starts.begin(() -> order.add("other"), List.of());
            starts.begin(() -> order.add("house"), List.of(database));
            assertThatThrownBy(starts::await)
                    .isInstanceOf(StandaloneException.class)
                    .hasMessage("The disk is full.");
        }
        assertThat(order)
                .describedAs("the one that did not fail was waited for")
                .containsExactly("other");
    }

    @Test
    void aFailureNobodyThoughtOfStillSaysWhatToDo() {
        try (Starts starts = new Starts()) {
            starts.begin(
                    () -> {
                        throw new IllegalStateException("odd");
                    },
                    List.of());
            assertThatThrownBy(starts::await)
                    .isInstanceOfSatisfying(
                            StandaloneException.class,
                            failure -> assertThat(failure.nextStep()).contains("./hanok doctor"))
                    .hasMessageContaining("odd");
        }
    }

    private void meet(CyclicBarrier together) {
        try {
            together.await(30, TimeUnit.SECONDS);
            order.add("met");
        } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
            throw new IllegalStateException(alone);
        }
    }
}
