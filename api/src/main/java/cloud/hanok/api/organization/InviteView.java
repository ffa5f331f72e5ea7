package cloud.hanok.api.organization;

import cloud.hanok.api.audit.Audited;
import cloud.hanok.tenant.member.Invitation;
import cloud.hanok.tenant.member.Invitations;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An invitation as OpenAI writes one.
 *
 * @param object always {@code organization.invite}
 * @param status {@code pending}, {@code accepted}, {@code expired} or {@code revoked}
 * @param createdAt in Unix seconds
 * @param expiresAt in Unix seconds
 * @param acceptedAt in Unix seconds, or null
 * @param projects where the invited person will be
 * @param token what the invited person presents to come in; only in the answer that made the invitation, and only where no mail
 *     brings it: for whoever invites to hand over
 */
public record InviteView(
        String object,
        String id,
        String email,
        String role,
        String status,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("expires_at") long expiresAt,
        @JsonProperty("accepted_at") @Nullable Long acceptedAt,
        List<Into> projects,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String token)
        implements Audited {

    /** What it is at this moment. */
    public static InviteView of(Invitation invitation, Instant now) {
        Instant accepted = invitation.state() == Invitation.State.ACCEPTED ? invitation.decidedAt() : null;
        return new InviteView(
                "organization.invite",
                invitation.id().text(),
                invitation.email().value(),
                invitation.role().text(),
                invitation.status(now).name().toLowerCase(Locale.ROOT),
                invitation.createdAt().getEpochSecond(),
                invitation.expiresAt().getEpochSecond(),
                accepted == null ? null : Long.valueOf(accepted.getEpochSecond()),
                invitation.projects().entrySet().stream()
                        .map(each ->
                                new Into(each.getKey().text(), each.getValue().text()))
                        .sorted(Comparator.comparing(Into::id))
                        .toList(),
                null);
    }

    /**
     * A project that the person will be in.
     *
     * @param role {@code owner} or {@code member}
     */
    public record Into(String id, String role) {}

    /** One that was just made, with its token. */
    public static InviteView of(Invitations.Sent sent, Instant now) {
        InviteView view = of(sent.invitation(), now);
        return view.with(sent.token().reveal());
    }

    @Override
    public InviteView withoutSecret() {
        return with(null);
    }

    private InviteView with(@Nullable String shown) {
        return new InviteView(object, id, email, role, status, createdAt, expiresAt, acceptedAt, projects, shown);
    }

    /** Says nothing of the person. */
    @Override
    public String toString() {
        return "InviteView[" + id + "]";
    }
}
