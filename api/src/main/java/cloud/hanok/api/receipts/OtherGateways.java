package cloud.hanok.api.receipts;

import cloud.hanok.cluster.node.Nodes;
import cloud.hanok.platform.id.NodeId;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Whether a request that this process does not know may be one of another process's gateway. */
@Singleton
final class OtherGateways {
    /** Far longer than a node that lives is ever silent, also while Cassandra was away. */
    private static final Duration GONE_AFTER = Duration.ofHours(1);

    private final Nodes nodes;
    private final NodeId thisNode;
    private final Clock clock;

    OtherGateways(Nodes nodes, NodeId thisNode, Clock clock) {
        this.nodes = nodes;
        this.thisNode = thisNode;
        this.clock = clock;
    }

    /** Whether there may be any. A node is announced before its gateway takes requests, so none is missed. */
    boolean any() {
        Instant gone = clock.instant().minus(GONE_AFTER);
        return nodes.list().stream()
                .anyMatch(node -> !node.id().equals(thisNode) && node.seenAt().isAfter(gone));
    }
}
