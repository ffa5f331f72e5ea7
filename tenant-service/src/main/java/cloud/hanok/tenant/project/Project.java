package cloud.hanok.tenant.project;

import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A workspace in a tenant.
 *
 * @param archivedAt since when it takes no changes and no new keys, or null
 */
public record Project(
        ProjectId id,
        TenantId tenant,
        String name,
        Instant createdAt,
        @Nullable Instant archivedAt) {

    /**
     * This project, in use.
     *
     * @throws TenantProblemException when it is archived
     */
    public Project inUse() {
        if (archivedAt != null) {
            throw new TenantProblemException(new TenantProblem.ProjectArchived(id.text()));
        }
        return this;
    }
}
