package cloud.hanok.compliance.receipt;

import cloud.hanok.compliance.receipt.InboxBlocks.PendingLeaves;
import cloud.hanok.compliance.receipt.LeafStore.StoredLeaf;
import cloud.hanok.compliance.receipt.LogDirectory.KnownLog;
import cloud.hanok.compliance.receipt.LogHeads.Lease;
import cloud.hanok.compliance.receipt.LogTiles.PublishedCheckpoint;
import cloud.hanok.platform.cassandra.ConcurrentCalls;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.tlog.TileAddress.EntryBundle;
import cloud.hanok.platform.tlog.TreeBuilder.TileData;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings waiting leaves into a log: tiles, entries and indexes are stored, then the head moves, then it is signed and
 * published, then the leaves are marked as provable. Whenever this stops, the next pass, here or elsewhere, begins from the
 * head: what was stored beyond it is overwritten, and a leaf whose entry the log has at its index is not appended again.
 */
final class LogSequencer {
    /** The least time between two checkpoints of a log. */
    static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(LogSequencer.class);
    /** Leaves that move the head together: stored well within a lease. */
    private static final int BATCH = 4_096;
    /** Batches before a checkpoint, so that a log that is behind still becomes provable step by step. */
    private static final int MOST_BATCHES = 8;
    /** Entries kept for all logs between append and pass, some 150 bytes each; what is more is read back instead. */
    private static final int MOST_FRESH = 200_000;

    private final LogDirectory directory;
    private final LogHeads heads;
    private final LogTiles tiles;
    private final LeafStore leaves;
    private final InboxBlocks inbox;
    private final CheckpointPublisher publisher;
    private final Clock clock;
    private final ConcurrentCalls calls = new ConcurrentCalls();
    private final Semaphore freshBudget = new Semaphore(MOST_FRESH);
    private final Map<TenantId, LeasedLog> held = new ConcurrentHashMap<>();

