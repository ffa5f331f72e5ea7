package cloud.hanok.tenant.organization;

import cloud.hanok.platform.id.TenantId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An organisation that uses the cloud.
 *
 * @param name unique among tenants, whatever the case
 * @param allowedJurisdictions where its data may be processed: ISO 3166-1 alpha-2, at least one
 * @param creditLimitWon what it may spend in a month, in won
 * @param state whether it may use the cloud
 * @param policy what holds for it at every door
 * @param retention for how long it keeps what it is asked to keep
 * @param share of engines, where several tenants want them: a tenant with 3 is served three times what one with 1 is
 */
public record Tenant(
        TenantId id,
        String name,
        Isolation isolation,
        Set<String> allowedJurisdictions,
        long creditLimitWon,
        Instant createdAt,
        TenantState state,
        TenantPolicy policy,
        DataRetention retention,
        int share) {
    /** What a tenant has that was granted none. */
    public static final int USUAL_SHARE = 1;

    /** The most that can be granted. */
    public static final int MAX_SHARE = 1_000;

    public Tenant {
        allowedJurisdictions = Set.copyOf(allowedJurisdictions);
    }

    /** Itself, when its people are in a realm and its requests in a pool that are its own; null when it shares both. */
    public @Nullable TenantId dedicated() {
        return isolation == Isolation.DEDICATED ? id : null;
    }
}
