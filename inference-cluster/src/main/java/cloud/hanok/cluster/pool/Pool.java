package cloud.hanok.cluster.pool;

import cloud.hanok.platform.id.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * For whom a deployment computes: for all tenants that share, or for one dedicated tenant and nobody else. Names of deployments are unique
 * within a pool.
 *
 * @param tenant whose pool it is; null for the shared one
 */
public record Pool(@Nullable TenantId tenant) {
    /** The pool of all tenants that share. */
    public static final Pool SHARED = new Pool(null);

    private static final String SHARED_TEXT = "shared";

    /** A tenant's own. */
    public static Pool of(TenantId tenant) {
        return new Pool(tenant);
    }

    /**
     * Reads what {@link #text()} wrote.
     *
     * @throws IllegalArgumentException when it is neither {@code shared} nor a tenant's id
     */
    public static Pool parse(String text) {
        return text.equals(SHARED_TEXT) ? SHARED : of(TenantId.parse(text));
    }

    /** {@code shared}, or the tenant's id. */
    public String text() {
        return tenant == null ? SHARED_TEXT : tenant.text();
    }

    /** A deployment's name among those of all pools. */
    public String qualified(String name) {
        return tenant == null ? name : tenant.text() + "/" + name;
    }
}
