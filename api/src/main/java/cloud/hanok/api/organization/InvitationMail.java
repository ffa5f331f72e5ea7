package cloud.hanok.api.organization;

import cloud.hanok.api.config.MailConfiguration;
import cloud.hanok.platform.mail.Outbox;
import cloud.hanok.tenant.member.Invitations;
import cloud.hanok.tenant.organization.Tenants;
import jakarta.inject.Singleton;
import java.time.Clock;

/**
 * Brings an invitation to whom it is for. With mail configured its token is in the mail and nowhere else, so that whoever accepts
 * has read the mailbox; without mail it is in the answer, for whoever invites to hand over.
 */
@Singleton
public final class InvitationMail {
    private final MailConfiguration configuration;
    private final Outbox outbox;
    private final InvitationLetter letter;
    private final Tenants tenants;
    private final Clock clock;

    InvitationMail(
            MailConfiguration configuration, Outbox outbox, InvitationLetter letter, Tenants tenants, Clock clock) {
        this.configuration = configuration;
        this.outbox = outbox;
        this.letter = letter;
        this.tenants = tenants;
        this.clock = clock;
    }

    /**
     * Writes the mail.
     *
     * @return what whoever invites is answered
     */
    public InviteView send(Invitations.Sent sent) {
        if (!configuration.configured()) {
            return InviteView.of(sent, clock.instant());
        }
        String organization = tenants.get(sent.invitation().tenant()).name();
        outbox.put(sent.invitation().tenant(), sent.invitation().id().text(), letter.of(sent, organization));
        return InviteView.of(sent.invitation(), clock.instant());
    }
}
