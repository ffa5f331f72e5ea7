package cloud.hanok.tenant.member;

import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * A person in a tenant, without who it is.
 *
 * @param subject the person, as the identity provider's tokens name them
 * @param role what they are in the whole tenant
 * @param projects what they are besides in single projects
 */
public record Member(
        MemberId id,
        TenantId tenant,
        String subject,
        MemberRole role,
        Map<ProjectId, ProjectPlace> projects,
        Instant addedAt) {
    /** Projects that one member can be put into: each sign-in reads those of all members. */
    public static final int MAX_PROJECTS = 100;

    public Member {
        projects = Map.copyOf(projects);
    }

    Member as(MemberRole other) {
        return new Member(id, tenant, subject, other, projects, addedAt);
    }

    Member in(ProjectId project, ProjectPlace place) {
        Map<ProjectId, ProjectPlace> more = new HashMap<>(projects);
        more.put(project, place);
        return new Member(id, tenant, subject, role, more, addedAt);
    }

    Member without(ProjectId project) {
        Map<ProjectId, ProjectPlace> fewer = new HashMap<>(projects);
        fewer.remove(project);
        return new Member(id, tenant, subject, role, fewer, addedAt);
    }
}
