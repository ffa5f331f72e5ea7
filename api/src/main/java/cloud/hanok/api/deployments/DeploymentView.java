package cloud.hanok.api.deployments;

import cloud.hanok.api.audit.Audited;
import cloud.hanok.api.http.Explanation;
import cloud.hanok.billing.price.TokenPrice;
import cloud.hanok.cluster.deployment.Deployment;
import cloud.hanok.cluster.deployment.StateReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as it is sent; its credential never is.
 *
 * @param object always {@code deployment}
 * @param pool for whom it computes: {@code shared}, or the id of a dedicated tenant
 * @param modelVersion what is offered
 * @param url of an external engine, or null
 * @param price of a token, or null when it cannot be found
 * @param state how far it is
 * @param reason why it is no further, in English, or null
 * @param explanation the same with its code and in both languages
 */
public record DeploymentView(
        String object,
        String id,
        String name,
        String pool,
        String modelVersion,
        String driver,
        String site,
        String engine,
        @Nullable String url,
        boolean hasCredential,
        String upstreamModel,
        int contextTokens,
        @Nullable PriceView price,
        String node,
        String state,
        @Nullable String reason,
        @Nullable Explanation explanation,
        Instant createdAt,
        @Nullable Instant deletedAt)
        implements Audited {

    /** Nano-won for one token. */
    public record PriceView(String id, long inputNanoWon, long cachedNanoWon, long outputNanoWon) {
        static PriceView of(TokenPrice price) {
            return new PriceView(price.id().text(), price.inputNanoWon(), price.cachedNanoWon(), price.outputNanoWon());
        }
    }

    static DeploymentView of(Deployment deployment, @Nullable TokenPrice price) {
        StateReason reason = deployment.status().reason();
        return new DeploymentView(
                "deployment",
                deployment.id().text(),
                deployment.name(),
                deployment.pool().text(),
                deployment.model().version().text(),
                deployment.driver().text(),
                deployment.site().text(),
                deployment.engine().text(),
                deployment.url(),
                deployment.hasCredential(),
                deployment.upstreamModel(),
                deployment.contextTokens(),
                price == null ? null : PriceView.of(price),
                deployment.node().text(),
                deployment.status().state().text(),
                reason == null ? null : reason.english(),
                reason == null ? null : Explanation.of(reason.code(), reason.english(), reason.korean()),
                deployment.createdAt(),
                deployment.deletedAt());
    }
}
