package cloud.hanok.tenant.member;

import cloud.hanok.platform.id.InvitationId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An invitation into a tenant.
 *
 * @param projects where the person will be, and as what
 * @param invitedBy id of the member, key or client that invited
 * @param state as it was left; a pending one that is over its time says so by {@link #status(Instant)}
 * @param decidedAt when it was accepted or revoked, or null
 */
public record Invitation(
        InvitationId id,
        TenantId tenant,
        EmailAddress email,
        MemberRole role,
        Map<ProjectId, ProjectRole> projects,
        String invitedBy,
        Instant createdAt,
        Instant expiresAt,
        State state,
        @Nullable Instant decidedAt) {
    public Invitation {
        projects = Map.copyOf(projects);
    }

    /** What has been decided. The names are stored: rename none. */
    public enum State {
        PENDING,
        ACCEPTED,
        REVOKED
    }

    /** What it is now. */
    public enum Status {
        PENDING,
        ACCEPTED,
        EXPIRED,
        REVOKED
    }

    /** What it is at this moment. */
    public Status status(Instant now) {
        return switch (state) {
            case ACCEPTED -> Status.ACCEPTED;
            case REVOKED -> Status.REVOKED;
            case PENDING -> now.isBefore(expiresAt) ? Status.PENDING : Status.EXPIRED;
        };
    }
}
