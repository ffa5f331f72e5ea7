package cloud.hanok.api.limits;

import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.limit.LimitKind;
import cloud.hanok.tenant.limit.LimitScope;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Limits of a project of the caller's organization, and of its keys. */
@Controller("/v1/organization/projects/{id}")
public final class ProjectLimitsController {
    private static final String RATE = "project.rate_limit";
    private static final String SPEND = "project.spend_limit";
    private static final String KEY_RATE = "project.api_key.rate_limit";
    private static final String KEY_SPEND = "project.api_key.spend_limit";

    private final TenantLimitDesk desk;

    ProjectLimitsController(TenantLimitDesk desk) {
        this.desk = desk;
    }

    /** Rates, all models together first. */
    @Secured(Permissions.LIMITS_READ)
    @Get("/rate_limits")
    public WholeList<RateLimitView> rates(Authentication caller, String id) {
        TenantId tenant = Actor.tenantOf(caller);
        return WholeList.of(desk.rates(RATE, tenant, project(tenant, id)));
    }

    /** Sets those rates that are given. */
    @Secured(Permissions.LIMITS_WRITE)
    @Post("/rate_limits/{rateLimitId}")
    public RateLimitView setRates(Authentication caller, String id, String rateLimitId, @Body byte @Nullable [] body) {
        TenantId tenant = Actor.tenantOf(caller);
        LimitScope scope = project(tenant, id);
        String model = LimitBodies.model(rateLimitId);
        return desk.setRates(RATE, tenant, scope, model, LimitBodies.rates(body));
    }

    /** Takes the rates of a model away. */
    @Secured(Permissions.LIMITS_WRITE)
    @Delete("/rate_limits/{rateLimitId}")
    public RateLimitView removeRates(Authentication caller, String id, String rateLimitId) {
        TenantId tenant = Actor.tenantOf(caller);
        String model = LimitBodies.model(rateLimitId);
        return desk.removeRates(RATE, tenant, project(tenant, id), model);
    }

    /** The hard limit of a month's spending. */
    @Secured(Permissions.LIMITS_READ)
    @Get("/spend_limit")
    public SpendLimitView spend(Authentication caller, String id) {
        TenantId tenant = Actor.tenantOf(caller);
        return desk.spend(SPEND, tenant, project(tenant, id));
    }

    /** Sets it. */
    @Secured(Permissions.LIMITS_WRITE)
    @Post("/spend_limit")
    public SpendLimitView setSpend(Authentication caller, String id, @Body byte @Nullable [] body) {
        TenantId tenant = Actor.tenantOf(caller);
        return desk.setSpend(SPEND, tenant, project(tenant, id), LimitBodies.spend(body));
    }

    /** Takes it away. */
    @Secured(Permissions.LIMITS_WRITE)
    @Delete("/spend_limit")
    public SpendLimitView.Deleted removeSpend(Authentication caller, String id) {
        TenantId tenant = Actor.tenantOf(caller);
        return desk.removeSpend(SPEND, tenant, project(tenant, id));
    }

    /** A key's rates. */
    @Secured(Permissions.LIMITS_READ)
    @Get("/api_keys/{keyId}/rate_limits")
    public WholeList<RateLimitView> keyRates(Authentication caller, String id, String keyId) {
        TenantId tenant = Actor.tenantOf(caller);
        return WholeList.of(desk.rates(KEY_RATE, tenant, key(tenant, id, keyId)));
    }

    /** Sets those rates of a key that are given. */
    @Secured(Permissions.LIMITS_WRITE)
    @Post("/api_keys/{keyId}/rate_limits/{rateLimitId}")
    public RateLimitView setKeyRates(
            Authentication caller, String id, String keyId, String rateLimitId, @Body byte @Nullable [] body) {
        TenantId tenant = Actor.tenantOf(caller);
        LimitScope scope = key(tenant, id, keyId);
        Map<LimitKind, Long> amounts = LimitBodies.rates(body);
        return desk.setRates(KEY_RATE, tenant, scope, LimitBodies.model(rateLimitId), amounts);
    }

    /** Takes a key's rates of a model away. */
    @Secured(Permissions.LIMITS_WRITE)
    @Delete("/api_keys/{keyId}/rate_limits/{rateLimitId}")
    public RateLimitView removeKeyRates(Authentication caller, String id, String keyId, String rateLimitId) {
        TenantId tenant = Actor.tenantOf(caller);
        LimitScope scope = key(tenant, id, keyId);
        return desk.removeRates(KEY_RATE, tenant, scope, LimitBodies.model(rateLimitId));
    }

    /** A key's hard limit of a month's spending. */
    @Secured(Permissions.LIMITS_READ)
    @Get("/api_keys/{keyId}/spend_limit")
    public SpendLimitView keySpend(Authentication caller, String id, String keyId) {
        TenantId tenant = Actor.tenantOf(caller);
        return desk.spend(KEY_SPEND, tenant, key(tenant, id, keyId));
    }

    /** Sets it. */
    @Secured(Permissions.LIMITS_WRITE)
    @Post("/api_keys/{keyId}/spend_limit")
    public SpendLimitView setKeySpend(Authentication caller, String id, String keyId, @Body byte @Nullable [] body) {
        TenantId tenant = Actor.tenantOf(caller);
        return desk.setSpend(KEY_SPEND, tenant, key(tenant, id, keyId), LimitBodies.spend(body));
    }

    /** Takes it away. */
    @Secured(Permissions.LIMITS_WRITE)
    @Delete("/api_keys/{keyId}/spend_limit")
    public SpendLimitView.Deleted removeKeySpend(Authentication caller, String id, String keyId) {
        TenantId tenant = Actor.tenantOf(caller);
        return desk.removeSpend(KEY_SPEND, tenant, key(tenant, id, keyId));
    }

    private LimitScope project(TenantId tenant, String id) {
        return LimitScope.of(desk.project(tenant, id));
    }

    private LimitScope key(TenantId tenant, String id, String keyId) {
        return LimitScope.of(desk.key(tenant, desk.project(tenant, id), keyId));
    }
}
