package cloud.hanok.api.limits;

import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.tenant.limit.LimitScope;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import org.jspecify.annotations.Nullable;

/** Limits of the caller's whole organization, and how all of its limits stand. */
@Controller("/v1/organization")
public final class OrganizationLimitsController {
    private static final String RATE = "organization.rate_limit";
    private static final String SPEND = "organization.spend_limit";

    private final TenantLimitDesk desk;
    private final LimitStandings standings;

    OrganizationLimitsController(TenantLimitDesk desk, LimitStandings standings) {
        this.desk = desk;
        this.standings = standings;
    }

    /** Every limit of the organization, its projects and keys, its use, and which one binds. */
    @Secured(Permissions.LIMITS_READ)
    @Get("/limits")
    public WholeList<LimitStandings.View> standing(Authentication caller) {
        return WholeList.of(standings.of(Actor.tenantOf(caller)));
    }

    /** Rates, all models together first. */
    @Secured(Permissions.LIMITS_READ)
    @Get("/rate_limits")
    public WholeList<RateLimitView> rates(Authentication caller) {
        return WholeList.of(desk.rates(RATE, Actor.tenantOf(caller), LimitScope.TENANT));
    }

    /** Sets those rates that are given. */
    @Secured(Permissions.LIMITS_WRITE)
    @Post("/rate_limits/{rateLimitId}")
    public RateLimitView setRates(Authentication caller, String rateLimitId, @Body byte @Nullable [] body) {
        String model = LimitBodies.model(rateLimitId);
        return desk.setRates(RATE, Actor.tenantOf(caller), LimitScope.TENANT, model, LimitBodies.rates(body));
    }

    /** Takes the rates of a model away. */
    @Secured(Permissions.LIMITS_WRITE)
    @Delete("/rate_limits/{rateLimitId}")
    public RateLimitView removeRates(Authentication caller, String rateLimitId) {
        String model = LimitBodies.model(rateLimitId);
        return desk.removeRates(RATE, Actor.tenantOf(caller), LimitScope.TENANT, model);
    }

    /** The hard limit of a month's spending. */
    @Secured(Permissions.LIMITS_READ)
    @Get("/spend_limit")
    public SpendLimitView spend(Authentication caller) {
        return desk.spend(SPEND, Actor.tenantOf(caller), LimitScope.TENANT);
    }

    /** Sets it. */
    @Secured(Permissions.LIMITS_WRITE)
    @Post("/spend_limit")
    public SpendLimitView setSpend(Authentication caller, @Body byte @Nullable [] body) {
        return desk.setSpend(SPEND, Actor.tenantOf(caller), LimitScope.TENANT, LimitBodies.spend(body));
    }

    /** Takes it away. */
    @Secured(Permissions.LIMITS_WRITE)
    @Delete("/spend_limit")
    public SpendLimitView.Deleted removeSpend(Authentication caller) {
        return desk.removeSpend(SPEND, Actor.tenantOf(caller), LimitScope.TENANT);
    }
}
