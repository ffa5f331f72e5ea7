package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiException;
import cloud.hanok.compliance.guard.GuardSubject;
import cloud.hanok.compliance.guard.GuardedRequest;
import cloud.hanok.compliance.guard.Guards;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.tenant.key.Caller;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Stage 5: the guards look at the prompt, whole and off the event loop, before a replica is chosen; and begin with the answer, which is
 * stage 8's {@link GuardedAnswer}. Without guards neither costs anything.
 */
final class GuardStage {
    private final Guards guards;
    private final Executor workers;

    /** @param workers runs what may take a while */
    GuardStage(Guards guards, Executor workers) {
        this.guards = guards;
        this.workers = workers;
    }

    /**
     * @param request as it goes to the engine
     * @param by the guards at this request
     */
    record Guarded(InferenceRequest request, GuardedRequest by) {}

    /** Whether there is anything to wait for. */
    boolean isEmpty() {
        return guards.isEmpty();
    }

    /** The request as it may go on; or the {@link ApiException} of the guard that refused it. */
    CompletionStage<Guarded> guard(Caller caller, RequestId id, Route route, InferenceRequest request) {
        var subject = new GuardSubject(
                id,
                caller.tenant(),
                caller.project(),
                caller.id(),
                route.model(),
                route.deployment().site().country());
        return CompletableFuture.supplyAsync(
                () -> {
                    GuardedRequest by = guards.begin(subject);
                    return new Guarded(GuardedPrompt.of(request, by), by);
                },
                workers);
    }
}
