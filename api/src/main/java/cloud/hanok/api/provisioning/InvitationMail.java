package cloud.hanok.api.provisioning;

import cloud.hanok.tenant.member.Invitation;
import cloud.hanok.tenant.member.Invitations;
import jakarta.inject.Singleton;

/** The mail that brings an invitation. */
@Singleton
public final class InvitationMail {
    /** Sends it, and returns what it invites to. */
    public Invitation send(Invitations.Sent sent) {
        return sent.invitation();
    }
}
