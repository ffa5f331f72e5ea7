package cloud.hanok.cluster.driver;

import cloud.hanok.cluster.deployment.Deployment;
import cloud.hanok.platform.id.DeploymentId;

/** What brings an engine into being for a deployment. Methods block; they are called from a virtual thread. */
public sealed interface Driver permits LocalDriver, ExternalDriver {
    /**
     * Takes over the engine of this deployment that already runs, or starts one. Returns at once; whether it serves is
     * told by {@link EngineRun#observe()}.
     *
     * @throws EngineFailedException when there is no way to an engine now; it may be tried again
     * @throws InterruptedException when this process ends
     */
    EngineRun open(Deployment deployment) throws EngineFailedException, InterruptedException;

    /**
     * Ends whatever still runs for a deployment that is no more, and removes what is kept of it.
     *
     * @throws InterruptedException when this process ends
     */
    void remove(DeploymentId deployment) throws InterruptedException;
}
