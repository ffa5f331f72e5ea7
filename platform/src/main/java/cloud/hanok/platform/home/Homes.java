package cloud.hanok.platform.home;

import cloud.hanok.platform.cassandra.CassandraConnection;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.vault.Vault;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Where every tenant's rows and keys are: shared, or its own. The rest of the program asks {@link Keyspaces} and {@link TenantVaults}. */
public final class Homes implements AutoCloseable {
    private final TenantHomes homes;
    private final TenantVaults vaults;
    private final HomeSessions sessions;
    private final Keyspaces keyspaces;
    private final HomeClusters clusters;

    /**
     * @param shared the session of the platform and of shared tenants; whoever opened it closes it
     * @param clusters where homes are
     * @param platform our login at the key store
     */
    public Homes(CassandraConnection shared, HomeClusters clusters, Vault platform, Clock clock) {
        this.homes = new TenantHomes(shared.cql(), clock);
        this.vaults = new TenantVaults(platform, homes);
        this.sessions = new HomeSessions(clusters, vaults, clock);
        this.keyspaces =
                new Keyspaces(shared.cql(), tenant -> homes.find(tenant).map(sessions::of));
        this.clusters = clusters;
    }

    /** The way to the rows. */
    public Keyspaces keyspaces() {
        return keyspaces;
    }

    /** The way to the keys. */
    public TenantVaults vaults() {
        return vaults;
    }

    /** Which tenants have a home. */
    public TenantHomes tenants() {
        return homes;
    }

    /**
     * The home that a tenant is about to get.
     *
     * @param cluster that it shall be on; null for the platform's own
     */
    TenantHome planned(TenantId tenant, @Nullable String cluster) {
        return TenantHome.of(tenant, cluster, clusters.sharedKeyspace());
    }

    /** Enters a home; its tables are made the first time. */
    Cql open(TenantHome home) {
        return sessions.of(home);
    }

    /** Lets go of a home that is taken away. */
    void leave(TenantId tenant) {
        sessions.forget(tenant);
        vaults.forget(tenant);
    }

    @Override
    public void close() {
        sessions.close();
    }
}
