package cloud.hanok.tenant.key;

import cloud.hanok.platform.vault.Vault;
import cloud.hanok.platform.vault.VersionedSecret;
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
 * <p>The secret {@value #PATH} has an entry {@code current} (a version), one entry a version (base64 of 32 bytes), and
 * {@code <version>.retires} (Unix time in milliseconds) for each that is to be retired.
 */
public final class Peppers {
    static final String PATH = "hanok/peppers";

    /** The retirement of a version that has none. */
    static final long NEVER = Long.MAX_VALUE;

    static final String CURRENT = "current";
    static final String RETIRES = ".retires";
    static final int BYTES = 32;

    private static final String FIRST_VERSION = "1";
    private static final String ALGORITHM = "HmacSHA256";

    private final Vault vault;
    private final String path;
    private volatile Loaded loaded;

    /** A version's HMAC, ready to be cloned, and the versions' retirements. */
    private record Loaded(int current, Map<Integer, Mac> macs, Map<Integer, Long> retirements) {}

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
            vault.createSecret(path, Map.of(CURRENT, FIRST_VERSION, FIRST_VERSION, newPepper(random)));
            stored = vault.readSecret(path);
        }
        return new Peppers(vault, path, load(path, stored));
    }

    /** The version that new keys are made with. */
    int currentVersion() {
        return loaded.current;
    }

    /** From when on keys of this version alone are refused, in Unix time; {@link #NEVER} for never. */
    long retiresAtMillis(int version) {
        return loaded.retirements.getOrDefault(version, NEVER);
    }

    /** Whether there is a version that is to be retired. */
    boolean anyRetires() {
        return !loaded.retirements.isEmpty();
    }

    /**
     * Reads them again: another process may have changed them. Blocks.
     *
     * @throws cloud.hanok.platform.vault.VaultUnavailableException when OpenBao does not answer: what is in memory stays
     */
    void refresh() {
        loaded = load(path, vault.readSecret(path));
    }

    /**
     * Makes sure that a version is in memory: another process may have added one. Blocks.
     *
     * @return false when that version was destroyed
     * @throws IllegalStateException when it is none that ever was
     */
    boolean require(int version) {
        if (loaded.macs.containsKey(version)) {
            return true;
        }
        if (version > loaded.current) {
            refresh();
        }
        Loaded now = loaded;
        if (version > now.current) {
            throw new IllegalStateException("OpenBao has no pepper of version " + version + " in " + path);
        }
        return now.macs.containsKey(version);
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

    /** The secret as it is stored now. */
    VersionedSecret stored() {
        return vault.readVersionedSecret(path)
                .orElseThrow(() ->
                        new IllegalStateException("OpenBao has no peppers in " + path + ": no key can be checked"));
    }

    /**
     * Stores other entries in the place of those that were read, and takes them into memory.
     *
     * @return false when somebody else was first
     */
    boolean replace(VersionedSecret read, Map<String, String> entries) {
        load(path, Optional.of(entries));
        boolean stored = vault.replaceSecret(path, entries, read.version());
        refresh();
        return stored;
    }

    /** Destroys what OpenBao still holds of the secret's versions before this one. */
    void destroyBefore(VersionedSecret kept) {
        vault.destroyVersionsBefore(path, kept.version());
    }

    /** A new one as it is stored. */
    static String newPepper(SecureRandom random) {
        byte[] pepper = new byte[BYTES];
        random.nextBytes(pepper);
        return Base64.getEncoder().encodeToString(pepper);
    }

    private static Loaded load(String path, Optional<Map<String, String>> stored) {
        Map<String, String> entries = stored.orElseThrow(
                () -> new IllegalStateException("OpenBao has no peppers in " + path + ": no key can be checked"));
        Map<Integer, Mac> macs = new HashMap<>();
        Map<Integer, Long> retirements = new HashMap<>();
        int current = 0;
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            String name = entry.getKey();
            try {
                if (name.equals(CURRENT)) {
                    current = Integer.parseInt(entry.getValue());
                } else if (name.endsWith(RETIRES)) {
                    String version = name.substring(0, name.length() - RETIRES.length());
                    retirements.put(Integer.valueOf(version), Long.valueOf(entry.getValue()));
                } else {
                    macs.put(Integer.valueOf(name), mac(entry.getValue()));
                }
            } catch (IllegalArgumentException e) {
                // The cause would carry the value.
                throw new IllegalStateException("the entry " + name + " of " + path + " in OpenBao is damaged");
            }
        }
        if (!macs.containsKey(current)) {
            throw new IllegalStateException(path + " in OpenBao names a current version it does not have: " + current);
        }
        return new Loaded(current, Map.copyOf(macs), Map.copyOf(retirements));
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
