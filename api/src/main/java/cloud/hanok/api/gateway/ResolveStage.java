package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.billing.price.Rating;
import cloud.hanok.billing.price.TokenPrice;
import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.cluster.serving.ServingDirectory;
import cloud.hanok.compliance.residency.ResidencyDecision;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.money.NanoWon;
import cloud.hanok.tenant.key.Caller;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stage 3: name to deployment, the residency decision with its reason, and the price. From memory. */
final class ResolveStage {
    /** Tokens of a chat template around the messages, at most: a sound bound of a prompt must hold them too. */
    private static final long TEMPLATE_TOKENS = 64;

    private final ServingDirectory directory;
    private final ServingResidency residency;
    private final Function<PriceId, @Nullable TokenPrice> prices;
    private final Function<PriceId, CompletionStage<TokenPrice>> priceLoads;

    /**
     * @param prices a price that is in memory, else null
     * @param priceLoads brings a price into memory
     */
    ResolveStage(
            ServingDirectory directory,
            ServingResidency residency,
            Function<PriceId, @Nullable TokenPrice> prices,
            Function<PriceId, CompletionStage<TokenPrice>> priceLoads) {
        this.directory = directory;
        this.residency = residency;
        this.prices = prices;
        this.priceLoads = priceLoads;
    }

    /**
     * The route of a request, or when it will be known.
     *
     * @throws ApiException when there is no such model, or the tenant may not use it where it runs
     */
    Resolution resolve(Caller caller, InferenceRequest request) {
        ServingDeployment deployment = directory.find(caller.pool(), request.model());
        if (deployment == null || !caller.mayAsk(request.model())) {
            throw new ApiException(
                    ApiError.of(ErrorCode.MODEL_NOT_FOUND, request.model()).withParam("model"));
        }
        ResidencyDecision decision = residency.decide(caller.allowedJurisdictions(), deployment);
        if (!decision.allowed()) {
            throw new ApiException(ApiError.of(ErrorCode.DATA_RESIDENCY_MISMATCH, request.model(), decision.reason())
                    .withParam("model"));
        }
        TokenPrice price = prices.apply(deployment.price());
        if (price == null) {
            return new Resolution.Later(priceLoads.apply(deployment.price()));
        }
        return route(deployment, decision, price, request);
    }

    /**
     * A token of a byte-level vocabulary stands for at least one byte, so the body's length bounds the prompts; neither a
     * prompt nor an answer is ever longer than the context.
     */
    private static Route route(
            ServingDeployment deployment, ResidencyDecision decision, TokenPrice price, InferenceRequest request) {
        long context = deployment.contextTokens();
        long asked = request.maxOutputTokens();
        long output = asked == InferenceRequest.UNSET ? context : Math.min(asked, context);
        long prompts = request.prompts();
        long input = Math.min(request.promptBytes() + TEMPLATE_TOKENS * prompts, context * prompts);
        long dearest = Math.max(price.inputNanoWon(), price.cachedNanoWon());
        NanoWon prompt = new NanoWon(dearest).times(input);
        NanoWon bound = Rating.cost(price, new TokenUsage(0, 0, output * request.choices()))
                .plus(prompt);
        return new Route(deployment, decision, price, output, bound);
    }
}
