package cloud.hanok.compliance.receipt;

/** Where the Ed25519 keys of logs are kept and used: outside this process, which never sees one. */
public interface CheckpointSigner {
    /** Makes a key; does nothing when it exists. */
    void createKey(String keyName);

    /** The key's public half, 32 bytes. */
    byte[] publicKey(String keyName);

    /** Removes a key for good; does nothing when there is none. Only for a log that nobody has seen. */
    void deleteKey(String keyName);

    /** Signs with Ed25519, 64 bytes. */
    byte[] sign(String keyName, byte[] message);
}
