package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.billing.price.Rating;
import cloud.hanok.billing.price.TokenPrice;
import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.cluster.engine.EngineCodecs;
import cloud.hanok.cluster.engine.EngineOperation;
import cloud.hanok.cluster.fairness.PriorityClass;
import cloud.hanok.cluster.naming.AliasSet;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.cluster.serving.ServingDirectory;
import cloud.hanok.compliance.residency.ResidencyDecision;
import cloud.hanok.platform.change.Lookup;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.money.NanoWon;
import cloud.hanok.tenant.key.Caller;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stage 3: name to deployment, the residency decision with its reason, and the price. From memory. A tenant's own alias comes before a
 * deployment of that name, and that before an alias of the operator's. What an alias names and the caller may not use, or cannot
 * where it runs, is passed over: none is reached by it that is not reached by its name.
 */
final class ResolveStage {
    /** Tokens of a chat template around the messages, at most: a sound bound of a prompt must hold them too. */
    private static final long TEMPLATE_TOKENS = 64;

    private final ServingDirectory directory;
    private final Function<@Nullable TenantId, Lookup<AliasSet>> aliases;
    private final ServingResidency residency;
    private final Function<PriceId, @Nullable TokenPrice> prices;
    private final Function<PriceId, CompletionStage<TokenPrice>> priceLoads;

    /**
     * @param aliases of a tenant, or, for null, of the shared pool
     * @param prices a price that is in memory, else null
     * @param priceLoads brings a price into memory
     */
    ResolveStage(
            ServingDirectory directory,
            Function<@Nullable TenantId, Lookup<AliasSet>> aliases,
            ServingResidency residency,
            Function<PriceId, @Nullable TokenPrice> prices,
            Function<PriceId, CompletionStage<TokenPrice>> priceLoads) {
        this.directory = directory;
        this.aliases = aliases;
        this.residency = residency;
        this.prices = prices;
        this.priceLoads = priceLoads;
    }

    /**
     * The route of a request, or when it will be known.
     *
     * @param priority what nobody waits for costs less
     * @throws ApiException when there is no such model, or the tenant may not use it where it runs
     */
    Resolution resolve(Caller caller, InferenceRequest request, PriorityClass priority) {
        String name = request.model();
        return switch (aliases.apply(caller.tenant())) {
            case Lookup.Found<AliasSet>(var own) -> {
                List<String> targets = own.targets(name);
                yield targets == null
                        ? offered(caller, request, priority, name)
                        : first(caller, request, priority, targets);
            }
            case Lookup.Pending<AliasSet>(var answer) -> new Resolution.Later(answer);
            case Lookup.Absent<AliasSet> _ -> offered(caller, request, priority, name);
            case Lookup.Stale<AliasSet> _ -> throw new ApiException(ApiError.of(ErrorCode.STORE_UNAVAILABLE));
        };
    }

    /** A deployment of this name, else what the operator's alias says. */
    private Resolution offered(Caller caller, InferenceRequest request, PriorityClass priority, String name) {
        if (caller.pool() != null || directory.find(null, name) != null) {
            return first(caller, request, priority, List.of(name));
        }
        return switch (aliases.apply(null)) {
            case Lookup.Found<AliasSet>(var offered) -> {
                List<String> targets = offered.targets(name);
                yield first(caller, request, priority, targets == null ? List.of(name) : targets);
            }
            case Lookup.Pending<AliasSet>(var answer) -> new Resolution.Later(answer);
            case Lookup.Absent<AliasSet> _ -> first(caller, request, priority, List.of(name));
            case Lookup.Stale<AliasSet> _ -> throw new ApiException(ApiError.of(ErrorCode.STORE_UNAVAILABLE));
        };
    }

    /** The first of these that may be asked, with the others behind it. */
    private Resolution first(Caller caller, InferenceRequest request, PriorityClass priority, List<String> names) {
        Route route = null;
        ApiError refusal = null;
        for (int i = names.size() - 1; i >= 0; i--) {
            String name = names.get(i);
            ServingDeployment deployment = directory.find(caller.pool(), name);
            if (deployment == null || !(caller.mayAsk(name) || caller.mayAsk(request.model()))) {
                continue;
            }
            ApiError unable = unable(deployment, request);
            if (unable != null) {
                refusal = unable;
                continue;
            }
            ResidencyDecision decision = residency.decide(caller.allowedJurisdictions(), deployment);
            if (!decision.allowed()) {
                refusal = ApiError.of(ErrorCode.DATA_RESIDENCY_MISMATCH, request.model(), decision.reason())
                        .withParam("model");
                continue;
            }
            TokenPrice price = prices.apply(deployment.price());
            if (price == null) {
                return new Resolution.Later(priceLoads.apply(deployment.price()));
            }
            route = route(
                    deployment, decision, priority == PriorityClass.BATCH ? price.ofBatch() : price, request, route);
        }
        if (route == null) {
            throw new ApiException(
                    refusal == null
                            ? ApiError.of(ErrorCode.MODEL_NOT_FOUND, request.model())
                                    .withParam("model")
                            : refusal);
        }
        return route;
    }

    /** Why a model that may be asked cannot do what is asked for; null when it can. */
    private static @Nullable ApiError unable(ServingDeployment deployment, InferenceRequest request) {
        Needs.Need missing = request.needs().missing(deployment.capabilities());
        if (missing != null) {
            return ApiError.of(
                            ErrorCode.CAPABILITY_MISSING,
                            request.model(),
                            missing.capability().text())
                    .withParam(missing.param());
        }
        EngineOperation operation = request.body().operation();
        return EngineCodecs.of(deployment.engine()).route(operation) == null
                ? ApiError.of(ErrorCode.CAPABILITY_MISSING, request.model(), operation.text())
                        .withParam("model")
                : null;
    }

    private static NanoWon atLeast(NanoWon bound, @Nullable Route fallback) {
        return fallback != null && fallback.bound().value() > bound.value() ? fallback.bound() : bound;
    }

    /**
     * A token of a byte-level vocabulary stands for at least one byte, so the body's length bounds the prompts; neither a
     * prompt nor an answer is ever longer than the context.
     */
    private static Route route(
            ServingDeployment deployment,
            ResidencyDecision decision,
            TokenPrice price,
            InferenceRequest request,
            @Nullable Route fallback) {
        if (!request.body().operation().computes()) {
            return new Route(deployment, decision, price, 0, atLeast(NanoWon.ZERO, fallback), fallback);
        }
        long context = deployment.contextTokens();
        long asked = request.maxOutputTokens();
        long output = asked == InferenceRequest.UNSET ? context : Math.min(asked, context);
        long prompts = request.prompts();
        long input = Math.min(request.promptBytes() + TEMPLATE_TOKENS * prompts, context * prompts);
        long dearest = Math.max(price.inputNanoWon(), price.cachedNanoWon());
        NanoWon prompt = new NanoWon(dearest).times(input);
        NanoWon bound = Rating.cost(price, new TokenUsage(0, 0, output * request.choices()))
                .plus(prompt);
        return new Route(deployment, decision, price, output, atLeast(bound, fallback), fallback);
    }
}
