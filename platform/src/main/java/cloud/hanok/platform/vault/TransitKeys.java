package cloud.hanok.platform.vault;

import cloud.hanok.platform.vault.Vault.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * AES-256 keys that never leave OpenBao and wrap data keys. Blocks. Every method throws what {@link Vault} throws; that
 * a key does not exist is an answer, and no failure.
 */
public final class TransitKeys {
    private static final String KEY_TYPE = "aes256-gcm96";
    private static final String NOT_FOUND = "key not found";
    private static final String NO_SUCH_KEY = "no existing key";
    /** Bytes of a data key. */
    private static final int DATA_KEY_BYTES = 32;

    private final Vault vault;

    TransitKeys(Vault vault) {
        this.vault = vault;
    }

    /**
     * A key's versions.
     *
     * @param latestVersion wraps what is wrapped from now on
     * @param minimumDecryptionVersion what older ones wrapped is refused
     * @param createdAt when each version that is still held was made
     */
    public record Versions(int latestVersion, int minimumDecryptionVersion, Map<Integer, Instant> createdAt) {
        public Versions {
            createdAt = Map.copyOf(createdAt);
        }
    }

    /** A data key, in the clear and wrapped. */
    public record NewDataKey(byte[] key, String wrapped) {
        @Override
        public String toString() {
            return "NewDataKey[hidden]";
        }
    }

    /** Makes a key that can be neither exported nor backed up in the clear; does nothing when it exists. */
    public void create(String name) {
        String path = Vault.keyPath(name);
        vault.require(path, vault.write(path, Map.of("type", KEY_TYPE)));
    }

    /** A key's versions, empty when there is no such key. */
    public Optional<Versions> versions(String name) {
        String path = Vault.keyPath(name);
        Answer answer = vault.read(path);
        if (answer.status() == 404) {
            return Optional.empty();
        }
        vault.require(path, answer);
        JsonNode data = answer.data(path);
        Map<Integer, Instant> createdAt = new TreeMap<>();
        data.path("keys")
                .properties()
                .forEach(version -> createdAt.put(
                        Integer.valueOf(version.getKey()),
                        Instant.ofEpochSecond(version.getValue().asLong())));
        return Optional.of(new Versions(
                data.path("latest_version").asInt(),
                data.path("min_decryption_version").asInt(),
                createdAt));
    }

    /** Makes a new version, which wraps from now on; what older ones wrapped can still be unwrapped. */
    public void rotate(String name) {
        String path = Vault.keyPath(name) + "/rotate";
        vault.require(path, vault.write(path, Map.of()));
    }

    /** Refuses from now on what versions before this one wrapped. */
    public void requireVersion(String name, int minimumDecryptionVersion) {
        String path = Vault.keyPath(name) + "/config";
        vault.require(path, vault.write(path, Map.of("min_decryption_version", minimumDecryptionVersion)));
    }

    /** Destroys a key with all its versions: what it wrapped cannot be read by anybody again. Nothing when there is none. */
    public void destroy(String name) {
        String path = Vault.keyPath(name);
        Answer allowed = vault.write(path + "/config", Map.of("deletion_allowed", true));
        if (allowed.status() == 404 || isAbsent(allowed)) {
            return;
        }
        vault.require(path + "/config", allowed);
        Answer answer = vault.delete(path);
        if (answer.status() != 404 && !isAbsent(answer)) {
            vault.require(path, answer);
        }
    }

    /**
     * Makes a data key and wraps it with the newest version.
     *
     * @return empty when there is no such key
     */
    public Optional<NewDataKey> newDataKey(String name) {
        Vault.keyPath(name);
        String path = "transit/datakey/plaintext/" + name;
        Answer answer = vault.write(path, Map.of());
        if (isAbsent(answer)) {
            return Optional.empty();
        }
        vault.require(path, answer);
        JsonNode data = answer.data(path);
        Arrays.fill(answer.body(), (byte) 0);
        return Optional.of(
                new NewDataKey(dataKey(path, data), data.path("ciphertext").asText()));
    }

    /**
     * Unwraps a data key.
     *
     * @return empty when there is no such key
     * @throws VaultRefusedException also when this key did not wrap it, or a version did that is refused by now
     */
    public Optional<byte[]> unwrap(String name, String wrapped) {
        Vault.keyPath(name);
        String path = "transit/decrypt/" + name;
        Answer answer = vault.write(path, Map.of("ciphertext", wrapped));
        if (isAbsent(answer)) {
            return Optional.empty();
        }
        vault.require(path, answer);
        JsonNode data = answer.data(path);
        Arrays.fill(answer.body(), (byte) 0);
        return Optional.of(dataKey(path, data));
    }

    /**
     * Wraps a data key with the newest version instead of an older one; it does not leave the server meanwhile.
     *
     * @return empty when there is no such key
     */
    public Optional<String> rewrap(String name, String wrapped) {
        Vault.keyPath(name);
        String path = "transit/rewrap/" + name;
        Answer answer = vault.write(path, Map.of("ciphertext", wrapped));
        if (isAbsent(answer)) {
            return Optional.empty();
        }
        vault.require(path, answer);
        return Optional.of(answer.data(path).path("ciphertext").asText());
    }

    /**
     * The version that wrapped a data key: {@code vault:v3:...} is of version 3.
     *
     * @throws IllegalArgumentException when it is not of this form
     */
    public static int versionOf(String wrapped) {
        String[] parts = wrapped.split(":", 3);
        if (parts.length != 3 || !parts[0].equals("vault") || !parts[1].matches("v[0-9]{1,9}")) {
            throw new IllegalArgumentException("no wrapped key");
        }
        return Integer.parseInt(parts[1].substring(1));
    }

    private static boolean isAbsent(Answer answer) {
        return answer.status() == 400
                && (answer.text().contains(NOT_FOUND)
                        || answer.text().contains(NO_SUCH_KEY)
                        || answer.text().contains("could not delete key; not found"));
    }

    private static byte[] dataKey(String path, JsonNode data) {
        byte[] key = Base64.getDecoder().decode(data.path("plaintext").asText());
        if (key.length != DATA_KEY_BYTES) {
            throw new VaultRefusedException("OpenBao gave a data key of " + key.length + " bytes on " + path);
        }
        return key;
    }
}
