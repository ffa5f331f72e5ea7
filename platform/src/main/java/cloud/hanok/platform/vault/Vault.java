package cloud.hanok.platform.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.jopenlibs.vault.VaultException;
import io.github.jopenlibs.vault.api.WriteOptions;
import io.github.jopenlibs.vault.response.LogicalResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Secrets and keys in OpenBao, through the Vault Java driver. Blocks. The token is renewed on the way, before it ends.
 *
 * <p>Every method throws {@link VaultUnavailableException} when there is no answer or the server is sealed, and
 * {@link VaultRefusedException} when the answer is no. The driver returns most refusals as ordinary answers, so each
 * status is looked at here.
 */
public final class Vault {
    /** What the server says of a write that another one was faster than. */
    private static final String NOT_COMMITTED = "transaction commit failed";

    /** A few writers of one entry are all through by then. */
    private static final int MOST_MEETINGS = 10;

    private static final Duration MEETING_PAUSE = Duration.ofMillis(20);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY_TYPE = "ed25519";
    private static final String SIGNATURE_PREFIX = "vault:v1:";
    private static final int PUBLIC_KEY_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;
    private static final Pattern PATH = Pattern.compile("[a-z0-9]+(/[A-Za-z0-9_.-]+)+");
    private static final Pattern KEY_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");

    private final VaultSettings settings;
    private final VaultToken token;
    private final Clock clock;

    private Vault(VaultSettings settings, Clock clock) {
        this.settings = settings;
        this.token = new VaultToken(settings, clock);
        this.clock = clock;
    }

    /** What a call said. */
    record Answer(int status, byte[] body) {
        boolean ok() {
            return status == 200 || status == 204;
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        JsonNode data(String path) {
            try {
                return JSON.readTree(body).path("data");
            } catch (IOException e) {
                throw new VaultUnavailableException("OpenBao did not answer with JSON on " + path, e);
            }
        }
    }

    /** One call with a token. */
    @FunctionalInterface
    private interface Call {
        LogicalResponse send(VaultToken.Access access) throws VaultException;
    }

    /** Logs in by AppRole. */
    public static Vault login(VaultSettings settings, Clock clock) {
        Vault vault = new Vault(settings, clock);
        try {
            vault.token.get();
        } catch (VaultException e) {
            throw vault.unavailable("login", e);
        }
        return vault;
    }

    /** The same server, logged in to a namespace by an AppRole of that namespace: it reaches nothing else. */
    public Vault into(String namespace, String roleId, String secretId) {
        return login(settings.of(namespace, roleId, secretId), clock);
    }

    /**
     * Reads a secret's newest version.
     *
     * @param path mount and name: {@code hanok/peppers}
     * @return empty when there is none, or it was deleted
     */
    public Optional<Map<String, String>> readSecret(String path) {
        return readVersionedSecret(path).map(VersionedSecret::values);
    }

    /** The same, with the version that {@link #replaceSecret} asks for. */
    public Optional<VersionedSecret> readVersionedSecret(String path) {
        checkPath(path);
        Answer answer = call(path, access -> access.versioned().read(path));
        if (answer.status == 404) {
            return Optional.empty();
        }
        require(path, answer);
        JsonNode data = answer.data(path);
        int version = data.path("metadata").path("version").asInt();
        return Optional.of(new VersionedSecret(values(data), version));
    }

    /** A version of a secret; empty when there is none, or it was deleted or destroyed. */
    public Optional<Map<String, String>> readSecretVersion(String path, int version) {
        checkPath(path);
        Answer answer = call(path, access -> access.versioned().read(path, true, version));
        if (answer.status == 404) {
            return Optional.empty();
        }
        require(path, answer);
        return Optional.of(values(answer.data(path)));
    }

    private static Map<String, String> values(JsonNode data) {
        Map<String, String> values = new HashMap<>();
        data.path("data")
                .properties()
                .forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
        return Map.copyOf(values);
    }

    /**
     * Stores a secret unless there is one: of many callers one wins.
     *
     * @return whether this call stored it
     */
    public boolean createSecret(String path, Map<String, String> data) {
        // A check-and-set of version 0 asks that the secret never existed.
        return replaceSecret(path, data, 0);
    }

    /**
     * Stores a secret in the place of the version that was read: of many callers one wins.
     *
     * @return whether this call stored it
     */
    public boolean replaceSecret(String path, Map<String, String> data, int version) {
        checkPath(path);
        WriteOptions onlyOver = new WriteOptions().checkAndSet((long) version).build();
        Answer answer = call(path, access -> access.versioned().write(path, new HashMap<>(data), null, onlyOver));
        if (answer.status == 400 && answer.text().contains("check-and-set")) {
            return false;
        }
        require(path, answer);
        return true;
    }

    /** Destroys, for good, what is kept of a secret's versions before this one; does nothing when there are none. */
    public void destroyVersionsBefore(String path, int version) {
        checkPath(path);
        int[] older = IntStream.range(1, version).toArray();
        if (older.length > 0) {
            require(path, call(path, access -> access.versioned().destroy(path, older)));
        }
    }

    /** Removes a secret with all its versions, for good; does nothing when there is none. */
    public void deleteSecret(String path) {
        checkPath(path);
        Answer answer = call(path, access -> access.versioned().delete(path));
        if (answer.status != 404) {
            require(path, answer);
        }
    }

    /** Makes an Ed25519 key that never leaves the server; does nothing when it exists. */
    public void createSigningKey(String name) {
        String path = keyPath(name);
        require(path, call(path, access -> access.logical().write(path, Map.of("type", KEY_TYPE))));
    }

