package cloud.hanok.cluster.deployment;

import cloud.hanok.cluster.pool.Pool;
import cloud.hanok.cluster.serving.AnswerTimeouts;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.SiteId;
import cloud.hanok.platform.secret.Secret;
import org.jspecify.annotations.Nullable;

/**
 * A deployment that is asked for.
 *
 * @param name what clients will put into {@code model}: {@code [a-z0-9][a-z0-9._-]{0,95}}
 * @param pool for whom it computes
 * @param model what is offered
 * @param driver who runs the engine
 * @param site where it computes
 * @param engine what it speaks
 * @param url of an external engine, ending in {@code /v1}; null for a local one
 * @param credential what an external engine wants as a bearer token; null when it wants none
 * @param upstreamModel what an external engine wants in {@code model}; null: the name
 * @param contextTokens the longest prompt and answer together; 0: the model's own
 * @param price what a token costs
 * @param timeouts how long its engines may leave a client without anything
 * @param concurrency requests that an external engine computes at once, or {@link
 *     cloud.hanok.cluster.serving.ServingReplica#UNKNOWN_CONCURRENCY}; a local one has the slots it is started with
 */
public record NewDeployment(
        String name,
        Pool pool,
        OfferedModel model,
        DriverKind driver,
        SiteId site,
        EngineKind engine,
        @Nullable String url,
        @Nullable Secret credential,
        @Nullable String upstreamModel,
        int contextTokens,
        PriceId price,
        AnswerTimeouts timeouts,
        int concurrency) {}
