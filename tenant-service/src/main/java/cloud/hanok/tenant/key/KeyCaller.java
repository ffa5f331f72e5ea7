package cloud.hanok.tenant.key;

import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.organization.Tenant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The holder of a good key.
 *
 * @param project null when the key is the tenant's own
 * @param allowedJurisdictions where the tenant's data may be processed: ISO 3166-1 alpha-2
 * @param creditLimitWon what the tenant may spend in a month, in won
 * @param share the tenant's, of engines
 * @param pool the tenant, when it is dedicated; null for the pool that tenants share
 * @param keepsResponses whether what is asked and answered may be kept for the tenant
 * @param restrictions what the key is limited to, or null; all but the model was judged already
 */
public record KeyCaller(
        KeyId id,
        TenantId tenant,
        @Nullable ProjectId project,
        KeyRole role,
        Set<String> allowedJurisdictions,
        long creditLimitWon,
        int share,
        @Nullable TenantId pool,
        boolean keepsResponses,
        @Nullable KeyRestrictions restrictions)
        implements Caller {

    /** One of a tenant that shares, with the usual share, whose key has no limits. */
    public KeyCaller(
            KeyId id,
            TenantId tenant,
            @Nullable ProjectId project,
            KeyRole role,
            Set<String> allowedJurisdictions,
            long creditLimitWon) {
        this(id, tenant, project, role, allowedJurisdictions, creditLimitWon, Tenant.USUAL_SHARE, null, true, null);
    }

    @Override
    public boolean mayAsk(String model) {
        return restrictions == null || restrictions.scopes().allowsModel(model);
    }
}
