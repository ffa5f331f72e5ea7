package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.cluster.serving.ServingReplica;
import org.jspecify.annotations.Nullable;

/** Stage 6: the replica that answers: healthy, the least busy, and never given more than its bound. */
final class ScheduleStage {
    private final int maxInFlightPerReplica;

    ScheduleStage(int maxInFlightPerReplica) {
        this.maxInFlightPerReplica = maxInFlightPerReplica;
    }

    /**
     * Takes a place on a replica; {@link ServingReplica#end()} gives it back.
     *
     * @param except a replica that has just failed, or null
     * @throws ApiException when none is healthy, or all are full
     */
    ServingReplica schedule(ServingDeployment deployment, @Nullable ServingReplica except) {
        ServingReplica replica = deployment.leastBusy(except);
        if (replica == null) {
            throw new ApiException(ApiError.of(ErrorCode.ENGINE_UNAVAILABLE, deployment.name()));
        }
        if (replica.inFlight() >= maxInFlightPerReplica) {
            throw new ApiException(ApiError.of(ErrorCode.SERVER_OVERLOADED));
        }
        if (!replica.begin()) {
            throw new ApiException(ApiError.of(ErrorCode.ENGINE_UNAVAILABLE, deployment.name()));
        }
        return replica;
    }
}
