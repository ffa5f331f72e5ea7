package cloud.hanok.api.organization;

import cloud.hanok.api.audit.Audited;
import cloud.hanok.tenant.member.Invitation;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
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
 * @param projects always empty: a member's role holds in every project
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
        List<Object> projects)
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
                List.of());
    }

    /** Says nothing of the person. */
    @Override
    public String toString() {
        return "InviteView[" + id + "]";
    }
}
