package cloud.hanok.api.files;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.MemberCallers;
import cloud.hanok.platform.change.Lookup;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.tenant.project.Project;
import cloud.hanok.tenant.project.ProjectDirectory;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;

/** The project that a request is about which names none in its path: a key's own, or the one that a member says in a header. */
@Singleton
public final class AskedProject {
    private final ProjectDirectory projects;

    AskedProject(ProjectDirectory projects) {
        this.projects = projects;
    }

    /**
     * The project.
     *
     * @param permission that is asked for in it
     * @throws ApiException when a member says none, or one that is not theirs or is archived
     */
    public ProjectId of(Actor.OfTenant actor, HttpRequest<?> request, String permission) {
        if (actor instanceof Actor.ProjectKey key) {
            return key.project();
        }
        String given = request.getHeaders().get(MemberCallers.PROJECT_HEADER);
        if (given == null || given.isBlank()) {
            throw new ApiException(ApiError.of(ErrorCode.MISSING_PROJECT).withParam(MemberCallers.PROJECT_HEADER));
        }
        ProjectId id = PathIds.read(given.strip(), ProjectId::parse, Thing.PROJECT);
        if (!actor.sees(id, permission)) {
            throw Thing.PROJECT.missing(id);
        }
        return switch (projects.of(actor.tenant(), id).settled()) {
            case Lookup.Found<Project>(var project)
            when project.archivedAt() != null ->
                throw new ApiException(ApiError.of(ErrorCode.PROJECT_ARCHIVED, id.text()));
            case Lookup.Found<Project> _ -> id;
            case Lookup.Absent<Project> _ -> throw Thing.PROJECT.missing(id);
            case Lookup.Stale<Project> _, Lookup.Pending<Project> _ ->
                throw new ApiException(ApiError.of(ErrorCode.STORE_UNAVAILABLE));
        };
    }
}
