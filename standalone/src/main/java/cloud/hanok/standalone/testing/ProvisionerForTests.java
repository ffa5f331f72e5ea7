package cloud.hanok.standalone.testing;

import cloud.hanok.standalone.cassandra.CassandraAccess;
import cloud.hanok.standalone.keycloak.KeycloakAccess;
import cloud.hanok.standalone.openbao.OpenBaoAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The rights by which the control plane makes dedicated tenants, for tests: those that {@code ./hanok up} gives it.
 *
 * @param cassandraRole makes keyspaces and roles
 * @param vaultRoleId of an AppRole that makes namespaces
 * @param settings of a control plane that has them
 */
public record ProvisionerForTests(
        String cassandraRole,
        String cassandraPassword,
        String vaultRoleId,
        String vaultSecretId,
        Map<String, Object> settings) {
    /** Those of this test run. */
    public static ProvisionerForTests get() {
        CassandraAccess cassandra = SharedDependencies.cassandra().access();
        OpenBaoAccess openBao = SharedDependencies.openBao().access();
        KeycloakAccess keycloak = SharedDependencies.keycloak().access();
        Path password = cassandra.provisionerPasswordFile();
        Path roleId = openBao.provisionerRoleIdFile();
        Path secretId = openBao.provisionerSecretIdFile();
        return new ProvisionerForTests(
                cassandra.provisioner(),
                text(password),
                text(roleId),
                text(secretId),
                Map.of(
                        "hanok.dedicated.cassandra-username", cassandra.provisioner(),
                        "hanok.dedicated.cassandra-password-file", password.toString(),
                        "hanok.dedicated.vault-role-id-file", roleId.toString(),
                        "hanok.dedicated.vault-secret-id-file", secretId.toString(),
                        "hanok.dedicated.keycloak-realm", keycloak.provisionerRealm(),
                        "hanok.dedicated.keycloak-client-id", keycloak.provisioner(),
                        "hanok.dedicated.keycloak-client-secret-file",
                                keycloak.provisionerSecretFile().toString()));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public String toString() {
        return "ProvisionerForTests[" + cassandraRole + "]";
    }
}
