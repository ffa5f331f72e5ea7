package cloud.hanok.api.config;

import cloud.hanok.platform.cassandra.CassandraSettings;
import cloud.hanok.platform.secret.Secret;
import cloud.hanok.platform.vault.VaultSettings;
import cloud.hanok.tenant.identity.IdentitySettings;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code hanok.dedicated}: the rights by which dedicated tenants are made. They are used while one is made or taken back, and by nothing
 * else; an installation without them has shared tenants alone.
 *
 * @param cassandraUsername a role with {@code CREATE ON ALL KEYSPACES} and {@code CREATE ON ALL ROLES}, and nothing else
 * @param cassandraPasswordFile file that holds its password, readable by its owner alone
 * @param vaultRoleIdFile file that holds the role id of an AppRole that makes namespaces
 * @param vaultSecretIdFile file that holds its secret id, readable by its owner alone
 * @param keycloakRealm the realm of the client that makes realms
 * @param keycloakClientId that client, with {@code create-realm} and nothing else
 * @param keycloakClientSecretFile file that holds its secret, readable by its owner alone
 * @param replication copies of a dedicated keyspace, each {@code <data centre>:<copies>}; empty: as the shared keyspace
 */
@ConfigurationProperties("hanok.dedicated")
public record DedicatedConfiguration(
        @Bindable(defaultValue = "") String cassandraUsername,
        @Bindable(defaultValue = "") String cassandraPasswordFile,
        @Bindable(defaultValue = "") String vaultRoleIdFile,
        @Bindable(defaultValue = "") String vaultSecretIdFile,
        @Bindable(defaultValue = "master") String keycloakRealm,
        @Bindable(defaultValue = "hanok-provisioner") String keycloakClientId,
        @Bindable(defaultValue = "") String keycloakClientSecretFile,
        @Bindable(defaultValue = "") List<String> replication) {
    public DedicatedConfiguration {
        replication = replication.stream().filter(each -> !each.isBlank()).toList();
    }

    /** Whether all that is needed is there. */
    public boolean isComplete() {
        return !cassandraUsername.isEmpty() && !cassandraPasswordFile.isEmpty() && makesNamespacesAndRealms();
    }

    /** Whether all is there but the right to make keyspaces on the platform's own cluster. */
    boolean makesNamespacesAndRealms() {
        return Stream.of(vaultRoleIdFile, vaultSecretIdFile, keycloakClientSecretFile)
                .noneMatch(String::isEmpty);
    }

    /**
     * Copies by data centre; empty when none is named.
     *
     * @throws ConfigurationRefusedException when an entry is not {@code name:copies}
     */
    public Map<String, Integer> dataCentres() {
        return DataCentres.of("hanok.dedicated.replication", replication);
    }

    /**
     * The role that makes keyspaces.
     *
     * @param shared the settings of our usual role
     * @throws ConfigurationRefusedException when the password's file cannot be read
     */
    public CassandraSettings cassandra(CassandraSettings shared) {
        String password = SecretFile.read("hanok.dedicated.cassandra-password-file", Path.of(cassandraPasswordFile));
        return shared.of(shared.keyspace(), cassandraUsername, new Secret(password));
    }

    /**
     * The role that makes namespaces.
     *
     * @throws ConfigurationRefusedException when a file cannot be read
     */
    public VaultSettings vault(VaultConfiguration shared) {
        return new VaultSettings(
                shared.address().toString(),
                SecretFile.read("hanok.dedicated.vault-role-id-file", Path.of(vaultRoleIdFile)),
                SecretFile.read("hanok.dedicated.vault-secret-id-file", Path.of(vaultSecretIdFile)),
                shared.timeout());
    }

    /**
     * The client that makes realms.
     *
     * @throws ConfigurationRefusedException when the secret's file cannot be read
     */
    public IdentitySettings identity(KeycloakConfiguration shared) {
        return shared.identity(
                keycloakRealm,
                keycloakClientId,
                "hanok.dedicated.keycloak-client-secret-file",
                keycloakClientSecretFile);
    }
}
