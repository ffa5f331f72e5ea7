package cloud.hanok.tenant.key;

import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who calls, with what each request needs to know of them: the holder of a key, or a member with a token of their own. */
public sealed interface Caller permits KeyCaller, MemberCaller {
    /** Whom usage, receipts and limits name. */
    CallerId id();

    /** Whose data it is. */
    TenantId tenant();

    /** Whose own pool computes for it: the tenant, when that is dedicated; null for the pool that tenants share. */
    @Nullable
    TenantId pool();

    /** In which project; null when the key is the tenant's own. */
    @Nullable
    ProjectId project();

    /** Where the tenant's data may be processed: ISO 3166-1 alpha-2. */
    Set<String> allowedJurisdictions();

    /** What the tenant may spend in a month, in won. */
    long creditLimitWon();

    /** The tenant's share of engines, at least 1. */
    int share();

    /** Whether what is asked and answered may be kept for its tenant. */
    boolean keepsResponses();

    /** Whether this model may be asked: one that may not is not there for the caller. */
    boolean mayAsk(String model);
}
