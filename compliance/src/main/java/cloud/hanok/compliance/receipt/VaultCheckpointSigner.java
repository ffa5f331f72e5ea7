package cloud.hanok.compliance.receipt;

import cloud.hanok.platform.home.TenantVaults;
import cloud.hanok.platform.id.TenantId;

/** Keys of logs in OpenBao's transit engine; a call throws what {@link cloud.hanok.platform.vault.Vault} throws. */
public final class VaultCheckpointSigner implements CheckpointSigner {
    private final TenantVaults vaults;

    public VaultCheckpointSigner(TenantVaults vaults) {
        this.vaults = vaults;
    }

    @Override
    public void createKey(TenantId tenant, String keyName) {
        vaults.of(tenant).createSigningKey(keyName);
    }

    @Override
    public byte[] publicKey(TenantId tenant, String keyName) {
        return vaults.of(tenant).publicKey(keyName);
    }

    @Override
    public void deleteKey(TenantId tenant, String keyName) {
        vaults.of(tenant).deleteKey(keyName);
    }

    @Override
    public byte[] sign(TenantId tenant, String keyName, byte[] message) {
        return vaults.of(tenant).sign(keyName, message);
    }
}
