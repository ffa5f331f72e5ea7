package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.billing.credit.CreditDecision;
import cloud.hanok.billing.credit.CreditLines;
import cloud.hanok.billing.credit.NarrowLimit;
import cloud.hanok.billing.credit.SpendScope;
import cloud.hanok.platform.change.Lookup;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.key.Caller;
import cloud.hanok.tenant.limit.LimitScope;
import cloud.hanok.tenant.limit.RateDecision;
import cloud.hanok.tenant.limit.RateHold;
import cloud.hanok.tenant.limit.RateLimits;
import cloud.hanok.tenant.limit.TenantLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Stage 4: takes a request from its rates, and holds the most it can cost, before anything is spent. */
final class AdmitStage {
    /** What an answer is counted as against tokens when nobody bounded it: long for an answer, short for a context. */
    private static final long DEFAULT_OUTPUT_TOKENS = 1_024;

    private final CreditLines credit;
    private final Function<TenantId, Lookup<TenantLimits>> limits;
    private final RateLimits rates;

    /** @param limits of a tenant; never blocks */
    AdmitStage(CreditLines credit, Function<TenantId, Lookup<TenantLimits>> limits, RateLimits rates) {
        this.credit = credit;
        this.limits = limits;
        this.rates = rates;
    }

    /** The tenant's limits, or when they will be known. */
    sealed interface Limits {}

    /** @param of the tenant */
    record Known(TenantLimits of) implements Limits {}

    /** @param known completes when it is worth asking again */
    record Later(CompletionStage<?> known) implements Limits {}

    private static final Known UNLIMITED = new Known(TenantLimits.NONE);

    /**
     * Finds the limits of the caller's tenant.
     *
     * @throws ApiException when they cannot be read
     */
    Limits limitsOf(Caller caller) {
        return switch (limits.apply(caller.tenant())) {
            case Lookup.Found<TenantLimits>(var found) -> found.isEmpty() ? UNLIMITED : new Known(found);
            case Lookup.Pending<TenantLimits>(var answer) -> new Later(answer);
            case Lookup.Absent<TenantLimits> absent -> UNLIMITED;
            case Lookup.Stale<TenantLimits> stale -> throw new ApiException(ApiError.of(ErrorCode.STORE_UNAVAILABLE));
        };
    }

    /** Takes the request from its rates. A refusal is for the caller to tell: it says how the limits stand. */
    RateDecision rates(TenantLimits of, Caller caller, RequestId id, InferenceRequest request, Route route) {
        if (of.isEmpty()) {
            return RateHold.NONE;
        }
        return rates.take(
                caller.tenant(),
                of.rates(caller.project(), caller.id(), route.model()),
                id.ulid().epochMillis(),
                tokens(request, route));
    }

    /** What a rate is refused with. */
    ApiError refusal(RateDecision.Refused refused) {
        return LimitRefusals.rate(refused);
    }

    /**
     * Reserves, or says that more of a limit is being asked for.
     *
     * @throws ApiException when a limit of spending does not hold it
     */
    CreditDecision admit(TenantLimits of, Caller caller, RequestId request, Route route) {
        CreditDecision decision = of.isEmpty()
                ? credit.reserve(caller.tenant(), request, caller.creditLimitWon(), route.bound())
                : credit.reserve(
                        caller.tenant(),
                        request,
                        of.spend(LimitScope.TENANT)
                                .map(limit -> Math.min(limit.amount(), caller.creditLimitWon()))
                                .orElse(caller.creditLimitWon()),
                        narrower(of, caller),
                        route.bound());
        if (decision instanceof CreditDecision.Refused refused) {
            throw new ApiException(LimitRefusals.spend(refused));
        }
        return decision;
    }

    private static List<NarrowLimit> narrower(TenantLimits of, Caller caller) {
        List<NarrowLimit> narrower = new ArrayList<>(2);
        ProjectId project = caller.project();
        if (project != null) {
            of.spend(LimitScope.of(project))
                    .ifPresent(limit -> narrower.add(new NarrowLimit(SpendScope.of(project), limit.amount())));
        }
        of.spend(LimitScope.of(caller.id()))
                .ifPresent(limit -> narrower.add(new NarrowLimit(SpendScope.of(caller.id()), limit.amount())));
        return narrower;
    }

    /** The prompt as it is estimated, and the most that is answered: as asked, else as is usual. */
    private static long tokens(InferenceRequest request, Route route) {
        long output = request.maxOutputTokens() == InferenceRequest.UNSET
                ? Math.min(DEFAULT_OUTPUT_TOKENS, route.outputBoundTokens())
                : route.outputBoundTokens();
        return SettledUsage.promptEstimate(request) + output * request.choices();
    }
}
