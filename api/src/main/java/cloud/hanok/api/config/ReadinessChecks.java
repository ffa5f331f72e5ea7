package cloud.hanok.api.config;

import cloud.hanok.platform.mail.MailSecurity;
import cloud.hanok.tenant.signup.SignupPolicy;
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
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "[::1]", "localhost");

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
            VaultConfiguration vault,
            DedicatedConfiguration dedicated,
            List<ClusterConfiguration> clusters,
            MailConfiguration mail,
            SignupConfiguration signup,
            ConsoleConfiguration console,
            FilesS3Configuration bucket) {
        List<String> refusals = new ArrayList<>(ConfigurationKeys.unknown(environment));
        clusters.forEach(cluster -> refusals.addAll(cluster.refusals()));
        if (!installation.standalone()) {
            refusals.addAll(unsafe(
                    installation, cassandra, keycloak, vault, dedicated, clusters, mail, signup, console, bucket));
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
            VaultConfiguration vault,
            DedicatedConfiguration dedicated,
            List<ClusterConfiguration> clusters,
            MailConfiguration mail,
            SignupConfiguration signup,
            ConsoleConfiguration console,
            FilesS3Configuration bucket) {
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
        requirePrivate("hanok.dedicated.cassandra-password-file", dedicated.cassandraPasswordFile(), refusals);
        requirePrivate("hanok.dedicated.vault-secret-id-file", dedicated.vaultSecretIdFile(), refusals);
        requirePrivate("hanok.dedicated.keycloak-client-secret-file", dedicated.keycloakClientSecretFile(), refusals);
        for (ClusterConfiguration cluster : clusters) {
            String prefix = "hanok.dedicated.clusters." + cluster.name();
            if (cluster.username().equals("cassandra")) {
                refusals.add(prefix
                        + ".username: cassandra is the default superuser; give the provisioner a role of its own");
            }
            requirePrivate(prefix + ".password-file", cluster.passwordFile(), refusals);
        }
        checkConsole(console, refusals);
        checkBucket(bucket, refusals);
        checkMail(mail, refusals);
        checkSignup(signup, refusals);
        refuseDevelopmentKeys(installation.dataDir(), refusals);
        return refusals;
    }

    /** Names are not looked up: whoever means this machine says so by its usual name. */
    private static void checkMail(MailConfiguration mail, List<String> refusals) {
        if (mail.configured() && mail.security() == MailSecurity.NONE && !LOOPBACK.contains(mail.host())) {
            refusals.add("hanok.mail.security: none sends mail in the clear to " + mail.host()
                    + "; use starttls or tls, or a server on 127.0.0.1");
        }
        requirePrivate("hanok.mail.password-file", mail.passwordFile(), refusals);
    }

    /** Cookies of a session must not travel in the clear. */
    private static void checkConsole(ConsoleConfiguration console, List<String> refusals) {
        if (!console.url().isEmpty() && !console.clientSecretFile().isEmpty()) {
            requireHttps("hanok.console.url", URI.create(console.url()), refusals);
        }
        requirePrivate("hanok.console.client-secret-file", console.clientSecretFile(), refusals);
    }

    private static void checkBucket(FilesS3Configuration bucket, List<String> refusals) {
        if (!bucket.endpoint().isEmpty()) {
            requireHttps("hanok.files.s3.endpoint", URI.create(bucket.endpoint()), refusals);
        }
        requirePrivate("hanok.files.s3.secret-key-file", bucket.secretKeyFile(), refusals);
    }

    /** What people agree to must be a version that somebody put into force. */
    private static void checkSignup(SignupConfiguration signup, List<String> refusals) {
        if (signup.policy() != SignupPolicy.CLOSED && signup.documents().containsValue(SignupConfiguration.DRAFT)) {
            refusals.add(
                    "hanok.signup.terms-version, hanok.signup.privacy-version: say which versions are in force, or set"
                            + " hanok.signup.policy to closed");
        }
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
