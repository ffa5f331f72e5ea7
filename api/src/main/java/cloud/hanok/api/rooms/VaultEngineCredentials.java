package cloud.hanok.api.rooms;

import cloud.hanok.cluster.endpoint.EngineCredentials;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.secret.Secret;
import cloud.hanok.platform.vault.Vault;
import java.util.Map;
import java.util.Optional;

/** Credentials of external engines, one secret for each deployment. */
final class VaultEngineCredentials implements EngineCredentials {
    private static final String FOLDER = "hanok/engines/";
    private static final String FIELD = "credential";

    private final Vault vault;

    VaultEngineCredentials(Vault vault) {
        this.vault = vault;
    }

    @Override
    public void keep(DeploymentId deployment, Secret credential) {
        // False when the first call of this deployment was acknowledged late: then it is there already.
        var unused = vault.createSecret(FOLDER + deployment.text(), Map.of(FIELD, credential.reveal()));
    }

    @Override
    public Optional<Secret> find(DeploymentId deployment) {
        return vault.readSecret(FOLDER + deployment.text())
                .map(secret -> secret.get(FIELD))
                .map(Secret::new);
    }
}
