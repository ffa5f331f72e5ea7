package cloud.hanok.cluster.naming;

import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeKind;
import cloud.hanok.platform.change.FreshMap;
import cloud.hanok.platform.change.FreshnessBounds;
import cloud.hanok.platform.change.Lookup;
import cloud.hanok.platform.id.TenantId;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Aliases in memory, kept fresh by the change feed: a look-up or two for each request. */
public final class AliasDirectory {
    /** Owners in memory; one without aliases takes an entry and nothing else. */
    private static final int MAX_OWNERS = 100_000;

    private static final String SHARED = ModelAliases.key(null);

    private final FreshMap<TenantId, AliasSet> own;
    private final FreshMap<String, AliasSet> offered;

    /**
     * @param feed not started yet, or started by whoever owns it: nothing is in memory before the first look-up
     * @param reads runs the reads: virtual threads
     */
    public AliasDirectory(ModelAliases store, ChangeFeed feed, Clock clock, Executor reads) {
        this.own = new FreshMap<>(
                tenant -> Optional.of(store.find(tenant)), FreshnessBounds.shared(MAX_OWNERS), clock, reads);
        this.offered = new FreshMap<>(_ -> Optional.of(store.find(null)), FreshnessBounds.shared(1), clock, reads);
        feed.subscribe(change -> {
            if (change.kind() == ChangeKind.MODEL_ALIASES) {
                invalidate(change.entity());
            }
        });
    }

    /**
     * What memory says; never blocks.
     *
     * @param owner a tenant, or null for the pool that tenants share
     */
    public Lookup<AliasSet> lookup(@Nullable TenantId owner) {
        return owner == null ? offered.lookup(SHARED) : own.lookup(owner);
    }

    private void invalidate(String owner) {
        if (owner.equals(SHARED)) {
            offered.invalidate(SHARED);
        } else {
            own.invalidate(TenantId.parse(owner));
        }
    }
}
