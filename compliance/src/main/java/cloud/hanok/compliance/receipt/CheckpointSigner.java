package cloud.hanok.compliance.receipt;

import cloud.hanok.platform.id.TenantId;

/** Where the Ed25519 keys of logs are kept and used: outside this process, which never sees one; a dedicated tenant's key among its own keys. */
public interface CheckpointSigner {
    /** Makes a key; does nothing when it exists. */
    void createKey(TenantId tenant, String keyName);

    /** The key's public half, 32 bytes. */
    byte[] publicKey(TenantId tenant, String keyName);

    /** Removes a key for good; does nothing when there is none. Only for a log that nobody has seen. */
    void deleteKey(TenantId tenant, String keyName);

    /** Signs with Ed25519, 64 bytes. */
    byte[] sign(TenantId tenant, String keyName, byte[] message);
}
