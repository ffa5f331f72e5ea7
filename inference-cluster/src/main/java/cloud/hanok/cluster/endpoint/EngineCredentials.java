package cloud.hanok.cluster.endpoint;

import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.secret.Secret;
import java.util.Optional;

/**
 * Keeps what external engines want as a bearer token, outside of the database. {@link VaultEngineCredentials} is the
 * one that is used; a test breaks it.
 */
public interface EngineCredentials {
    /**
     * Keeps a credential. Again for the same deployment: the first one stays.
     *
     * @throws RuntimeException when it could not be kept
     */
    void keep(DeploymentId deployment, Secret credential);

    /**
     * The credential of a deployment, if one is kept.
     *
     * @throws RuntimeException when nobody could be asked
     */
    Optional<Secret> find(DeploymentId deployment);

    /**
     * Removes the credential of a deployment for good. Nothing happens when none is kept.
     *
     * @throws RuntimeException when it may still be there
     */
    void remove(DeploymentId deployment);
}
