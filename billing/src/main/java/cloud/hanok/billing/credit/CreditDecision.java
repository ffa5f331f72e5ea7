package cloud.hanok.billing.credit;

import cloud.hanok.billing.BillingProblem;
import cloud.hanok.platform.money.NanoWon;
import java.util.concurrent.CompletionStage;

/** Whether a call may be made on a tenant's credit: reserved, refused, or not known yet. */
public sealed interface CreditDecision permits CreditReservation, CreditDecision.Refused, CreditDecision.Pending {
    /**
     * The amount does not fit under the tenant's limit this month.
     *
     * @param spent what is settled this month plus what calls in flight hold
     * @param limitWon the tenant's limit for a month, in won
     * @param requested what was asked for
     */
    record Refused(NanoWon spent, long limitWon, NanoWon requested) implements CreditDecision {
        /** What to tell the caller. */
        public BillingProblem problem() {
            return new BillingProblem.CreditLimitReached(spent.toWonText(), limitWon);
        }
    }

    /**
     * The tenant's spending is being read. Ask again when the stage completes; it fails with
     * {@link cloud.hanok.platform.cassandra.StoreUnavailableException} when it could not be read, or with
     * {@link cloud.hanok.billing.BillingProblemException} ({@code credit_lines_full}).
     *
     * @param known completes on a thread of the loads' executor, never on the caller's
     */
    record Pending(CompletionStage<Void> known) implements CreditDecision {}
}
