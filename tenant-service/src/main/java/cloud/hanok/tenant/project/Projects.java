package cloud.hanok.tenant.project;

import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.change.Change;
import cloud.hanok.platform.change.ChangeKind;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.claim.IdempotencyClaims;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import cloud.hanok.tenant.request.DisplayName;
import cloud.hanok.tenant.request.Page;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The projects of tenants. Blocks.
 *
 * <p>Every method throws {@link cloud.hanok.platform.cassandra.StoreUnavailableException} when Cassandra does not
 * answer.
 */
public final class Projects {
    private static final CqlStatement INSERT =
            CqlStatement.write("INSERT INTO projects (tenant, project, name, created_at) VALUES (?, ?, ?, ?)");
    private static final CqlStatement INSERT_INDEX =
            CqlStatement.write("INSERT INTO project_index (project, tenant) VALUES (?, ?)");
    private static final CqlStatement SELECT = CqlStatement.read(
            "SELECT tenant, project, name, created_at, archived_at FROM projects WHERE tenant = ? AND project = ?");
    private static final CqlStatement TENANT_OF =
            CqlStatement.read("SELECT tenant FROM project_index WHERE project = ?");
    private static final CqlStatement LIST =
            CqlStatement.read("SELECT tenant, project, name, created_at, archived_at FROM projects"
                    + " WHERE tenant = ? AND project > ? LIMIT ?");
    private static final CqlStatement RENAME =
            CqlStatement.write("UPDATE projects SET name = ? WHERE tenant = ? AND project = ?");
    private static final CqlStatement ARCHIVE =
            CqlStatement.write("UPDATE projects SET archived_at = ? WHERE tenant = ? AND project = ?");

    private static final CqlStatement DELETE =
            CqlStatement.write("DELETE FROM projects WHERE tenant = ? AND project = ?");
    private static final CqlStatement DELETE_INDEX = CqlStatement.write("DELETE FROM project_index WHERE project = ?");

    private final Keyspaces keyspaces;
    private final ChangeLog changes;
    private final Ulids ulids;
    private final Clock clock;

    public Projects(Keyspaces keyspaces, ChangeLog changes, Ulids ulids, Clock clock) {
        this.keyspaces = keyspaces;
        this.changes = changes;
        this.ulids = ulids;
        this.clock = clock;
    }

    /**
     * Makes a project of a tenant.
     *
     * @param tenant as found
     * @param idempotencyKey when given, the same request with the same key gets the same project for a day
     * @throws TenantProblemException invalid value
     * @throws cloud.hanok.platform.claim.IdempotencyKeyRefusedException malformed, or used with another request
     */
    public Project create(Tenant tenant, String name, @Nullable String idempotencyKey) {
        String checkedName = DisplayName.of("name", name);
        String owner = tenant.id().text();
        ProjectId id = ProjectId.parse(IdempotencyClaims.claim(
                keyspaces.of(tenant.id()),
                owner,
                idempotencyKey,
                new ProjectId(ulids.next()).text(),
                "project",
                checkedName));
        Project wanted = new Project(
                id, tenant.id(), checkedName, Instant.ofEpochMilli(id.ulid().epochMillis()), null);
        // A repeated request must not undo what was changed since the first.
        Project project =
                idempotencyKey == null ? store(wanted) : find(tenant.id(), id).orElseGet(() -> store(wanted));
        keyspaces.platform().write(INSERT_INDEX, id.text(), owner);
        changes.publish(new Change(ChangeKind.PROJECT, id.text()));
        return project;
    }

    /**
     * Makes the project of this id, or finds it made: for whoever makes a tenant with one, in steps that are repeated.
     *
     * @param name checked
     */
    public Project ensure(TenantId tenant, ProjectId id, String name) {
        Project project = find(tenant, id)
                .orElseGet(() -> store(new Project(
                        id, tenant, name, Instant.ofEpochMilli(id.ulid().epochMillis()), null)));
        keyspaces.platform().write(INSERT_INDEX, id.text(), tenant.text());
        changes.publish(new Change(ChangeKind.PROJECT, id.text()));
        return project;
    }

    /** Takes back a project of a tenant that never came to be: no key was issued in it. */
    public void forget(TenantId tenant, ProjectId id) {
        keyspaces.of(tenant).write(DELETE, tenant.text(), id.text());
        keyspaces.platform().write(DELETE_INDEX, id.text());
        changes.publish(new Change(ChangeKind.PROJECT, id.text()));
    }

    /** The project of this id, whosever it is: for the operator. */
    public Optional<Project> find(ProjectId id) {
        return ownerOf(id).flatMap(tenant -> find(tenant, id));
    }

