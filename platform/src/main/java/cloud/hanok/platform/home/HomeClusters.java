package cloud.hanok.platform.home;

import cloud.hanok.platform.cassandra.CassandraSettings;
import cloud.hanok.platform.secret.Secret;
import java.util.List;
import java.util.Map;

/** The clusters of Cassandra that homes are on: the platform's own, and those that the operator named. */
public final class HomeClusters {
    private final CassandraSettings platform;
    private final Map<String, Address> named;

    /**
     * Where a cluster is.
     *
     * @param contactPoints {@code host:port}, at least one
     * @param localDatacenter the only data centre that is ever asked
     */
    public record Address(List<String> contactPoints, String localDatacenter) {
        public Address {
            contactPoints = List.copyOf(contactPoints);
        }
    }

    /** @param platform of the shared keyspace */
    public HomeClusters(CassandraSettings platform, Map<String, Address> named) {
        this.platform = platform;
        this.named = Map.copyOf(named);
    }

    /** By which homes of this installation are told from another's on the same cluster. */
    String sharedKeyspace() {
        return platform.keyspace();
    }

    /**
     * What a session with a home's keyspace needs.
     *
     * @throws IllegalStateException when its cluster is not configured here
     */
    CassandraSettings settings(TenantHome home, Secret password) {
        return cluster(home).of(home.keyspace(), home.role(), password);
    }

    private CassandraSettings cluster(TenantHome home) {
        String name = home.cluster();
        if (name == null) {
            return platform;
        }
        Address address = named.get(name);
        if (address == null) {
            throw new IllegalStateException("its cluster is not configured: hanok.dedicated.clusters." + name);
        }
        return platform.at(address.contactPoints(), address.localDatacenter());
    }
}
