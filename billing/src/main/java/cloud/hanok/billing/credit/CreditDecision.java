package cloud.hanok.billing.credit;

import cloud.hanok.billing.BillingProblem;
import cloud.hanok.platform.money.NanoWon;
import java.util.concurrent.CompletionStage;

/** Whether a call may be made on a tenant's credit: reserved, refused, or not known yet. */
public sealed interface CreditDecision permits CreditReservation, CreditDecision.Refused, CreditDecision.Pending {
    /**
     * The amount does not fit under a limit of this month.
     *
     * @param spent what is settled this month, what calls in flight hold, and what other gateways were granted
     * @param limitWon the limit for a month, in won
     * @param requested what was asked for
     * @param scope whose limit it is
     */
    record Refused(NanoWon spent, long limitWon, NanoWon requested, SpendScope scope) implements CreditDecision {
        /** What to tell the caller. */
        public BillingProblem problem() {
            return new BillingProblem.CreditLimitReached(spent.toWonText(), limitWon);
        }
    }

    /**
     * More of the limit is being asked for. Ask again when the stage completes; it fails with
     * {@link cloud.hanok.platform.cassandra.StoreUnavailableException} when it could not be read, or with
     * {@link cloud.hanok.billing.BillingProblemException} ({@code credit_lines_full}).
     *
     * @param known completes on a thread of the loads' executor, never on the caller's
     */
    record Pending(CompletionStage<Void> known) implements CreditDecision {}
}