    /** Whose the project of this id is. */
    public Optional<TenantId> ownerOf(ProjectId id) {
        return keyspaces
                .platform()
                .row(TENANT_OF, id.text())
                .map(row -> TenantId.parse(Objects.requireNonNull(row.getString("tenant"))));
    }

    /** A tenant's project of this id. */
    public Optional<Project> find(TenantId tenant, ProjectId id) {
        return keyspaces.of(tenant).row(SELECT, tenant.text(), id.text()).map(Projects::project);
    }

    /**
     * The project of this id, whosever it is: for the operator.
     *
     * @throws TenantProblemException not found
     */
    public Project get(ProjectId id) {
        return find(id).orElseThrow(() ->
                new TenantProblemException(new TenantProblem.NotFound(TenantProblem.NotFound.Kind.PROJECT, id.text())));
    }

    /**
     * A tenant's projects in the order they were made, archived ones among them.
     *
     * @param after the last one of the part before, or null for the first part
     * @param limit 1 to {@link Page#MAX_LIMIT}
     * @throws TenantProblemException when the limit is another
     */
    public Page<Project> list(TenantId tenant, @Nullable ProjectId after, int limit) {
        return list(tenant, after, limit, true);
    }

    /**
     * The same, or without the archived ones: those are skipped, so that a part is full as long as there are more.
     *
     * @param archived whether archived ones are among them
     * @throws TenantProblemException when the limit is another
     */
    public Page<Project> list(TenantId tenant, @Nullable ProjectId after, int limit, boolean archived) {
        int wanted = Page.toRead(limit);
        String from = after == null ? "" : after.text();
        List<Project> projects = new ArrayList<>();
        for (boolean more = true; more && projects.size() < wanted; ) {
            List<Row> rows = keyspaces.of(tenant).rows(LIST, tenant.text(), from, wanted);
            for (Row row : rows) {
                Project project = project(row);
                from = project.id().text();
                if ((archived || project.archivedAt() == null) && projects.size() < wanted) {
                    projects.add(project);
                }
            }
            more = rows.size() == wanted;
        }
        return Page.of(projects, limit);
    }

    /**
     * The same, of a few projects alone.
     *
     * @param among looked up one by one
     * @throws TenantProblemException when the limit is another
     */
    public Page<Project> list(
            TenantId tenant, Set<ProjectId> among, @Nullable ProjectId after, int limit, boolean archived) {
        List<Project> following = among.stream()
                .filter(id -> after == null || id.text().compareTo(after.text()) > 0)
                .sorted(Comparator.comparing(ProjectId::text))
                .map(id -> find(tenant, id))
                .flatMap(Optional::stream)
                .filter(project -> archived || project.archivedAt() == null)
                .limit(Page.toRead(limit))
                .toList();
        return Page.of(following, limit);
    }

    /**
     * Gives a project another name.
     *
     * @param project as found
     * @throws TenantProblemException invalid value, archived
     */
    public Project rename(Project project, String name) {
        String checkedName = DisplayName.of("name", name);
        project.inUse();
        keyspaces
                .of(project.tenant())
                .write(
                        RENAME,
                        checkedName,
                        project.tenant().text(),
                        project.id().text());
        changes.publish(new Change(ChangeKind.PROJECT, project.id().text()));
        return new Project(project.id(), project.tenant(), checkedName, project.createdAt(), null);
    }

    /**
     * Ends a project's use for ever: what happened in it stays to be read. Its keys are the caller's to revoke. Archiving it
     * again changes nothing.
     *
     * @param project as found
     */
    public Project archive(Project project) {
        if (project.archivedAt() != null) {
            return project;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        keyspaces
                .of(project.tenant())
                .write(ARCHIVE, now, project.tenant().text(), project.id().text());
        changes.publish(new Change(ChangeKind.PROJECT, project.id().text()));
        return new Project(project.id(), project.tenant(), project.name(), project.createdAt(), now);
    }

    private Project store(Project project) {
        keyspaces
                .of(project.tenant())
                .write(INSERT, project.tenant().text(), project.id().text(), project.name(), project.createdAt());
        return project;
    }

    private static Project project(Row row) {
        return new Project(
                ProjectId.parse(Objects.requireNonNull(row.getString("project"))),
                TenantId.parse(Objects.requireNonNull(row.getString("tenant"))),
                Objects.requireNonNull(row.getString("name")),
                Objects.requireNonNull(row.getInstant("created_at")),
                row.getInstant("archived_at"));
    }
}
