package cloud.hanok.cluster.deployment;

import cloud.hanok.cluster.pool.Pool;
import cloud.hanok.cluster.serving.AnswerTimeouts;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.NodeId;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.SiteId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A model version offered under a name, as it is recorded.
 *
 * @param id names it
 * @param name what clients put into {@code model}; unique in its pool
 * @param pool for whom it computes
 * @param model what is offered
 * @param driver who runs the engine
 * @param site where it computes
 * @param engine what it speaks
 * @param url of an external engine, else null
 * @param hasCredential whether an external engine's credential is kept for it
 * @param upstreamModel what the engine wants in {@code model}
 * @param contextTokens the longest prompt and answer together
 * @param price what a token costs
 * @param timeouts how long its engines may leave a client without anything; may be changed
 * @param concurrency requests that an external engine computes at once, or {@link
 *     cloud.hanok.cluster.serving.ServingReplica#UNKNOWN_CONCURRENCY}; may be changed
 * @param node runs the engine (local), or reports how the engine is (external)
 * @param createdAt when it was asked for
 * @param deletedAt when its end was asked for, else null
 * @param status how far it is
 */
public record Deployment(
        DeploymentId id,
        String name,
        Pool pool,
        OfferedModel model,
        DriverKind driver,
        SiteId site,
        EngineKind engine,
        @Nullable String url,
        boolean hasCredential,
        String upstreamModel,
        int contextTokens,
        PriceId price,
        AnswerTimeouts timeouts,
        int concurrency,
        NodeId node,
        Instant createdAt,
        @Nullable Instant deletedAt,
        DeploymentStatus status) {}
