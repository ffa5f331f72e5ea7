package cloud.hanok.api.config;

import cloud.hanok.platform.cassandra.KeyspaceAdministration;
import cloud.hanok.platform.home.HomeClusters;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The clusters of Cassandra that dedicated tenants may be on: the platform's own, which has no name, and those that are configured. */
@Singleton
public final class DedicatedClusters {
    private final DedicatedConfiguration dedicated;
    private final CassandraConfiguration platform;
    private final KeyspaceAdministration platformKeyspaces;
    private final Map<String, ClusterConfiguration> named;

    /** @throws ConfigurationRefusedException when the copies of a keyspace cannot be read */
    public DedicatedClusters(
            DedicatedConfiguration dedicated, CassandraConfiguration platform, List<ClusterConfiguration> clusters) {
        this.dedicated = dedicated;
        this.platform = platform;
        this.platformKeyspaces =
                new KeyspaceAdministration(() -> dedicated.cassandra(platform.settings()), dedicated.dataCentres());
        this.named =
                new TreeMap<>(clusters.stream().collect(Collectors.toMap(ClusterConfiguration::name, each -> each)));
    }

    /** The names there are, in order. */
    public Set<String> names() {
        return named.keySet();
    }

    /** Whether this process has all the rights to make a tenant on a cluster. */
    public boolean makesTenants(@Nullable String cluster) {
        return cluster == null
                ? dedicated.isComplete()
                : dedicated.makesNamespacesAndRealms() && configured(cluster).makesTenants();
    }

    /**
     * Who makes keyspaces on a cluster.
     *
     * @throws ConfigurationRefusedException when this process does not know it: another one may
     */
    public KeyspaceAdministration keyspaces(@Nullable String cluster) {
        if (cluster == null) {
            return platformKeyspaces;
        }
        ClusterConfiguration configured = configured(cluster);
        return new KeyspaceAdministration(
                () -> configured.administrator(platform.settings()), configured.dataCentres());
    }

    /** Where they are. */
    public HomeClusters addresses() {
        return new HomeClusters(
                platform.settings(),
                named.values().stream()
                        .collect(Collectors.toMap(ClusterConfiguration::name, ClusterConfiguration::address)));
    }

    private ClusterConfiguration configured(String cluster) {
        ClusterConfiguration configured = named.get(cluster);
        if (configured == null) {
            throw new ConfigurationRefusedException(
                    List.of("hanok.dedicated.clusters." + cluster + ": it is not set in this process"));
        }
        return configured;
    }
}
