package cloud.hanok.api.tenants;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Audited;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.TenantChange;
import cloud.hanok.tenant.organization.Tenants;
import cloud.hanok.tenant.project.Project;
import cloud.hanok.tenant.project.Projects;
import cloud.hanok.tenant.request.Page;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The projects of a tenant. */
@Controller("/platform/v1/tenants/{id}/projects")
public final class ProjectsController {
    private final Tenants tenants;
    private final Projects projects;
    private final Audit audit;

    public ProjectsController(Tenants tenants, Projects projects, Audit audit) {
        this.tenants = tenants;
        this.projects = projects;
        this.audit = audit;
    }

    /** Makes one. */
    @Secured(Permissions.TENANTS_WRITE)
    @Post
    public HttpResponse<ProjectView> create(
            String id, @Body byte @Nullable [] body, @Header("Idempotency-Key") @Nullable String idempotencyKey) {
        Tenant tenant = tenant(id);
        TenantChange.requireOpen(tenant.state());
        String name = JsonObject.onlyText(body, "name");
        return HttpResponse.created(audit.made(
                AuditType.PROJECT_CREATED,
                Whose.of(tenant.id()),
                () -> ProjectView.of(projects.create(tenant, name, idempotencyKey))));
    }

    /** Those there are. */
    @Secured(Permissions.TENANTS_READ)
    @Get
    public Listing<ProjectView> list(
            String id, @QueryValue @Nullable String after, @QueryValue @Nullable Integer limit) {
        PageQuery query = PageQuery.of(after, limit);
        Page<Project> page = projects.list(tenant(id).id(), query.afterId(ProjectId::parse), query.limit());
        return Listing.of(page, Project::id, ProjectView::of);
    }

    private Tenant tenant(String id) {
        return PathIds.find(id, TenantId::parse, Thing.TENANT, tenants::find);
    }

    /** A project as it is sent. */
    public record ProjectView(String object, String id, String tenant, String name, Instant createdAt)
            implements Audited {
        static ProjectView of(Project project) {
            return new ProjectView(
                    "project", project.id().text(), project.tenant().text(), project.name(), project.createdAt());
        }
    }
}
