package cloud.hanok.tenant.project;

import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import java.time.Instant;

/**
 * A workspace in a tenant.
 *
 * @param name what people call it; several may share one
 */
public record Project(ProjectId id, TenantId tenant, String name, Instant createdAt) {}
