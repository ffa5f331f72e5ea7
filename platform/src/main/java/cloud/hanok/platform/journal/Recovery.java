package cloud.hanok.platform.journal;

import java.util.List;
import java.util.Optional;

/** What opening the journal found. */
public final class Recovery {
    private final List<UnsettledOpen> unsettled;
    private final long nextSequence;
    private final Optional<TornTail> tornTail;

    Recovery(List<UnsettledOpen> unsettled, long nextSequence, Optional<TornTail> tornTail) {
        this.unsettled = List.copyOf(unsettled);
        this.nextSequence = nextSequence;
        this.tornTail = tornTail;
    }

    /** OPENs without SETTLE, oldest first. */
    public List<UnsettledOpen> unsettled() {
        return unsettled;
    }

    /** The sequence the next record gets. */
    public long nextSequence() {
        return nextSequence;
    }

    /** What a crash left half written and was cut; empty after a clean close. */
    public Optional<TornTail> tornTail() {
        return tornTail;
    }
}
