package cloud.hanok.cluster.deployment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a deployment is, and why it is not further.
 *
 * @param state how far
 * @param reason in plain words with the next step, when it failed or is being tried again; else null
 * @param at since when
 */
public record DeploymentStatus(
        DeploymentState state, @Nullable String reason, Instant at) {}
