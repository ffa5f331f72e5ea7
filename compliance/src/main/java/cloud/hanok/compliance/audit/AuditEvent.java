package cloud.hanok.compliance.audit;

import cloud.hanok.platform.id.AuditEventId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change, or the attempt at one.
 *
 * @param id its moment is the event's
 * @param tenant whose log it is in; null in the platform's own
 * @param type what was done, such as {@code project.created}
 * @param project the project it concerns, or null
 * @param resource id of what was changed; empty while a thing that is being made has none
 * @param request id of the HTTP request
 * @param source where it came from
 * @param code why it was refused, as the caller was told; empty when it was not
 * @param before what was changed, as JSON and without secrets; null when there was nothing
 * @param after what became of it, likewise; null when nothing is left, or nothing was done
 */
public record AuditEvent(
        AuditEventId id,
        @Nullable TenantId tenant,
        String type,
        AuditActor actor,
        @Nullable ProjectId project,
        String resource,
        String request,
        AuditSource source,
        AuditOutcome outcome,
        String code,
        @Nullable String before,
        @Nullable String after) {

    /** When, to the millisecond. */
    public Instant at() {
        return Instant.ofEpochMilli(id.ulid().epochMillis());
    }

    /** The same after its end. */
    AuditEvent ended(AuditOutcome how, String why, String changed, @Nullable String result) {
        return new AuditEvent(id, tenant, type, actor, project, changed, request, source, how, why, before, result);
    }
}
