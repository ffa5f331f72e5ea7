package cloud.hanok.api.sites;

import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.security.Roles;
import cloud.hanok.cluster.node.Node;
import cloud.hanok.cluster.node.Nodes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Machines. They announce themselves. */
@Controller("/platform/v1/nodes")
@Secured(Roles.PLATFORM_OPERATOR)
public final class NodesController {
    private final Nodes nodes;

    public NodesController(Nodes nodes) {
        this.nodes = nodes;
    }

    /** Those there are. */
    @Get
    public Listing<NodeView> list(@QueryValue @Nullable String after, @QueryValue @Nullable Integer limit) {
        return Listing.of(
                nodes.list(), PageQuery.of(after, limit), node -> node.id().text(), NodeView::of);
    }

    /** A node as it is sent. */
    public record NodeView(
            String object,
            String id,
            String host,
            int cores,
            long memoryBytes,
            Map<String, Integer> accelerators,
            Instant seenAt) {
        static NodeView of(Node node) {
            return new NodeView(
                    "node",
                    node.id().text(),
                    node.host(),
                    node.cores(),
                    node.memoryBytes(),
                    node.accelerators(),
                    node.seenAt());
        }
    }
}
