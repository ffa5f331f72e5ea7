package cloud.hanok.api.config;

import cloud.hanok.platform.cassandra.CassandraSettings;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * {@code hanok.cassandra}: the system of record.
 *
 * @param contactPoints {@code host:port} of at least one node
 * @param localDatacenter the only data centre that is asked
 * @param keyspace of shared tenants
 * @param username a role that is no superuser
 * @param passwordFile file that holds its password, readable by its owner alone
 * @param requestTimeout how long one statement may take
 */
@ConfigurationProperties("hanok.cassandra")
public record CassandraConfiguration(
        @Bindable(defaultValue = "127.0.0.1:9042") List<String> contactPoints,
        @Bindable(defaultValue = "datacenter1") String localDatacenter,
        @Bindable(defaultValue = "hanok") String keyspace,
        @Bindable(defaultValue = "") String username,
        @Bindable(defaultValue = "") String passwordFile,
        @Bindable(defaultValue = "5s") Duration requestTimeout) {

    /**
     * What a session needs.
     *
     * @throws ConfigurationRefusedException when the password's file cannot be read
     */
    public CassandraSettings settings() {
        return new CassandraSettings(
                contactPoints,
                localDatacenter,
                keyspace,
                username,
                SecretFile.read("hanok.cassandra.password-file", Path.of(passwordFile)),
                requestTimeout);
    }
}
