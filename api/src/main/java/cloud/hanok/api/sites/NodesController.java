package cloud.hanok.api.sites;

import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.cluster.node.Node;
import cloud.hanok.cluster.node.Nodes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Machines. They announce themselves, again and again while they live. */
@Controller("/platform/v1/nodes")
public final class NodesController {
    private final Nodes nodes;
    private final Clock clock;

    public NodesController(Nodes nodes, Clock clock) {
        this.nodes = nodes;
        this.clock = clock;
    }

    /** Those there are. */
    @Secured(Permissions.SITES_READ)
    @Get
    public Listing<NodeView> list(@QueryValue @Nullable String after, @QueryValue @Nullable Integer limit) {
        Instant now = clock.instant();
        return Listing.of(nodes.list(), PageQuery.of(after, limit), Node::id, node -> NodeView.of(node, now));
    }

    /**
     * A node as it is sent.
     *
     * @param object always {@code node}
     * @param fresh whether it was heard of lately
     */
    public record NodeView(
            String object,
            String id,
            String region,
            String host,
            int cores,
            long memoryBytes,
            Map<String, Integer> accelerators,
            Instant seenAt,
            boolean fresh) {
        static NodeView of(Node node, Instant now) {
            return new NodeView(
                    "node",
                    node.id().text(),
                    node.region(),
                    node.host(),
                    node.cores(),
                    node.memoryBytes(),
                    node.accelerators(),
                    node.seenAt(),
                    node.isFresh(now));
        }
    }
}
