package cloud.hanok.api.config;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.env.Environment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Refuses to start with settings that do not exist, or that are unsafe where the installation is not
 * {@code hanok.standalone}. It runs before anything listens.
 */
@Context
public final class ReadinessChecks {
    /** The launcher keeps the unseal key of a standalone OpenBao there; a production start must not find one. */
    static final String DEVELOPMENT_UNSEAL_KEY = "unseal-key";

    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    /**
     * Runs all checks.
     *
     * @throws ConfigurationRefusedException with a line for each refusal
     */
    public ReadinessChecks(
            Environment environment,
            InstallationConfiguration installation,
            CassandraConfiguration cassandra,
            KeycloakConfiguration keycloak,
            VaultConfiguration vault) {
        List<String> refusals = new ArrayList<>(ConfigurationKeys.unknown(environment));
        if (!installation.standalone()) {
            refusals.addAll(unsafe(installation, cassandra, keycloak, vault));
        }
        if (!refusals.isEmpty()) {
            throw new ConfigurationRefusedException(refusals);
        }
    }

    /** What must not be in production. */
    static List<String> unsafe(
            InstallationConfiguration installation,
            CassandraConfiguration cassandra,
            KeycloakConfiguration keycloak,
            VaultConfiguration vault) {
        List<String> refusals = new ArrayList<>();
        requireHttps("hanok.keycloak.url", keycloak.url(), refusals);
        requireHttps("hanok.vault.address", vault.address(), refusals);
        if (cassandra.username().isEmpty() || cassandra.passwordFile().isEmpty()) {
            refusals.add("hanok.cassandra.username, hanok.cassandra.password-file: both are needed;"
                    + " a database without authentication is not accepted");
        }
        if (cassandra.username().equals("cassandra")) {
            refusals.add("hanok.cassandra.username: cassandra is the default superuser; give the application a role of"
                    + " its own");
        }
        requirePrivate("hanok.cassandra.password-file", cassandra.passwordFile(), refusals);
        requirePrivate("hanok.vault.secret-id-file", vault.secretIdFile(), refusals);
        if (keycloak.clientSecretFile().isEmpty()) {
            refusals.add("hanok.keycloak.client-secret-file: the secret of the client " + keycloak.clientId()
                    + " is needed; without it no tenant can be made, suspended or resumed");
        }
        requirePrivate("hanok.keycloak.client-secret-file", keycloak.clientSecretFile(), refusals);
        refuseDevelopmentKeys(installation.dataDir(), refusals);
        return refusals;
    }

    private static void requireHttps(String property, URI address, List<String> refusals) {
        if (!"https".equals(address.getScheme())) {
            refusals.add(property + ": https is required, was " + address
                    + "; plain http is accepted only with hanok.standalone=true");
        }
    }

    private static void requirePrivate(String property, String file, List<String> refusals) {
        Path path = Path.of(file);
        if (file.isEmpty() || !Files.exists(path)) {
            return;
        }
        try {
            if (Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains)) {
                refusals.add(property + ": " + file + " can be read or written by others; chmod 600 it");
            }
        } catch (IOException | UnsupportedOperationException unknown) {
            refusals.add(property + ": the permissions of " + file + " cannot be read: " + unknown.getMessage());
        }
    }

    private static void refuseDevelopmentKeys(Path dataDir, List<String> refusals) {
        Path state = dataDir.toAbsolutePath().normalize();
        for (Path folder = state; folder != null; folder = folder.getParent()) {
            Path key = folder.resolve("openbao").resolve(DEVELOPMENT_UNSEAL_KEY);
            if (Files.exists(key)) {
                refusals.add("hanok.data-dir: " + key + " is a key of a standalone installation; production needs a"
                        + " data folder and an OpenBao of its own");
                return;
            }
        }
    }
}
