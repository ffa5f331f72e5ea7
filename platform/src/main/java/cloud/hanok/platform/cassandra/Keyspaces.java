package cloud.hanok.platform.cassandra;

import cloud.hanok.platform.id.TenantId;
import java.util.Optional;
import java.util.function.Function;

/**
 * The way to a keyspace. A tenant's rows are reached only through {@link #of(TenantId)}, so that where they live
 * (shared, or a dedicated tenant's own keyspace) is decided here and nowhere else.
 */
public final class Keyspaces {
    private final Cql shared;
    private final Function<TenantId, Optional<Cql>> own;

    /** Every tenant shares. */
    public Keyspaces(Cql shared) {
        this(shared, tenant -> Optional.empty());
    }

    /** @param own the way to a dedicated tenant's keyspace; empty for one that shares */
    public Keyspaces(Cql shared, Function<TenantId, Optional<Cql>> own) {
        this.shared = shared;
        this.own = own;
    }

    /** Tables of the platform itself, and its few named indexes (key id to tenant). */
    public Cql platform() {
        return shared;
    }

    /**
     * The keyspace that holds this tenant's rows. May block, at the first call for a tenant.
     *
     * @throws StoreUnavailableException when it is not known, or cannot be entered
     */
    public Cql of(TenantId tenant) {
        return own.apply(tenant).orElse(shared);
    }
}
