package cloud.hanok.cluster.deployment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a deployment is, and why it is not further.
 *
 * @param state how far
 * @param reason when it failed, or is being started again after a failure; else null
 * @param at since when
 */
public record DeploymentStatus(
        DeploymentState state, @Nullable StateReason reason, Instant at) {}
