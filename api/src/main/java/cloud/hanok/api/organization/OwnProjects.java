package cloud.hanok.api.organization;

import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Actor;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.project.Project;
import cloud.hanok.tenant.project.Projects;
import io.micronaut.security.authentication.Authentication;
import jakarta.inject.Singleton;

/** Projects that paths name: the caller's own tenant's, and nobody else's. */
@Singleton
public final class OwnProjects {
    private final Projects projects;

    OwnProjects(Projects projects) {
        this.projects = projects;
    }

    /**
     * The project of a path, archived or not.
     *
     * @throws cloud.hanok.api.error.ApiException not found, also when it is another tenant's
     */
    Project find(Authentication caller, String id) {
        return find(Actor.tenantOf(caller), id);
    }

    /** The same, of a tenant. */
    public Project find(TenantId tenant, String id) {
        return PathIds.find(id, ProjectId::parse, Thing.PROJECT, project -> projects.find(tenant, project));
    }
}
