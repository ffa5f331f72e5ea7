package cloud.hanok.compliance.guard;

import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Whose request is guarded, and where it is to be computed.
 *
 * @param project for which is asked, or null where the caller has none
 * @param model that answers
 * @param country of the site that answers, ISO 3166-1 alpha-2
 */
public record GuardSubject(
        RequestId request,
        TenantId tenant,
        @Nullable ProjectId project,
        CallerId caller,
        String model,
        String country) {}
