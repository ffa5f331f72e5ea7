package cloud.hanok.api.limits;

import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.limit.LimitScope;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import org.jspecify.annotations.Nullable;

/** Limits of what a member asks with tokens of their own; what they do with a key counts as the key's. */
@Controller("/v1/organization/users/{id}")
public final class MemberLimitsController {
    private static final String RATE = "organization.user.rate_limit";
    private static final String SPEND = "organization.user.spend_limit";

    private final TenantLimitDesk desk;

    MemberLimitsController(TenantLimitDesk desk) {
        this.desk = desk;
    }

    /** Rates, all models together first. */
    @Secured(Permissions.LIMITS_READ)
    @Get("/rate_limits")
    public WholeList<RateLimitView> rates(Authentication caller, String id) {
        TenantId tenant = Actor.tenantOf(caller);
        return WholeList.of(desk.rates(RATE, tenant, member(tenant, id)));
    }

    /** Sets those rates that are given. */
    @Secured(Permissions.LIMITS_WRITE)
    @Post("/rate_limits/{rateLimitId}")
    public RateLimitView setRates(Authentication caller, String id, String rateLimitId, @Body byte @Nullable [] body) {
        TenantId tenant = Actor.tenantOf(caller);
        LimitScope scope = member(tenant, id);
        return desk.setRates(RATE, tenant, scope, LimitBodies.model(rateLimitId), LimitBodies.rates(body));
    }

    /** Takes the rates of a model away. */
    @Secured(Permissions.LIMITS_WRITE)
    @Delete("/rate_limits/{rateLimitId}")
    public RateLimitView removeRates(Authentication caller, String id, String rateLimitId) {
        TenantId tenant = Actor.tenantOf(caller);
        return desk.removeRates(RATE, tenant, member(tenant, id), LimitBodies.model(rateLimitId));
    }

    /** The hard limit of a month's spending. */
    @Secured(Permissions.LIMITS_READ)
    @Get("/spend_limit")
    public SpendLimitView spend(Authentication caller, String id) {
        TenantId tenant = Actor.tenantOf(caller);
        return desk.spend(SPEND, tenant, member(tenant, id));
    }

    /** Sets it. */
    @Secured(Permissions.LIMITS_WRITE)
    @Post("/spend_limit")
    public SpendLimitView setSpend(Authentication caller, String id, @Body byte @Nullable [] body) {
        TenantId tenant = Actor.tenantOf(caller);
        return desk.setSpend(SPEND, tenant, member(tenant, id), LimitBodies.spend(body));
    }

    /** Takes it away. */
    @Secured(Permissions.LIMITS_WRITE)
    @Delete("/spend_limit")
    public SpendLimitView.Deleted removeSpend(Authentication caller, String id) {
        TenantId tenant = Actor.tenantOf(caller);
        return desk.removeSpend(SPEND, tenant, member(tenant, id));
    }

    private LimitScope member(TenantId tenant, String id) {
        return LimitScope.of(desk.member(tenant, id));
    }
}
