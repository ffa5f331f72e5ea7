package cloud.hanok.tenant.key;

import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, with what each request needs to know of them.
 *
 * @param project null when the key is the tenant's own
 * @param allowedJurisdictions where the tenant's data may be processed: ISO 3166-1 alpha-2
 * @param creditLimitWon what the tenant may spend in a month, in won
 * @param restrictions what the key is limited to, or null; all but the model was judged already
 */
public record Caller(
        KeyId key,
        TenantId tenant,
        @Nullable ProjectId project,
        KeyRole role,
        Set<String> allowedJurisdictions,
        long creditLimitWon,
        @Nullable KeyRestrictions restrictions) {

    /** One whose key has no limits. */
    public Caller(
            KeyId key,
            TenantId tenant,
            @Nullable ProjectId project,
            KeyRole role,
            Set<String> allowedJurisdictions,
            long creditLimitWon) {
        this(key, tenant, project, role, allowedJurisdictions, creditLimitWon, null);
    }

    /** Whether the key may ask this model: one it may not is not there for it. */
    public boolean mayAsk(String model) {
        return restrictions == null || restrictions.scopes().allowsModel(model);
    }
}
