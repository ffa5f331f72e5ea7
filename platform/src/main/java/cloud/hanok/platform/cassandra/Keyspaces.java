package cloud.hanok.platform.cassandra;

import cloud.hanok.platform.id.TenantId;

/**
 * The way to a keyspace. A tenant's rows are reached only through {@link #of(TenantId)}, so that where they live
 * (shared, or a dedicated tenant's own keyspace) is decided here and nowhere else.
 */
public final class Keyspaces {
    private final Cql shared;

    public Keyspaces(Cql shared) {
        this.shared = shared;
    }

    /** Tables of the platform itself, and its few named indexes (key id to tenant). */
    public Cql platform() {
        return shared;
    }

    /** The keyspace that holds this tenant's rows. */
    public Cql of(TenantId tenant) {
        return shared;
    }
}
