package cloud.hanok.compliance.receipt;

import cloud.hanok.platform.vault.Vault;

/** Keys of logs in OpenBao's transit engine; a call throws what {@link Vault} throws. */
public final class VaultCheckpointSigner implements CheckpointSigner {
    private final Vault vault;

    public VaultCheckpointSigner(Vault vault) {
        this.vault = vault;
    }

    @Override
    public void createKey(String keyName) {
        vault.createSigningKey(keyName);
    }

    @Override
    public byte[] publicKey(String keyName) {
        return vault.publicKey(keyName);
    }

    @Override
    public void deleteKey(String keyName) {
        vault.deleteKey(keyName);
    }

    @Override
    public byte[] sign(String keyName, byte[] message) {
        return vault.sign(keyName, message);
    }
}
