package cloud.hanok.api.gateway;

import cloud.hanok.billing.price.TokenPrice;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.compliance.residency.ResidencyDecision;
import cloud.hanok.platform.money.NanoWon;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes and what it may cost at most.
 *
 * @param deployment what answers
 * @param residency why it may be processed there
 * @param price what a token costs
 * @param outputBoundTokens the most tokens of each answer: the client's bound, or the context
 * @param bound the most the request can cost, wherever it ends
 * @param fallback where it goes when this one cannot answer, or null
 */
record Route(
        ServingDeployment deployment,
        ResidencyDecision residency,
        TokenPrice price,
        long outputBoundTokens,
        NanoWon bound,
        @Nullable Route fallback)
        implements Resolution {
    /** The name that answers: what limits, usage and bills call it. */
    String model() {
        return deployment.name();
    }
}
