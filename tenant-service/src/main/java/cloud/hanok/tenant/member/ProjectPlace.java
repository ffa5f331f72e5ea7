package cloud.hanok.tenant.member;

import java.time.Instant;

/** What a member is in a project, and since when they are in it. */
public record ProjectPlace(ProjectRole role, Instant since) {}
