package cloud.hanok.cluster.serving;

import cloud.hanok.cluster.pool.Pool;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.ModelVersionId;
import cloud.hanok.platform.id.PriceId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A deployment that serves: what the gateway needs to know of it for a request.
 *
 * @param id names it
 * @param name what clients put into {@code model}
 * @param pool for whom it computes
 * @param version the model version behind it
 * @param modelDigestOrEmpty SHA-256 of the weights in lower-case hex; empty when only somebody else's engine knows
 * @param publisher who published the model ({@code owned_by})
 * @param licence of the model, an SPDX identifier or the licence's own name; empty when nobody wrote it down
 * @param capabilities what the model can
 * @param engine what it speaks
 * @param upstreamModel what the engine wants in {@code model}
 * @param contextTokens the longest prompt and answer together
 * @param site where it computes
 * @param price what a token costs
 * @param timeouts how long its engines may leave a client without anything
 * @param createdAt when it was deployed
 * @param replicas its engines, healthy or not; none while its only engine is being started again
 */
public record ServingDeployment(
        DeploymentId id,
        String name,
        Pool pool,
        ModelVersionId version,
        String modelDigestOrEmpty,
        String publisher,
        String licence,
        Capabilities capabilities,
        EngineKind engine,
        String upstreamModel,
        int contextTokens,
        ServingSite site,
        PriceId price,
        AnswerTimeouts timeouts,
        Instant createdAt,
        List<ServingReplica> replicas) {
    public ServingDeployment {
        replicas = List.copyOf(replicas);
    }

    /** Whether its model can this: what it cannot is refused before an engine is asked. */
    public boolean can(Capability capability) {
        return capabilities.can(capability);
    }

    /**
     * The healthy replica with the fewest requests in flight, other than the one that just failed. Does not begin a
     * request: {@link ServingReplica#begin()} may still say no.
     *
     * @param except a replica not to choose, or null
     * @return null when there is none
     */
    public @Nullable ServingReplica leastBusy(@Nullable ServingReplica except) {
        ServingReplica best = null;
        int fewest = Integer.MAX_VALUE;
        for (int i = 0; i < replicas.size(); i++) {
            ServingReplica replica = replicas.get(i);
            boolean excluded = except != null && replica.id().equals(except.id());
            int inFlight = replica.inFlight();
            if (!excluded && replica.isHealthy() && inFlight < fewest) {
                best = replica;
                fewest = inFlight;
            }
        }
        return best;
    }
}
