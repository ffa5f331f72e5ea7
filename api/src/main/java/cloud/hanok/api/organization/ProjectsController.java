package cloud.hanok.api.organization;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Audited;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.provisioning.ProjectArchiving;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.organization.Tenants;
import cloud.hanok.tenant.project.Project;
import cloud.hanok.tenant.project.Projects;
import cloud.hanok.tenant.request.Page;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The projects of the caller's own tenant, in the shape of OpenAI's admin API. */
@Controller("/v1/organization/projects")
public final class ProjectsController {
    private final Tenants tenants;
    private final Projects projects;
    private final OwnProjects own;
    private final ProjectArchiving archiving;
    private final Audit audit;

    public ProjectsController(
            Tenants tenants, Projects projects, OwnProjects own, ProjectArchiving archiving, Audit audit) {
        this.tenants = tenants;
        this.projects = projects;
        this.own = own;
        this.archiving = archiving;
        this.audit = audit;
    }

    /** Makes one. */
    @Secured(Permissions.PROJECTS_WRITE)
    @Post
    public ProjectView create(
            Authentication caller,
            @Body byte @Nullable [] body,
            @Header("Idempotency-Key") @Nullable String idempotencyKey) {
        TenantId tenant = Actor.tenantOf(caller);
        String name = JsonObject.onlyText(body, "name");
        return audit.made(
                AuditType.PROJECT_CREATED,
                Whose.of(tenant),
                () -> ProjectView.of(projects.create(tenants.get(tenant), name, idempotencyKey)));
    }

    /** Those in use, and the archived ones where they are asked for. */
    @Secured(Permissions.PROJECTS_READ)
    @Get
    public Listing<ProjectView> list(
            Authentication caller,
            @QueryValue @Nullable String after,
            @QueryValue @Nullable Integer limit,
            @QueryValue("include_archived") @Nullable Boolean includeArchived) {
        PageQuery query = PageQuery.of(after, limit);
        TenantId tenant = Actor.tenantOf(caller);
        ProjectId from = query.afterId(ProjectId::parse);
        boolean archived = Boolean.TRUE.equals(includeArchived);
        Page<Project> page = Actor.of(caller)
                .projectsWhere(Permissions.PROJECTS_READ)
                .map(seen -> projects.list(tenant, seen, from, query.limit(), archived))
                .orElseGet(() -> projects.list(tenant, from, query.limit(), archived));
        return Listing.of(page, Project::id, ProjectView::of);
    }

    /** One, archived or not. */
    @Secured(Permissions.PROJECTS_READ)
    @Get("/{id}")
    public ProjectView find(Authentication caller, String id) {
        return ProjectView.of(own.find(caller, id));
    }

    /** Renames one. */
    @Secured(Permissions.PROJECTS_WRITE)
    @Post("/{id}")
    public ProjectView update(Authentication caller, String id, @Body byte @Nullable [] body) {
        Project project = own.find(caller, id);
        String name = JsonObject.onlyText(body, "name");
        return audit.changed(
                AuditType.PROJECT_UPDATED,
                Whose.of(project.tenant(), project.id()),
                ProjectView.of(project),
                () -> ProjectView.of(projects.rename(project, name)));
    }

    /** Archives one and revokes its keys, for ever. */
    @Secured(Permissions.PROJECTS_WRITE)
    @Post("/{id}/archive")
    public ProjectView archive(Authentication caller, String id) {
        Project project = own.find(caller, id);
        return audit.changed(
                AuditType.PROJECT_ARCHIVED,
                Whose.of(project.tenant(), project.id()),
                ProjectView.of(project),
                () -> ProjectView.of(archiving.archive(project)));
    }

    /**
     * A project as OpenAI writes it.
     *
     * @param object always {@code organization.project}
     * @param createdAt in Unix seconds
     * @param archivedAt in Unix seconds, or null
     * @param status {@code active} or {@code archived}
     */
    public record ProjectView(
            String object,
            String id,
            String name,
            @JsonProperty("created_at") long createdAt,
            @JsonProperty("archived_at") @Nullable Long archivedAt,
            String status)
            implements Audited {
        static ProjectView of(Project project) {
            Instant archivedAt = project.archivedAt();
            return new ProjectView(
                    "organization.project",
                    project.id().text(),
                    project.name(),
                    project.createdAt().getEpochSecond(),
                    archivedAt == null ? null : Long.valueOf(archivedAt.getEpochSecond()),
                    archivedAt == null ? "active" : "archived");
        }
    }
}
