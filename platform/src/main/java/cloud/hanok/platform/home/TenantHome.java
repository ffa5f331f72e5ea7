package cloud.hanok.platform.home;

import cloud.hanok.platform.id.TenantId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a dedicated tenant has for itself, by name.
 *
 * @param cluster of Cassandra on which it is, as the operator named it; null for the platform's own
 * @param keyspace its keyspace there
 * @param role the one role that reads and writes there
 * @param namespace its namespace in OpenBao
 */
public record TenantHome(TenantId tenant, @Nullable String cluster, String keyspace, String role, String namespace) {
    /** A keyspace's name has 48 characters, and an id takes 27 of them. */
    private static final int LONGEST_PREFIX = 21;

    /**
     * The home of a tenant that is about to be made.
     *
     * @param cluster that it shall be on; null for the platform's own
     * @param sharedKeyspace of the installation: two may share a cluster
     */
    public static TenantHome of(TenantId tenant, @Nullable String cluster, String sharedKeyspace) {
        String installation = sharedKeyspace.substring(0, Math.min(sharedKeyspace.length(), LONGEST_PREFIX));
        String own = installation + "_" + tenant.ulid().toString().toLowerCase(Locale.ROOT);
        return new TenantHome(tenant, cluster, own, own, tenant.text());
    }

    /** Where the platform keeps the way into the namespace. */
    public String entrancePath() {
        return "hanok/homes/" + tenant.text();
    }
}
