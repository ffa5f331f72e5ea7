package cloud.hanok.platform.home;

import cloud.hanok.platform.secret.Secret;
import cloud.hanok.platform.vault.Vault;
import cloud.hanok.platform.vault.VaultUnavailableException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/**
 * The passwords of a dedicated tenant's own parts. They lie in its own namespace, so that whoever closes the namespace closes all of them.
 *
 * @param cassandraPassword of its role in Cassandra
 * @param identityClientSecret of our client in its realm
 * @param consoleClientSecret of the console's client in its realm
 */
public record HomeSecrets(Secret cassandraPassword, Secret identityClientSecret, Secret consoleClientSecret) {
    private static final String PATH = "hanok/home";
    private static final String CASSANDRA = "cassandra-password";
    private static final String IDENTITY = "identity-client-secret";
    private static final String CONSOLE = "console-client-secret";
    private static final int BYTES = 32;

    /**
     * Reads them.
     *
     * @param namespace the tenant's own
     * @throws VaultUnavailableException also when they are not there
     */
    public static HomeSecrets read(Vault namespace) {
        Map<String, String> values = namespace
                .readSecret(PATH)
                .orElseThrow(() -> new VaultUnavailableException("there is no " + PATH + " in the namespace", null));
        return new HomeSecrets(entry(values, CASSANDRA), entry(values, IDENTITY), entry(values, CONSOLE));
    }

    /** Draws and keeps them, unless that was done before. */
    static void ensure(Vault namespace, SecureRandom random) {
        boolean unused = namespace.createSecret(
                PATH, Map.of(CASSANDRA, drawn(random), IDENTITY, drawn(random), CONSOLE, drawn(random)));
    }

    private static Secret entry(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null || value.isEmpty()) {
            throw new VaultUnavailableException(PATH + " in the namespace has no " + name, null);
        }
        return new Secret(value);
    }

    private static String drawn(SecureRandom random) {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }
}
