package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.billing.credit.CreditDecision;
import cloud.hanok.billing.credit.CreditLines;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.money.NanoWon;
import cloud.hanok.tenant.key.Caller;

/** Stage 4: holds the most a request can cost on its tenant's credit, before anything is spent. */
final class AdmitStage {
    private final CreditLines credit;

    AdmitStage(CreditLines credit) {
        this.credit = credit;
    }

    /**
     * Reserves, or says that the tenant's spending is still being read.
     *
     * @throws ApiException when the credit does not hold it
     */
    CreditDecision admit(Caller caller, RequestId request, Route route) {
        CreditDecision decision = credit.reserve(caller.tenant(), request, caller.creditLimitWon(), route.bound());
        if (decision instanceof CreditDecision.Refused refused) {
            NanoWon spent = refused.spent();
            throw new ApiException(
                    ApiError.of(ErrorCode.INSUFFICIENT_QUOTA, spent.toWonText(), Long.toString(refused.limitWon())));
        }
        return decision;
    }
}
