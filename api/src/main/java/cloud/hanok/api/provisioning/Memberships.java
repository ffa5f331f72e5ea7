package cloud.hanok.api.provisioning;

import cloud.hanok.tenant.member.EmailAddress;
import cloud.hanok.tenant.member.Invitation;
import cloud.hanok.tenant.member.Invitations;
import cloud.hanok.tenant.member.Member;
import cloud.hanok.tenant.member.Members;
import cloud.hanok.tenant.member.Person;
import jakarta.inject.Singleton;

/** How people come into tenants and leave them: what takes our records and the identity provider together, in order. */
@Singleton
public final class Memberships {
    private final Invitations invitations;
    private final Members members;

    public Memberships(Invitations invitations, Members members) {
        this.invitations = invitations;
        this.members = members;
    }

    /**
     * Makes a member of whoever was invited. Each step may be repeated, and the same person may present the invitation again
     * as long as a step is missing.
     *
     * @param token as the invitation's mail carried it
     * @param subject who accepts
     * @param person the same, as the identity provider says
     * @param emailVerified whether the provider saw that they own the address
     * @throws cloud.hanok.tenant.problem.TenantProblemException when it cannot be accepted, or there are too many members
     */
    public Member accept(String token, String subject, Person person, boolean emailVerified) {
        EmailAddress email = person.email();
        Invitation invitation = invitations.accept(token, subject, email, emailVerified);
        return members.add(invitation.tenant(), subject, person, invitation.role());
    }

    /**
     * Ends a membership.
     *
     * @param byOwner whether an owner, or the operator, asks
     * @throws cloud.hanok.tenant.problem.TenantProblemException owners only, last owner
     */
    public void end(Member member, boolean byOwner) {
        members.remove(member.tenant(), member.id(), byOwner);
    }
}
