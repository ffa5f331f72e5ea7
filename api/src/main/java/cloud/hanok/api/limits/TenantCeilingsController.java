package cloud.hanok.api.limits;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.limit.Limit;
import cloud.hanok.tenant.limit.LimitKind;
import cloud.hanok.tenant.limit.LimitScope;
import cloud.hanok.tenant.limit.LimitSettings;
import cloud.hanok.tenant.organization.Tenants;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a tenant's limits stand, and the ceilings that the operator sets: the tenant cannot raise them. */
@Controller("/platform/v1/tenants/{id}/limits")
public final class TenantCeilingsController {
    private final Tenants tenants;
    private final LimitSettings settings;
    private final LimitStandings standings;
    private final Audit audit;

    TenantCeilingsController(Tenants tenants, LimitSettings settings, LimitStandings standings, Audit audit) {
        this.tenants = tenants;
        this.settings = settings;
        this.standings = standings;
        this.audit = audit;
    }

    /** Every limit, its use, who set it, and which one binds. */
    @Secured(Permissions.TENANTS_READ)
    @Get
    public WholeList<LimitStandings.View> standing(String id) {
        return WholeList.of(standings.of(tenant(id)));
    }

    /** Sets those ceilings of the whole tenant that are given. */
    @Secured(Permissions.TENANTS_WRITE)
    @Post
    public WholeList<LimitStandings.View> set(String id, @Body byte @Nullable [] body) {
        TenantId tenant = tenant(id);
        Map<LimitKind, Long> amounts = LimitBodies.ratesAndSpend(body);
        return audit.changed(
                AuditType.TENANT_LIMITS_UPDATED, Whose.of(tenant), WholeList.of(standings.of(tenant)), () -> {
                    settings.set(tenant, Limit.SetBy.OPERATOR, LimitScope.TENANT, "", amounts);
                    return WholeList.of(standings.of(tenant));
                });
    }

    private TenantId tenant(String id) {
        return PathIds.find(id, TenantId::parse, Thing.TENANT, tenants::find).id();
    }
}
