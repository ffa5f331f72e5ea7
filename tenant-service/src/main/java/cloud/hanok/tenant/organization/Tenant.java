package cloud.hanok.tenant.organization;

import cloud.hanok.platform.id.TenantId;
import java.time.Instant;
import java.util.Set;

/**
 * An organisation that uses the cloud.
 *
 * @param name unique among tenants, whatever the case
 * @param allowedJurisdictions where its data may be processed: ISO 3166-1 alpha-2, at least one
 * @param creditLimitWon what it may spend in a month, in won
 * @param state whether it may use the cloud
 */
public record Tenant(
        TenantId id,
        String name,
        Isolation isolation,
        Set<String> allowedJurisdictions,
        long creditLimitWon,
        Instant createdAt,
        TenantState state) {
    public Tenant {
        allowedJurisdictions = Set.copyOf(allowedJurisdictions);
    }
}