    /** Removes a key for good, and with it all that it encrypted; does nothing when there is none. */
    public void deleteKey(String name) {
        String path = keyPath(name);
        Answer there = call(path, access -> access.logical().read(path));
        if (there.status == 404) {
            return;
        }
        require(path, there);
        String configuration = path + "/config";
        require(
                configuration,
                call(
                        configuration,
                        access -> access.logical().write(configuration, Map.of("deletion_allowed", Boolean.TRUE))));
        require(path, call(path, access -> access.logical().delete(path)));
    }

    /**
     * The public half of a signing key: its first version, for a rotated key would no longer be the one that verifiers
     * hold.
     *
     * @return 32 raw bytes
     */
    public byte[] publicKey(String name) {
        String path = keyPath(name);
        Answer answer = call(path, access -> access.logical().read(path));
        require(path, answer);
        JsonNode data = answer.data(path);
        if (!KEY_TYPE.equals(data.path("type").asText())) {
            throw new VaultRefusedException("the key " + name + " in OpenBao is not of type " + KEY_TYPE);
        }
        return bytes(path, data.path("keys").path("1").path("public_key").asText(), PUBLIC_KEY_BYTES);
    }

    /**
     * Signs with the first version of an Ed25519 key.
     *
     * @return 64 bytes (RFC 8032)
     */
    public byte[] sign(String name, byte[] message) {
        keyPath(name);
        String path = "transit/sign/" + name;
        Map<String, Object> body = Map.of("input", Base64.getEncoder().encodeToString(message), "key_version", 1);
        Answer answer = call(path, access -> access.logical().write(path, body));
        require(path, answer);
        String signature = answer.data(path).path("signature").asText();
        if (!signature.startsWith(SIGNATURE_PREFIX)) {
            throw new VaultRefusedException("OpenBao gave a signature of another key version on " + path);
        }
        return bytes(path, signature.substring(SIGNATURE_PREFIX.length()), SIGNATURE_BYTES);
    }

    /** Keys that encrypt other keys. */
    public TransitKeys transit() {
        return new TransitKeys(this);
    }

    /** Whether the server answers and is unsealed; never throws. */
    public boolean reachable() {
        try {
            return token.anonymous().debug().health().getRestResponse().getStatus() == 200;
        } catch (VaultException e) {
            return false;
        }
    }

    /** A read of a path as it stands. */
    Answer read(String path) {
        return call(path, access -> access.logical().read(path));
    }

    /** A write to a path as it stands. */
    Answer write(String path, Map<String, Object> body) {
        return call(path, access -> access.logical().write(path, body));
    }

    /** A removal of a path as it stands. */
    Answer delete(String path) {
        return call(path, access -> access.logical().delete(path));
    }

    private Answer call(String path, Call call) {
        try {
            VaultToken.Access access = token.get();
            Answer answer = sent(call, access);
            if (answer.status == 403) {
                // The token may have been revoked before its time; a fresh one tells that from a policy.
                token.forget(access);
                answer = sent(call, token.get());
            }
            return answer;
        } catch (VaultException e) {
            throw unavailable(path, e);
        }
    }

    /**
     * Of two writes that meet at one entry the server keeps one, and tells the other that it was not kept. The transit engine has made a
     * key's version by then, in memory alone, and keeps it with the next write of that key: so a rotation that is repeated may make two.
     */
    private static Answer sent(Call call, VaultToken.Access access) throws VaultException {
        for (int meeting = 1; ; meeting++) {
            try {
                return answer(call.send(access));
            } catch (VaultException e) {
                if (meeting == MOST_MEETINGS || !String.valueOf(e.getMessage()).contains(NOT_COMMITTED)) {
                    throw e;
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(meeting * MEETING_PAUSE.toNanos()));
            }
        }
    }

    private static Answer answer(LogicalResponse response) {
        byte[] body = response.getRestResponse().getBody();
        return new Answer(response.getRestResponse().getStatus(), body == null ? new byte[0] : body);
    }

    /**
     * Throws unless the call succeeded.
     *
     * @throws VaultUnavailableException when the same call may succeed later
     * @throws VaultRefusedException when it will not
     */
    void require(String path, Answer answer) {
        if (answer.ok()) {
            return;
        }
        if (answer.status == 429) {
            throw new VaultUnavailableException("OpenBao at " + settings.address() + " is too busy for " + path, null);
        }
        if (answer.status >= 500) {
            throw new VaultUnavailableException(
                    "OpenBao at " + settings.address() + " " + state(answer.status) + " on " + path, null);
        }
        String next = answer.status == 403 ? ": the policy of our role must allow it" : "";
        throw new VaultRefusedException(
                "OpenBao at " + settings.address() + " refuses " + path + " with " + answer.status + next);
    }

    private VaultUnavailableException unavailable(String path, VaultException e) {
        String what = state(e.getHttpStatusCode());
        return new VaultUnavailableException("OpenBao at " + settings.address() + " " + what + " on " + path, e);
    }

    private static String state(int status) {
        return status == 503 ? "is sealed or has no leader" : status == 0 ? "does not answer" : "answers " + status;
    }

    private static byte[] bytes(String path, String base64, int length) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (bytes.length != length) {
            throw new VaultRefusedException(
                    "OpenBao gave " + bytes.length + " bytes where " + length + " were expected on " + path);
        }
        return bytes;
    }

    private static void checkPath(String path) {
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("a secret's path is mount/name: " + path);
        }
    }

    /** Where a key of the transit engine is. */
    static String keyPath(@Nullable String name) {
        if (name == null || !KEY_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a key's name has letters, digits, _ . - only: " + name);
        }
        return "transit/keys/" + name;
    }
}
