package cloud.hanok.compliance.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class FreshLeavesTest {
    private final Semaphore budget = new Semaphore(3);
    private final FreshLeaves fresh = new FreshLeaves(budget);
    private final Leaves leaves = new Leaves(3);

    @Test
    void anEntryIsTakenOnce() {
        Leaf leaf = leaves.pair().getFirst();
        fresh.offer(List.of(leaf, leaf));
        assertThat(budget.availablePermits()).isEqualTo(2);
        assertThat(fresh.take(LeafName.of(leaf))).isEqualTo(leaf.entry());
        assertThat(fresh.take(LeafName.of(leaf))).isNull();
        assertThat(budget.availablePermits()).isEqualTo(3);
    }

    @Test
    void whatThereIsNoRoomForIsLeftToTheStore() {
        List<Leaf> offered = leaves.attempts(5);
        FreshLeaves another = new FreshLeaves(budget);
        another.offer(offered.subList(0, 1));
        fresh.offer(offered.subList(1, 5));
        assertThat(offered.stream().filter(leaf -> fresh.take(LeafName.of(leaf)) != null))
                .hasSize(2);
    }

    @Test
    void nothingIsKeptBeyondTheLease() {
        List<Leaf> offered = leaves.attempts(2);
        fresh.offer(offered);
        fresh.end();
        fresh.offer(offered);
        assertThat(fresh.take(LeafName.of(offered.getFirst()))).isNull();
        assertThat(budget.availablePermits()).isEqualTo(3);
    }
}
