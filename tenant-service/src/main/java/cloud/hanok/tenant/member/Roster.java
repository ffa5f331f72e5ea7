package cloud.hanok.tenant.member;

import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The members of one tenant as they stand, in the order they came. Decides what may become of them; changes nothing itself.
 *
 * @param version of what was read; null before the first member
 */
record Roster(TenantId tenant, @Nullable Long version, List<Member> members) {
    /** Members of a tenant: each sign-in reads them all. */
    static final int MAX_MEMBERS = 1_000;

    Roster {
        members = List.copyOf(members);
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
     * @return the member that the person is already, which is then left as it is
     * @throws TenantProblemException when there are too many
     */
    Optional<Member> adding(Member wanted) {
        Optional<Member> present = members.stream()
                .filter(member -> member.subject().equals(wanted.subject()))
                .findFirst();
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
        return find(id).orElseThrow(() ->
                new TenantProblemException(new TenantProblem.NotFound(TenantProblem.NotFound.Kind.MEMBER, id.text())));
    }
}
