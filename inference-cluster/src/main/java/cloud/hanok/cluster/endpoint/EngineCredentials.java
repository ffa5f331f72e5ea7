package cloud.hanok.cluster.endpoint;

import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.secret.Secret;
import java.util.Optional;

/**
 * Keeps what external engines want as a bearer token, outside of the database. Implemented over the vault; a test
 * breaks it.
 */
public interface EngineCredentials {
    /** Keeps a credential. Again for the same deployment: the first one stays. */
    void keep(DeploymentId deployment, Secret credential);

    /** The credential of a deployment, if one is kept. */
    Optional<Secret> find(DeploymentId deployment);
}
