package cloud.hanok.platform.vault;

import cloud.hanok.platform.secret.Secret;
import cloud.hanok.platform.vault.Vault.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Makes and removes namespaces, each with an AppRole of its own, as a role that may do just that and cannot use a key in them. Blocks; each
 * call may be repeated, and throws what {@link Vault} throws.
 */
public final class NamespaceAdministration {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final String ROLE = "hanok-control-plane";
    /** The server removes a namespace in the background. */
    private static final Duration REMOVED_WITHIN = Duration.ofSeconds(20);

    private static final Duration ASK_AGAIN = Duration.ofMillis(100);

    private final Supplier<Vault> administrator;
    private final Clock clock;

    /** @param administrator logs in as the role that makes namespaces */
    public NamespaceAdministration(Supplier<Vault> administrator, Clock clock) {
        this.administrator = administrator;
        this.clock = clock;
    }

    /** How a namespace is entered. */
    public record Entrance(String roleId, Secret secretId) {}

    /** Makes a namespace with a secret store, a transit engine, and a role that may use both. */
    public void create(String namespace) {
        Vault vault = administrator.get();
        write(vault, "sys/namespaces/" + named(namespace), Map.of());
        // The driver sends texts, numbers and truth values only: nothing nested.
        mount(vault, namespace + "/sys/mounts/hanok", Map.of("type", "kv-v2"));
        mount(vault, namespace + "/sys/mounts/transit", Map.of("type", "transit"));
        mount(vault, namespace + "/sys/auth/approle", Map.of("type", "approle"));
        write(vault, namespace + "/sys/policies/acl/" + ROLE, Map.of("policy", policy()));
        write(
                vault,
                namespace + "/auth/approle/role/" + ROLE,
                Map.of("token_policies", ROLE, "token_ttl", "1h", "token_max_ttl", "24h", "secret_id_ttl", "0"));
    }

    /** A new way into a namespace. */
    public Entrance newEntrance(String namespace) {
        Vault vault = administrator.get();
        String role = named(namespace) + "/auth/approle/role/" + ROLE;
        Answer roleId = vault.read(role + "/role-id");
        vault.require(role + "/role-id", roleId);
        Answer secretId = vault.write(role + "/secret-id", Map.of("metadata", "{}"));
        vault.require(role + "/secret-id", secretId);
        return new Entrance(
                roleId.data(role).path("role_id").asText(),
                new Secret(secretId.data(role).path("secret_id").asText()));
    }

    /** Removes a namespace with every key and secret in it, for good; does nothing when there is none. */
    public void delete(String namespace) {
        Vault vault = administrator.get();
        String path = "sys/namespaces/" + named(namespace);
        long untilMillis = clock.millis() + REMOVED_WITHIN.toMillis();
        while (vault.read(path).status() != 404) {
            Answer answer = vault.delete(path);
            if (answer.status() != 404) {
                vault.require(path, answer);
            }
            if (clock.millis() > untilMillis) {
                throw new VaultUnavailableException("OpenBao is still removing " + path, null);
            }
            LockSupport.parkNanos(ASK_AGAIN.toNanos());
        }
    }

    private static void write(Vault vault, String path, Map<String, Object> body) {
        vault.require(path, vault.write(path, body));
    }

    private static void mount(Vault vault, String path, Map<String, Object> body) {
        Answer answer = vault.write(path, body);
        if (answer.status() != 400 || !answer.text().contains("already in use")) {
            vault.require(path, answer);
        }
    }

    private static String named(String namespace) {
        if (!NAME.matcher(namespace).matches()) {
            throw new IllegalArgumentException("a namespace's name has letters, digits, _ and - only: " + namespace);
        }
        return namespace;
    }

    private static String policy() {
        try (InputStream in = NamespaceAdministration.class.getResourceAsStream("tenant-namespace.hcl")) {
            if (in == null) {
                throw new IllegalStateException("the policy of namespaces is not in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new IllegalStateException("the policy of namespaces cannot be read", unreadable);
        }
    }
}
