package cloud.hanok.cluster.node;

import cloud.hanok.platform.id.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A machine that engines run on.
 *
 * @param id names it; kept on the machine itself
 * @param region the part of the installation it is listed in
 * @param host its own name
 * @param cores processors this process may use
 * @param memoryBytes memory this process may use
 * @param accelerators resource name ({@code nvidia.com/gpu}, {@code rebellions.ai/npu}) to count; {@code cpu} alone when
 *     there is nothing else
 * @param seenAt when it last said so
 */
public record Node(
        NodeId id,
        String region,
        String host,
        int cores,
        long memoryBytes,
        Map<String, Integer> accelerators,
        Instant seenAt) {
    /** A node that was heard of within this time lives: two of its announcements in a row may be late or lost. */
    public static final Duration FRESH_FOR = NodeHeartbeat.EVERY.multipliedBy(3);

    public Node {
        accelerators = Map.copyOf(accelerators);
    }

    /** Whether it was heard of lately. */
    public boolean isFresh(Instant now) {
        return seenAt.plus(FRESH_FOR).isAfter(now);
    }
}
