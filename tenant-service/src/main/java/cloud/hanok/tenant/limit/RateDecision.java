package cloud.hanok.tenant.limit;

import java.util.concurrent.CompletionStage;

/** Whether a request is within its rates: taken from each of them, refused by one, or not known yet. */
public sealed interface RateDecision permits RateHold, RateDecision.Refused, RateDecision.Pending {
    /**
     * A limit is reached.
     *
     * @param limit which
     * @param amount how much of it the request would take
     * @param retryAfterMillis when it is worth trying again; 0: never, for the request is larger than the limit
     * @param standing of all limits the request comes under
     */
    record Refused(Limit limit, long amount, long retryAfterMillis, RateHold standing) implements RateDecision {}

    /**
     * More of a limit is being asked for. Ask again when the stage completes; it fails when nobody could be asked.
     *
     * @param known completes on a thread of the leases' executor, never on the caller's
     */
    record Pending(CompletionStage<Void> known) implements RateDecision {}
}
