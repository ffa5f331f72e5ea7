package cloud.hanok.tenant.key;

import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A member who asks in a project, with a token of their own.
 *
 * @param allowedJurisdictions where the tenant's data may be processed: ISO 3166-1 alpha-2
 * @param creditLimitWon what the tenant may spend in a month, in won
 * @param share the tenant's, of engines
 * @param pool the tenant, when it is dedicated; null for the pool that tenants share
 * @param keepsResponses whether what is asked and answered may be kept for the tenant
 */
public record MemberCaller(
        MemberId id,
        TenantId tenant,
        ProjectId project,
        Set<String> allowedJurisdictions,
        long creditLimitWon,
        int share,
        @Nullable TenantId pool,
        boolean keepsResponses)
        implements Caller {
    @Override
    public boolean mayAsk(String model) {
        return true;
    }
}
