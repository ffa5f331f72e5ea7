package cloud.hanok.api.provisioning;

import cloud.hanok.tenant.key.ApiKeys;
import cloud.hanok.tenant.project.Project;
import cloud.hanok.tenant.project.Projects;
import jakarta.inject.Singleton;

/**
 * Ends a project: it is archived first, so that it gets no new keys, and then loses those it has. After a crash in between the
 * same request goes on from there.
 */
@Singleton
public final class ProjectArchiving {
    private final Projects projects;
    private final ApiKeys keys;

    public ProjectArchiving(Projects projects, ApiKeys keys) {
        this.projects = projects;
        this.keys = keys;
    }

    /**
     * Archives a project, as found; again, when it is archived already.
     *
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when a key may still be good somewhere: to be repeated
     */
    public Project archive(Project project) {
        Project archived = projects.archive(project);
        keys.revokeAll(project.tenant(), project.id(), _ -> true);
        return archived;
    }
}
