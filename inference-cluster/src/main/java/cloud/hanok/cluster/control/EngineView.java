package cloud.hanok.cluster.control;

import cloud.hanok.cluster.deployment.DeploymentStatus;
import cloud.hanok.cluster.deployment.DriverKind;
import cloud.hanok.cluster.driver.EngineFacts;
import cloud.hanok.cluster.serving.ServingReplica;
import cloud.hanok.platform.id.DeploymentId;
import org.jspecify.annotations.Nullable;

/**
 * What this process sees of one deployment.
 *
 * @param deployment names it
 * @param name under which it is offered
 * @param driver who runs its engine
 * @param status as seen from here, which for external engines may differ from what another gateway sees
 * @param restarts how often its engine was opened again
 * @param replica of its engine; null while there is none
 * @param facts of its engine; null while there is none
 */
public record EngineView(
        DeploymentId deployment,
        String name,
        DriverKind driver,
        DeploymentStatus status,
        int restarts,
        @Nullable ServingReplica replica,
        @Nullable EngineFacts facts) {}
