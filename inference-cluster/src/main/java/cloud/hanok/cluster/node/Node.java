package cloud.hanok.cluster.node;

import cloud.hanok.platform.id.NodeId;
import java.time.Instant;
import java.util.Map;

/**
 * A machine that engines run on.
 *
 * @param id names it; kept on the machine itself
 * @param host its own name
 * @param cores processors this process may use
 * @param memoryBytes memory this process may use
 * @param accelerators resource name ({@code nvidia.com/gpu}, {@code rebellions.ai/npu}) to count; {@code cpu} alone when
 *     there is nothing else
 * @param seenAt when it last said so
 */
public record Node(
        NodeId id, String host, int cores, long memoryBytes, Map<String, Integer> accelerators, Instant seenAt) {
    public Node {
        accelerators = Map.copyOf(accelerators);
    }
}
