package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.cluster.fairness.FairQueues;
import cloud.hanok.cluster.fairness.PriorityClass;
import cloud.hanok.cluster.fairness.QueueRefusedException;
import cloud.hanok.cluster.fairness.Turn;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.cluster.serving.ServingReplica;
import cloud.hanok.tenant.key.Caller;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Stage 6: the tenant's turn in the deployment's fair queue, and with it the replica that answers. */
final class ScheduleStage {
    private final FairQueues queues;

    ScheduleStage(FairQueues queues) {
        this.queues = queues;
    }

    /**
     * Asks for a place on a replica; {@link Turn#end()} gives it back.
     *
     * @return a turn that holds a place, or waits for one
     * @throws ApiException when no replica is healthy, or too many wait already
     */
    Turn schedule(Caller caller, Route route, InferenceRequest request, PriorityClass priority) {
        ServingDeployment deployment = route.deployment();
        long prompt = SettledUsage.promptEstimate(request);
        try {
            return queues.of(deployment).ask(deployment, caller.tenant(), caller.share(), priority, prompt);
        } catch (QueueRefusedException refused) {
            throw new ApiException(refusal(refused, deployment));
        }
    }

    /**
     * Asks for another place for a request whose engine failed: it goes before those who wait.
     *
     * @param except a replica that has just failed, or null
     * @throws ApiException when no other replica is healthy
     */
    Turn again(Turn failed, @Nullable ServingReplica except, Route route) {
        try {
            return failed.again(except);
        } catch (QueueRefusedException refused) {
            throw new ApiException(refusal(refused, route.deployment()));
        }
    }

    /** What a client is told that gets no place. */
    static ApiError refusal(QueueRefusedException refused, ServingDeployment deployment) {
        return switch (refused.reason()) {
            case NO_ENGINE -> ApiError.of(ErrorCode.ENGINE_UNAVAILABLE, deployment.name());
            case TENANT_FULL, QUEUE_FULL, TOO_LATE ->
                ApiError.of(ErrorCode.QUEUE_FULL, deployment.name())
                        .withRetryAfter(Duration.ofMillis(refused.retryAfterMillis()));
        };
    }
}
