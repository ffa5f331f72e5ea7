package cloud.hanok.tenant.project;

import cloud.hanok.platform.change.Change;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeKind;
import cloud.hanok.platform.change.FreshMap;
import cloud.hanok.platform.change.FreshnessBounds;
import cloud.hanok.platform.change.Lookup;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Projects from memory, kept fresh by the change feed. Whose a project is, is asked first, and of another tenant's nothing
 * more is read: it is not there.
 */
public final class ProjectDirectory {
    /** Projects in memory: some 500 bytes each. */
    public static final int MAX_PROJECTS = 20_000;

    private final FreshMap<ProjectId, TenantId> owners;
    private final FreshMap<ProjectId, Project> projects;

    /**
     * @param feed not started yet, or started by whoever owns it: nothing is in memory before the first look-up
     * @param bounds {@code FreshnessBounds.shared(ProjectDirectory.MAX_PROJECTS)}
     * @param reads runs the reads: virtual threads
     */
    public ProjectDirectory(Projects projects, ChangeFeed feed, FreshnessBounds bounds, Clock clock, Executor reads) {
        this.owners = new FreshMap<>(projects::ownerOf, bounds, clock, reads);
        this.projects = new FreshMap<>(projects::find, bounds, clock, reads);
        feed.subscribe(this::changed);
    }

    /** A tenant's project, archived or not. For an event loop: never blocks. */
    public Lookup<Project> of(TenantId tenant, ProjectId project) {
        return owned(owners.lookup(project), tenant, project);
    }

    private Lookup<Project> owned(Lookup<TenantId> owner, TenantId tenant, ProjectId project) {
        return switch (owner) {
            case Lookup.Found<TenantId>(var found) ->
                found.equals(tenant) ? projects.lookup(project) : new Lookup.Absent<>();
            case Lookup.Absent<TenantId> absent -> new Lookup.Absent<>();
            case Lookup.Stale<TenantId> stale -> new Lookup.Stale<>();
            case Lookup.Pending<TenantId>(var answer) ->
                new Lookup.Pending<>(answer.thenCompose(read -> settled(owned(read, tenant, project))));
        };
    }

    private static CompletionStage<Lookup<Project>> settled(Lookup<Project> lookup) {
        return lookup instanceof Lookup.Pending<Project>(var answer)
                ? answer
                : CompletableFuture.completedFuture(lookup);
    }

    private void changed(Change change) {
        if (change.kind() == ChangeKind.PROJECT) {
            ProjectId project = ProjectId.parse(change.entity());
            owners.invalidate(project);
            projects.invalidate(project);
        }
    }
}
