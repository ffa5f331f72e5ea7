package cloud.hanok.api.deployments;

import cloud.hanok.api.audit.Audited;
import cloud.hanok.api.http.Explanation;
import cloud.hanok.billing.price.TokenPrice;
import cloud.hanok.cluster.deployment.Deployment;
import cloud.hanok.cluster.deployment.StateReason;
import cloud.hanok.cluster.serving.AnswerTimeouts;
import cloud.hanok.cluster.serving.ServingReplica;
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
 * @param timeouts how long its engines may leave a client without anything
 * @param concurrency requests that its external engine computes at once; null where nobody said, and for local ones
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
        TimeoutsView timeouts,
        @Nullable Integer concurrency,
        String node,
        String state,
        @Nullable String reason,
        @Nullable Explanation explanation,
        Instant createdAt,
        @Nullable Instant deletedAt)
        implements Audited {

    /** Seconds that an engine may take: to its first token, and between two pieces of an answer. */
    public record TimeoutsView(int firstTokenSeconds, int idleSeconds) {
        static TimeoutsView of(AnswerTimeouts timeouts) {
            return new TimeoutsView(timeouts.firstTokenSeconds(), timeouts.idleSeconds());
        }
    }

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
                TimeoutsView.of(deployment.timeouts()),
                deployment.concurrency() == ServingReplica.UNKNOWN_CONCURRENCY ? null : deployment.concurrency(),
                deployment.node().text(),
                deployment.status().state().text(),
                reason == null ? null : reason.english(),
                reason == null ? null : Explanation.of(reason.code(), reason.english(), reason.korean()),
                deployment.createdAt(),
                deployment.deletedAt());
    }
}
