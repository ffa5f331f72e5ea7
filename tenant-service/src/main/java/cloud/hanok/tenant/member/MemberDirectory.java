package cloud.hanok.tenant.member;

import cloud.hanok.platform.change.Change;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeKind;
import cloud.hanok.platform.change.FreshMap;
import cloud.hanok.platform.change.FreshnessBounds;
import cloud.hanok.platform.change.Lookup;
import cloud.hanok.platform.id.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Who is a member of what, from memory, kept fresh by the change feed: a removed member is refused within seconds. */
public final class MemberDirectory {
    /** Tenants whose members are in memory: some 200 bytes for each member. */
    public static final int MAX_TENANTS = 10_000;

    private final FreshMap<TenantId, Map<String, Member>> members;

    /**
     * @param feed not started yet, or started by whoever owns it: nothing is in memory before the first look-up
     * @param bounds {@code FreshnessBounds.shared(MemberDirectory.MAX_TENANTS)}
     * @param reads runs the reads: virtual threads
     */
    public MemberDirectory(Members members, ChangeFeed feed, FreshnessBounds bounds, Clock clock, Executor reads) {
        this.members =
                new FreshMap<>(tenant -> Optional.of(members.roster(tenant).bySubject()), bounds, clock, reads);
        feed.subscribe(this::changed);
    }

    /** A tenant's members by subject. For an event loop: never blocks. */
    public Lookup<Map<String, Member>> of(TenantId tenant) {
        return members.lookup(tenant);
    }

    /**
     * As they were at this time or later: for who is not among those in memory and may have become a member since.
     *
     * @param at not later than now
     */
    public Lookup<Map<String, Member>> since(TenantId tenant, Instant at) {
        return members.lookupReadSince(tenant, at.toEpochMilli());
    }

    private void changed(Change change) {
        if (change.kind() == ChangeKind.MEMBERS) {
            members.invalidate(TenantId.parse(change.entity()));
        }
    }
}
