package cloud.hanok.tenant.account;

import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.ServiceAccountId;
import cloud.hanok.platform.id.TenantId;
import java.time.Instant;

/** A program's account in a project: its keys are nobody's in person, and end with it. */
public record ServiceAccount(ServiceAccountId id, TenantId tenant, ProjectId project, String name, Instant createdAt) {}
