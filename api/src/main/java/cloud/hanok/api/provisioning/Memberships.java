package cloud.hanok.api.provisioning;

import cloud.hanok.tenant.identity.Identities;
import cloud.hanok.tenant.identity.IdentityRefusedException;
import cloud.hanok.tenant.identity.IdentityUnavailableException;
import cloud.hanok.tenant.member.EmailAddress;
import cloud.hanok.tenant.member.Invitation;
import cloud.hanok.tenant.member.Invitations;
import cloud.hanok.tenant.member.Member;
import cloud.hanok.tenant.member.Members;
import cloud.hanok.tenant.member.Person;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How people come into tenants and leave them: what takes our records and the identity provider together, in order. */
@Singleton
public final class Memberships {
    private static final Logger LOG = LoggerFactory.getLogger(Memberships.class);

    private final Invitations invitations;
    private final Members members;
    private final Identities identities;

    public Memberships(Invitations invitations, Members members, Identities identities) {
        this.invitations = invitations;
        this.members = members;
        this.identities = identities;
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
        Member member = members.add(invitation, subject, person);
        identities
                .organization(invitation.tenant())
                .ifPresent(organization -> identities.addMember(organization, subject));
        return member;
    }

    /**
     * Ends a membership. Ours is what counts, so it ends first: what the identity provider still says lets nobody in.
     *
     * @param byOwner whether an owner, or the operator, asks
     * @throws cloud.hanok.tenant.problem.TenantProblemException owners only, last owner
     */
    public void end(Member member, boolean byOwner) {
        members.remove(member.tenant(), member.id(), byOwner);
        try {
            identities
                    .organization(member.tenant())
                    .ifPresent(organization -> identities.removeMember(organization, member.subject()));
        } catch (IdentityUnavailableException | IdentityRefusedException left) {
            LOG.warn("{} ended, and is still listed by the identity provider", member.id(), left);
        }
    }
}
