package cloud.hanok.cluster.endpoint;

import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.secret.Secret;
import cloud.hanok.platform.vault.Vault;
import java.util.Map;
import java.util.Optional;

/** Engines' credentials in OpenBao's key-value store, one entry a deployment. Blocks. */
public final class VaultEngineCredentials implements EngineCredentials {
    private static final String FOLDER = "hanok/engine-credentials/";
    private static final String FIELD = "credential";

    private final Vault vault;

    public VaultEngineCredentials(Vault vault) {
        this.vault = vault;
    }

    @Override
    public void keep(DeploymentId deployment, Secret credential) {
        // False when there is one already: a repeated call.
        var _ = vault.createSecret(FOLDER + deployment.text(), Map.of(FIELD, credential.reveal()));
    }

    @Override
    public Optional<Secret> find(DeploymentId deployment) {
        return vault.readSecret(FOLDER + deployment.text())
                .map(values -> values.get(FIELD))
                .map(Secret::new);
    }

    @Override
    public void remove(DeploymentId deployment) {
        vault.deleteSecret(FOLDER + deployment.text());
    }
}
