package cloud.hanok.compliance.receipt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Entries that this process appended for the first time while it held a log's lease, so that its sequencer need not read
 * them back. What is here is surely not in the log: nobody else can have moved the head under this lease, and each entry is
 * taken out before it is integrated. It ends with its lease; what is not here is read from the store.
 */
final class FreshLeaves {
    private final Semaphore budget;
    private final Map<LeafName, byte[]> entries = new HashMap<>();
    private boolean ended;

    /** @param budget entries that all logs of this process may hold together */
    FreshLeaves(Semaphore budget) {
        this.budget = budget;
    }

    /** Keeps what there is room for. Called after the leaves were stored and before the inbox names them. */
    synchronized void offer(List<Leaf> leaves) {
        for (Leaf leaf : leaves) {
            if (ended || !budget.tryAcquire()) {
                return;
            }
            if (entries.putIfAbsent(LeafName.of(leaf), leaf.entry()) != null) {
                budget.release();
            }
        }
    }

    /** Takes a leaf's entry out; null when it must be read. */
    synchronized byte @Nullable [] take(LeafName name) {
        byte[] entry = entries.remove(name);
        if (entry != null) {
            budget.release();
        }
        return entry;
    }

    /** The lease is over: nothing is kept any more. */
    synchronized void end() {
        ended = true;
        budget.release(entries.size());
        entries.clear();
    }
}
