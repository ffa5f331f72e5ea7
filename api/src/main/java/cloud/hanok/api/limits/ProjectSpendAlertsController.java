package cloud.hanok.api.limits;

import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import org.jspecify.annotations.Nullable;

/** Alerts of what a project of the caller's organization spends. */
@Controller("/v1/organization/projects/{project}/spend_alerts")
public final class ProjectSpendAlertsController {
    private final SpendAlertDesk desk;
    private final TenantLimitDesk limits;

    ProjectSpendAlertsController(SpendAlertDesk desk, TenantLimitDesk limits) {
        this.desk = desk;
        this.limits = limits;
    }

    /** Those there are. */
    @Secured(Permissions.SPEND_ALERTS_READ)
    @Get
    public Listing<SpendAlertView> list(
            Authentication caller,
            String project,
            @QueryValue @Nullable String after,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String order) {
        TenantId tenant = Actor.tenantOf(caller);
        return desk.list(tenant, project(tenant, project), PageQuery.of(after, limit), order);
    }

    /** Makes one. */
    @Secured(Permissions.LIMITS_WRITE)
    @Post
    public SpendAlertView create(Authentication caller, String project, @Body byte @Nullable [] body) {
        TenantId tenant = Actor.tenantOf(caller);
        return desk.create(tenant, project(tenant, project), SpendAlertBody.read(body));
    }

    /** One. */
    @Secured(Permissions.SPEND_ALERTS_READ)
    @Get("/{alert}")
    public SpendAlertView find(Authentication caller, String project, String alert) {
        TenantId tenant = Actor.tenantOf(caller);
        return desk.find(tenant, project(tenant, project), alert);
    }

    /** Sets its threshold, and its recipients where they are given. */
    @Secured(Permissions.LIMITS_WRITE)
    @Post("/{alert}")
    public SpendAlertView change(Authentication caller, String project, String alert, @Body byte @Nullable [] body) {
        TenantId tenant = Actor.tenantOf(caller);
        return desk.change(tenant, project(tenant, project), alert, body);
    }

    /** Deletes one. */
    @Secured(Permissions.LIMITS_WRITE)
    @Delete("/{alert}")
    public SpendAlertView.Deleted delete(Authentication caller, String project, String alert) {
        TenantId tenant = Actor.tenantOf(caller);
        return desk.delete(tenant, project(tenant, project), alert);
    }

    private ProjectId project(TenantId tenant, String project) {
        return limits.project(tenant, project);
    }
}