    LogSequencer(
            LogDirectory directory,
            LogHeads heads,
            LogTiles tiles,
            LeafStore leaves,
            InboxBlocks inbox,
            CheckpointPublisher publisher,
            Clock clock) {
        this.directory = directory;
        this.heads = heads;
        this.tiles = tiles;
        this.leaves = leaves;
        this.inbox = inbox;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** How a pass ended. */
    sealed interface Pass {
        /** All leaves that were there are provable. */
        record Clean() implements Pass {}

        /** There are more. */
        record More() implements Pass {}

        /** The last checkpoint is too young. */
        record TooEarly(Duration remaining) implements Pass {}

        /** Another process has the log; it integrates the leaves of all. */
        record HeldByAnother() implements Pass {}
    }

    /** One pass over a tenant's waiting leaves; never two of one tenant at a time. */
    Pass pass(TenantId tenant) {
        PendingLeaves pending = inbox.pending(tenant, Map.of(), BATCH);
        if (pending.isEmpty()) {
            return new Pass.Clean();
        }
        KnownLog log = directory
                .find(tenant)
                .orElseThrow(() -> new IllegalStateException("leaves of " + tenant + " wait and it has no log"));
        Duration remaining = untilNextCheckpoint(published(tenant));
        if (remaining.isPositive()) {
            return new Pass.TooEarly(remaining);
        }
        try {
            LeasedLog leased = lease(tenant);
            return leased == null ? new Pass.HeldByAnother() : extend(tenant, log, leased, pending);
        } catch (RuntimeException e) {
            // What the lease holds in memory may be ahead of the store.
            letGo(tenant);
            throw e;
        }
    }

    /**
     * Where leaves of a tenant's log may be offered that were never appended before, or null while this process does not
     * hold the log. To be asked before anything of them is written: under a later lease they might be in the log already.
     */
    @Nullable
    FreshLeaves fresh(TenantId tenant) {
        LeasedLog leased = held.get(tenant);
        return leased == null ? null : leased.fresh();
    }

    /** Lets other processes take the tenant's log at once. */
    void release(TenantId tenant) {
        LeasedLog leased = letGo(tenant);
        if (leased != null) {
            heads.release(tenant, leased.epoch());
        }
    }

    /** Whose logs this process holds. */
    Set<TenantId> holding() {
        return Set.copyOf(held.keySet());
    }

    private Pass extend(TenantId tenant, KnownLog log, LeasedLog leased, PendingLeaves first) {
        PendingLeaves pending = first;
        Map<String, Integer> through = new HashMap<>();
        for (int batch = 1; ; batch++) {
            integrate(tenant, leased, pending.names());
            through.putAll(pending.through());
            if (!pending.more() || batch == MOST_BATCHES) {
                break;
            }
            pending = inbox.pending(tenant, through, BATCH);
        }
        PublishedCheckpoint published = published(tenant);
        if (published.size() < leased.committedSize()) {
            // Whoever had the lease until now may just have signed; the leaves wait for the next checkpoint.
            Duration remaining = untilNextCheckpoint(published);
            if (remaining.isPositive()) {
                return new Pass.TooEarly(remaining);
            }
            publisher.publish(tenant, log, leased.head(), leased.nextTimestamp());
        }
        inbox.mark(tenant, through, leased.nextTimestamp());
        return pending.more() ? new Pass.More() : new Pass.Clean();
    }

    private @Nullable LeasedLog lease(TenantId tenant) {
        LeasedLog mine = held.get(tenant);
        if (mine != null && !mine.isWornOut()) {
            return mine;
        }
        letGo(tenant);
        Optional<Lease> taken = heads.take(tenant);
        if (taken.isEmpty()) {
            return null;
        }
        LeasedLog leased = LeasedLog.open(tenant, taken.get(), tiles, new FreshLeaves(freshBudget));
        held.put(tenant, leased);
        return leased;
    }

    private @Nullable LeasedLog letGo(TenantId tenant) {
        LeasedLog leased = held.remove(tenant);
        if (leased != null) {
            leased.fresh().end();
        }
        return leased;
    }

    private void integrate(TenantId tenant, LeasedLog leased, List<LeafName> names) {
        Map<LeafName, Long> indexes = new LinkedHashMap<>();
        entries(tenant, leased, new LinkedHashSet<>(names))
                .forEach((name, entry) -> indexes.put(name, leased.append(entry)));
        if (!indexes.isEmpty()) {
            long fromSize = leased.committedSize();
            store(tenant, leased, indexes);
            heads.move(tenant, leased.epoch(), fromSize, leased.head());
            leased.committed();
        }
    }

    /** The entries of those leaves that are not in the log, in the order of their names. */
    private Map<LeafName, byte[]> entries(TenantId tenant, LeasedLog leased, Set<LeafName> names) {
        Map<LeafName, byte[]> fresh = new HashMap<>();
        List<LeafName> others = new ArrayList<>();
        for (LeafName name : names) {
            byte[] entry = leased.fresh().take(name);
            if (entry == null) {
                others.add(name);
            } else {
                fresh.put(name, entry);
            }
        }
        Map<LeafName, StoredLeaf> stored = leaves.ofNames(tenant, others);
        Map<LeafName, byte[]> entries = new LinkedHashMap<>();
        Map<Long, byte[]> bundles = new HashMap<>();
        for (LeafName name : names) {
            byte[] entry = fresh.get(name);
            StoredLeaf leaf = stored.get(name);
            if (entry != null) {
                entries.put(name, entry);
            } else if (leaf == null) {
                LOG.error("leaf {} of {} is in the inbox and not stored; it is left out of the log", name, tenant);
            } else if (!holds(tenant, leased, leaf.index(), leaf.entry(), bundles)) {
                entries.put(name, leaf.entry());
            }
        }
        return entries;
    }

    /** Whether the log has the leaf: an index alone may stem from a sequencer that never moved the head. */
    private boolean holds(
            TenantId tenant, LeasedLog leased, @Nullable Long index, byte[] entry, Map<Long, byte[]> bundles) {
        if (index == null || index >= leased.committedSize()) {
            return false;
        }
        EntryBundle bundle = LogTiles.bundleOf(index, leased.committedSize());
        byte[] entries = bundles.computeIfAbsent(bundle.index(), i -> tiles.entries(tenant, bundle));
        return LogTiles.isEntryAt(entries, index, entry);
    }

    private void store(TenantId tenant, LeasedLog leased, Map<LeafName, Long> indexes) {
        long timestamp = leased.nextTimestamp();
        List<Runnable> writes = new ArrayList<>(leaves.indexWrites(tenant, indexes, timestamp));
        for (TileData data : leased.drainChangedTiles()) {
            writes.add(() -> tiles.putTile(tenant, data.tile(), data.hashes(), timestamp));
        }
        leased.drainChangedBundles()
                .forEach((bundle, entries) -> writes.add(() -> tiles.putEntries(tenant, bundle, entries, timestamp)));
        calls.runAll(writes);
    }

    /** How long the next checkpoint has to wait; never longer than the interval, whatever another's clock said. */
    private Duration untilNextCheckpoint(PublishedCheckpoint published) {
        Duration remaining =
                Duration.between(clock.instant(), published.signedAt().plus(CHECKPOINT_INTERVAL));
        return remaining.compareTo(CHECKPOINT_INTERVAL) > 0 ? CHECKPOINT_INTERVAL : remaining;
    }

    private PublishedCheckpoint published(TenantId tenant) {
        return tiles.checkpoint(tenant)
                .orElseThrow(() -> new IllegalStateException("the log of " + tenant + " has no checkpoint"));
    }
}
