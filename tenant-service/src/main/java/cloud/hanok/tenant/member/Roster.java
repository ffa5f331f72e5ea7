package cloud.hanok.tenant.member;

import cloud.hanok.platform.id.InvitationId;
import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of one tenant as they stand, in the order they came. Decides what may become of them; changes nothing itself.
 *
 * @param version of what was read; null before the first member
 * @param left invitations of those that came in by one and are members no more
 */
record Roster(TenantId tenant, @Nullable Long version, List<Member> members, Set<InvitationId> left) {
    /** Members of a tenant: each sign-in reads them all. */
    static final int MAX_MEMBERS = 1_000;

    Roster {
        members = List.copyOf(members);
        left = Set.copyOf(left);
    }

    long nextVersion() {
        return version == null ? 1 : version + 1;
    }

    Optional<Member> find(MemberId id) {
        return members.stream().filter(member -> member.id().equals(id)).findFirst();
    }

    /** By subject, for whoever looks up one at a time. */
    Map<String, Member> bySubject() {
        Map<String, Member> bySubject = LinkedHashMap.newLinkedHashMap(members.size());
        members.forEach(member -> bySubject.put(member.subject(), member));
        return bySubject;
    }

    /**
     * Whether there is room for this one.
     *
     * @param invitation by which they come in; null: by none
     * @return the member that the person is already, which is then left as it is
     * @throws TenantProblemException when there are too many, or whoever came in by the invitation is a member no more
     */
    Optional<Member> adding(Member wanted, @Nullable InvitationId invitation) {
        Optional<Member> present = members.stream()
                .filter(member -> member.subject().equals(wanted.subject()))
                .findFirst();
        if (present.isEmpty() && invitation != null && left.contains(invitation)) {
            throw new TenantProblemException(
                    new TenantProblem.InvitationUnusable(TenantProblem.InvitationUnusable.Reason.LEFT));
        }
        if (present.isEmpty() && members.size() >= MAX_MEMBERS) {
            throw new TenantProblemException(
                    new TenantProblem.TooMany(TenantProblem.TooMany.Kind.MEMBERS, MAX_MEMBERS));
        }
        return present;
    }

    /**
     * The member with another role.
     *
     * @param byOwner whether an owner asks: nobody else makes or unmakes one
     * @throws TenantProblemException not found, owners only, last owner
     */
    Member changing(MemberId id, MemberRole role, boolean byOwner) {
        Member member = get(id);
        if (member.role() != role) {
            checkOwnership(member, byOwner || role != MemberRole.OWNER && member.role() != MemberRole.OWNER);
        }
        return member.as(role);
    }

    /**
     * The member in one more project, or as something else in it.
     *
     * @throws TenantProblemException not found, too many projects
     */
    Member placing(MemberId id, ProjectId project, ProjectPlace place) {
        Member member = get(id);
        ProjectPlace present = member.projects().get(project);
        if (present == null && member.projects().size() >= Member.MAX_PROJECTS) {
            throw new TenantProblemException(
                    new TenantProblem.TooMany(TenantProblem.TooMany.Kind.PROJECTS_OF_A_MEMBER, Member.MAX_PROJECTS));
        }
        return present != null && present.role() == place.role()
                ? member
                : member.in(project, present == null ? place : new ProjectPlace(place.role(), present.since()));
    }

    /**
     * The member out of a project.
     *
     * @throws TenantProblemException not found: no such member, or not in the project
     */
    Member displacing(MemberId id, ProjectId project) {
        Member member = get(id);
        if (!member.projects().containsKey(project)) {
            throw missing(id);
        }
        return member.without(project);
    }

    /**
     * The member who may go.
     *
     * @param byOwner whether an owner asks: nobody else removes one
     * @throws TenantProblemException not found, owners only, last owner
     */
    Member removing(MemberId id, boolean byOwner) {
        Member member = get(id);
        checkOwnership(member, byOwner || member.role() != MemberRole.OWNER);
        return member;
    }

    /** A tenant without an owner could never be given one again from within. */
    private void checkOwnership(Member leaving, boolean allowed) {
        if (!allowed) {
            throw new TenantProblemException(new TenantProblem.OwnersOnly());
        }
        long owners = members.stream()
                .filter(member -> member.role() == MemberRole.OWNER)
                .count();
        if (leaving.role() == MemberRole.OWNER && owners <= 1) {
            throw new TenantProblemException(new TenantProblem.LastOwner());
        }
    }

    private Member get(MemberId id) {
        return find(id).orElseThrow(() -> missing(id));
    }

    private static TenantProblemException missing(MemberId id) {
        return new TenantProblemException(new TenantProblem.NotFound(TenantProblem.NotFound.Kind.MEMBER, id.text()));
    }
}
