package cloud.hanok.platform.lease;

import java.util.concurrent.CompletionStage;

/** Whether an amount could be used. */
public sealed interface LeaseUse {
    /** It was taken; whoever took it gives back what is not used after all. */
    record Used() implements LeaseUse {}

    /** It does not fit, and others hold the rest. */
    record Refused() implements LeaseUse {}

    /**
     * More is being asked for. Try again when the stage completes; it fails with
     * {@link cloud.hanok.platform.cassandra.StoreUnavailableException} when nobody could be asked.
     *
     * @param known completes on a thread of the lease's executor, never on the caller's
     */
    record Pending(CompletionStage<Void> known) implements LeaseUse {}

    /** {@link Used}. */
    LeaseUse USED = new Used();

    /** {@link Refused}. */
    LeaseUse REFUSED = new Refused();
}
