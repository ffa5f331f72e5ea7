package cloud.hanok.tenant.organization;

import cloud.hanok.platform.change.Change;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeKind;
import cloud.hanok.platform.change.FreshMap;
import cloud.hanok.platform.change.FreshnessBounds;
import cloud.hanok.platform.change.Lookup;
import cloud.hanok.platform.id.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;

/** Tenants from memory, kept fresh by the change feed. */
public final class TenantDirectory {
    /** Tenants in memory: some 300 bytes each. */
    public static final int MAX_TENANTS = 50_000;

    private final FreshMap<TenantId, Tenant> tenants;

    /**
     * @param feed not started yet, or started by whoever owns it: nothing is in memory before the first look-up
     * @param bounds {@code FreshnessBounds.shared(TenantDirectory.MAX_TENANTS)}
     * @param reads runs the reads: virtual threads
     */
    public TenantDirectory(Tenants tenants, ChangeFeed feed, FreshnessBounds bounds, Clock clock, Executor reads) {
        this.tenants = new FreshMap<>(tenants::find, bounds, TenantDirectory::believedFor, clock, reads);
        feed.subscribe(this::changed);
    }

    /** A tenant. For an event loop: never blocks. */
    public Lookup<Tenant> of(TenantId tenant) {
        return tenants.lookup(tenant);
    }

    /** Look-ups that were refused because what is in memory was too old to be used, since the beginning. */
    public long staleCount() {
        return tenants.staleCount();
    }

    /** Whoever asks for a dedicated tenant's keys or members asks for the tenant too: none outlives it in memory. */
    private static Duration believedFor(Tenant tenant) {
        return switch (tenant.isolation()) {
            case SHARED -> FreshnessBounds.SHARED_MAX_STALENESS;
            case DEDICATED -> FreshnessBounds.DEDICATED_MAX_STALENESS;
        };
    }

    private void changed(Change change) {
        if (change.kind() == ChangeKind.TENANT) {
            tenants.invalidate(TenantId.parse(change.entity()));
        }
    }
}
