package cloud.hanok.compliance.receipt;

import cloud.hanok.compliance.receipt.TransparencyLogs.Novelty;
import cloud.hanok.platform.id.TenantId;
import java.util.List;

/** Puts leaves where a sequencer finds them: their rows first, then their names, so that no name is ever without its row. */
final class LeafAppender {
    private final LogSequencer sequencer;
    private final LeafStore leaves;
    private final LeafInbox inbox;

    LeafAppender(LogSequencer sequencer, LeafStore leaves, LeafInbox inbox) {
        this.sequencer = sequencer;
        this.leaves = leaves;
        this.inbox = inbox;
    }

    /** See {@link TransparencyLogs#append}; wakes no sequencer. */
    void append(TenantId tenant, List<Leaf> appended, Novelty novelty) {
        // Asked before anything is written: only a lease held since then makes what is in memory surely new.
        FreshLeaves fresh = novelty == Novelty.FIRST_TIME ? sequencer.fresh(tenant) : null;
        leaves.put(tenant, appended);
        if (fresh != null) {
            fresh.offer(appended);
        }
        inbox.put(tenant, appended.stream().map(LeafName::of).toList());
    }
}
