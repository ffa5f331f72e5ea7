package cloud.hanok.api.deployments;

import cloud.hanok.api.http.Explanation;
import cloud.hanok.cluster.control.EngineView;
import cloud.hanok.cluster.deployment.StateReason;
import cloud.hanok.cluster.driver.EngineFacts;
import cloud.hanok.cluster.driver.EngineLoad;
import cloud.hanok.cluster.serving.ServingReplica;
import cloud.hanok.platform.id.NodeId;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The engine of a deployment as one machine sees it now.
 *
 * @param object always {@code replica}
 * @param id names the running engine; null while there is none, because it is being started again
 * @param deployment whose it is
 * @param node the machine that says so
 * @param state how far it is, seen from there
 * @param explanation why it is no further, or null
 * @param since when it came to that state
 * @param healthy whether requests are sent to it
 * @param restarts how often it was opened again since that machine's control plane started
 * @param inFlight requests that this gateway has at it
 * @param queued requests that wait for it in this gateway
 * @param running requests that it says it works on; null where it does not say
 * @param waiting requests that it says wait inside it; null where it does not say
 * @param concurrency requests it computes at once; null where that is not known
 */
public record ReplicaView(
        String object,
        @Nullable String id,
        String deployment,
        String node,
        String state,
        @Nullable Explanation explanation,
        Instant since,
        boolean healthy,
        int restarts,
        int inFlight,
        int queued,
        @Nullable Long running,
        @Nullable Long waiting,
        @Nullable Integer concurrency) {

    static ReplicaView of(EngineView engine, NodeId node, int queued) {
        ServingReplica replica = engine.replica();
        EngineFacts facts = engine.facts();
        EngineLoad load = facts == null ? EngineLoad.UNKNOWN : facts.load();
        StateReason reason = engine.status().reason();
        return new ReplicaView(
                "replica",
                replica == null ? null : replica.id().text(),
                engine.deployment().text(),
                node.text(),
                engine.status().state().text(),
                reason == null ? null : Explanation.of(reason.code(), reason.english(), reason.korean()),
                engine.status().at(),
                replica != null && replica.isHealthy(),
                engine.restarts(),
                replica == null ? 0 : replica.inFlight(),
                queued,
                known(load.running()),
                known(load.waiting()),
                replica == null || replica.concurrency() == ServingReplica.UNKNOWN_CONCURRENCY
                        ? null
                        : replica.concurrency());
    }

    private static @Nullable Long known(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }
}
