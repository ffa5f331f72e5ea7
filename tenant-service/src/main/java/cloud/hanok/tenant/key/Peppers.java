package cloud.hanok.tenant.key;

import cloud.hanok.platform.vault.Vault;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The secret halves of every key's HMAC, by version: kept in OpenBao and in this memory, never in Cassandra, so that a
 * copy of the database alone verifies no guess.
 *
 * <p>The secret {@value #PATH} has an entry {@code current} (a version) and one entry a version (base64 of 32 bytes).
 */
public final class Peppers {
    static final String PATH = "hanok/peppers";

    private static final String CURRENT = "current";
    private static final String FIRST_VERSION = "1";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;

    private final Vault vault;
    private final String path;
    private volatile Loaded loaded;

    /** A version's HMAC, ready to be cloned. */
    private record Loaded(int current, Map<Integer, Mac> macs) {}

    private Peppers(Vault vault, String path, Loaded loaded) {
        this.vault = vault;
        this.path = path;
        this.loaded = loaded;
    }

    /**
     * Reads the peppers, and makes the first one when there is none. Of many processes that start together one makes it.
     *
     * @throws cloud.hanok.platform.vault.VaultUnavailableException when OpenBao does not answer
     * @throws IllegalStateException when what is stored there is damaged
     */
    public static Peppers open(Vault vault, SecureRandom random) {
        return open(vault, random, PATH);
    }

    static Peppers open(Vault vault, SecureRandom random, String path) {
        Optional<Map<String, String>> stored = vault.readSecret(path);
        if (stored.isEmpty()) {
            byte[] pepper = new byte[BYTES];
            random.nextBytes(pepper);
            vault.createSecret(
                    path,
                    Map.of(
                            CURRENT,
                            FIRST_VERSION,
                            FIRST_VERSION,
                            Base64.getEncoder().encodeToString(pepper)));
            stored = vault.readSecret(path);
        }
        return new Peppers(vault, path, load(path, stored));
    }

    /** The version that new keys are made with. */
    int currentVersion() {
        return loaded.current;
    }

    /**
     * Makes sure that a version is in memory: another process may have added one. Blocks.
     *
     * @throws IllegalStateException when OpenBao does not have it either
     */
    void require(int version) {
        if (loaded.macs.containsKey(version)) {
            return;
        }
        loaded = load(path, vault.readSecret(path));
        if (!loaded.macs.containsKey(version)) {
            throw new IllegalStateException("OpenBao has no pepper of version " + version + " in " + path);
        }
    }

    /** The HMAC-SHA256 of a key's text without its checksum; null when the version is not in memory. */
    byte @Nullable [] hmac(int version, byte[] body) {
        Mac prototype = loaded.macs.get(version);
        if (prototype == null) {
            return null;
        }
        try {
            return ((Mac) prototype.clone()).doFinal(body);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's " + ALGORITHM + " can be cloned", e);
        }
    }

    private static Loaded load(String path, Optional<Map<String, String>> stored) {
        Map<String, String> entries = stored.orElseThrow(
                () -> new IllegalStateException("OpenBao has no peppers in " + path + ": no key can be checked"));
        Map<Integer, Mac> macs = new HashMap<>();
        int current = 0;
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            try {
                if (entry.getKey().equals(CURRENT)) {
                    current = Integer.parseInt(entry.getValue());
                } else {
                    macs.put(Integer.valueOf(entry.getKey()), mac(entry.getValue()));
                }
            } catch (IllegalArgumentException e) {
                // The cause would carry the value.
                throw new IllegalStateException(
                        "the entry " + entry.getKey() + " of " + path + " in OpenBao is damaged");
            }
        }
        if (!macs.containsKey(current)) {
            throw new IllegalStateException(path + " in OpenBao names a current version it does not have: " + current);
        }
        return new Loaded(current, Map.copyOf(macs));
    }

    private static Mac mac(String base64) {
        byte[] pepper = Base64.getDecoder().decode(base64);
        if (pepper.length != BYTES) {
            throw new IllegalArgumentException("a pepper has " + BYTES + " bytes");
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(pepper, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
