package cloud.hanok.api.deployments;

import cloud.hanok.api.gateway.GatewayService;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.cluster.control.DeploymentController;
import cloud.hanok.platform.id.NodeId;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import java.util.List;

/** Engines as they run now, as this machine sees them: its own local ones, and every external one. */
@Controller("/platform/v1/replicas")
public final class ReplicasController {
    private final DeploymentController engines;
    private final GatewayService gateway;
    private final NodeId node;

    public ReplicasController(DeploymentController engines, GatewayService gateway, NodeId node) {
        this.engines = engines;
        this.gateway = gateway;
        this.node = node;
    }

    /** All of them, by the names of their deployments. */
    @Secured(Permissions.DEPLOYMENTS_READ)
    @Get
    public ReplicaList list() {
        return new ReplicaList(
                "list",
                engines.engines().stream()
                        .map(engine -> ReplicaView.of(engine, node, gateway.waiting(engine.deployment())))
                        .toList());
    }

    /**
     * All of them.
     *
     * @param object always {@code list}
     */
    public record ReplicaList(String object, List<ReplicaView> data) {}
}
