package cloud.hanok.api.provisioning;

import cloud.hanok.compliance.receipt.LogIdentity;
import cloud.hanok.compliance.receipt.TransparencyLogs;
import cloud.hanok.tenant.key.ApiKeys;
import cloud.hanok.tenant.key.IssuedKey;
import cloud.hanok.tenant.organization.NewTenant;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.Tenants;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Makes a tenant whole: its record, its transparency log, its first key. Each step may be repeated and changes nothing
 * when it was done before, and the key, without which nobody can use the tenant, comes last. So a crash in between
 * leaves a tenant that is seen to be {@code provisioning}, because it has no log, or that has no key yet; the same
 * request with the same idempotency key goes on from there.
 */
@Singleton
public final class TenantProvisioning {
    /** What the first key of every tenant is called. */
    private static final String FIRST_KEY = "admin";

    private final Tenants tenants;
    private final TransparencyLogs logs;
    private final ApiKeys keys;

    public TenantProvisioning(Tenants tenants, TransparencyLogs logs, ApiKeys keys) {
        this.tenants = tenants;
        this.logs = logs;
        this.keys = keys;
    }

    /**
     * Runs the steps.
     *
     * @param idempotencyKey the caller's; without one a request that failed half-way cannot be continued
     * @throws cloud.hanok.tenant.problem.TenantProblemException when it is refused: nothing was made
     */
    public ProvisionedTenant create(NewTenant wanted, @Nullable String idempotencyKey) {
        Tenant tenant = tenants.create(wanted, idempotencyKey);
        LogIdentity log = logs.create(tenant.id());
        IssuedKey key = keys.issueAdmin(tenant, FIRST_KEY, idempotencyKey);
        return new ProvisionedTenant(tenant, log, key);
    }

    /**
     * A whole tenant.
     *
     * @param tenant its record
     * @param log its log
     * @param adminKey its first key, whose value is not kept
     */
    public record ProvisionedTenant(Tenant tenant, LogIdentity log, IssuedKey adminKey) {}
}
