package cloud.hanok.tenant.limit;

import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeKind;
import cloud.hanok.platform.change.FreshMap;
import cloud.hanok.platform.change.FreshnessBounds;
import cloud.hanok.platform.change.Lookup;
import cloud.hanok.platform.id.TenantId;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;

/** The limits of tenants in memory, kept fresh by the change feed: one look-up for each request. */
public final class LimitDirectory {
    /** Tenants in memory; one without limits takes an entry and nothing else. */
    public static final int MAX_TENANTS = 100_000;

    private final FreshMap<TenantId, TenantLimits> limits;

    /**
     * @param feed not started yet, or started by whoever owns it: nothing is in memory before the first look-up
     * @param reads runs the reads: virtual threads
     */
    public LimitDirectory(LimitSettings settings, ChangeFeed feed, Clock clock, Executor reads) {
        // A tenant without limits is an entry too: absence would be read again every half a minute.
        this.limits = new FreshMap<>(
                tenant -> Optional.of(settings.find(tenant)), FreshnessBounds.shared(MAX_TENANTS), clock, reads);
        feed.subscribe(change -> {
            if (change.kind() == ChangeKind.LIMITS) {
                limits.invalidate(TenantId.parse(change.entity()));
            }
        });
    }

    /** What memory says; never blocks. */
    public Lookup<TenantLimits> lookup(TenantId tenant) {
        return limits.lookup(tenant);
    }
}
