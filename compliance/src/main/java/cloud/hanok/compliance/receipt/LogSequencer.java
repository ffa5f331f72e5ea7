package cloud.hanok.compliance.receipt;

import cloud.hanok.compliance.receipt.InboxBlocks.PendingLeaves;
import cloud.hanok.compliance.receipt.LeafStore.StoredLeaf;
import cloud.hanok.compliance.receipt.LogDirectory.KnownLog;
import cloud.hanok.compliance.receipt.LogHeads.Lease;
import cloud.hanok.compliance.receipt.LogTiles.PublishedCheckpoint;
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
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
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
    private static final int BATCH = 1_024;
    /** Batches before a checkpoint, so that a log that is behind still becomes provable step by step. */
    private static final int MOST_BATCHES = 8;

    private final LogDirectory directory;
    private final LogHeads heads;
    private final LogTiles tiles;
    private final LeafStore leaves;
    private final InboxBlocks inbox;
    private final CheckpointPublisher publisher;
    private final Clock clock;
    private final ConcurrentCalls calls = new ConcurrentCalls();
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
            held.remove(tenant);
            throw e;
        }
    }

    /** Lets other processes take the tenant's log at once. */
    void release(TenantId tenant) {
        LeasedLog leased = held.remove(tenant);
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
        Optional<Lease> taken = heads.take(tenant);
        if (taken.isEmpty()) {
            held.remove(tenant);
            return null;
        }
        LeasedLog leased = LeasedLog.open(tenant, taken.get(), tiles);
        held.put(tenant, leased);
        return leased;
    }

    private void integrate(TenantId tenant, LeasedLog leased, List<LeafName> names) {
        Map<String, Map<LeafName, Long>> indexes = new LinkedHashMap<>();
        Map<Long, byte[]> bundles = new HashMap<>();
        for (StoredLeaf leaf : load(tenant, names)) {
            byte[] entry = leaf.entry();
            if (!holds(tenant, leased, leaf.index(), entry, bundles)) {
                indexes.computeIfAbsent(leaf.name().request(), request -> new LinkedHashMap<>())
                        .put(leaf.name(), leased.append(entry));
            }
        }
        if (!indexes.isEmpty()) {
            long fromSize = leased.committedSize();
            store(tenant, leased, indexes);
            heads.move(tenant, leased.epoch(), fromSize, leased.head());
            leased.committed();
        }
    }

    /** The leaves of these names, each once, in the order of their names. */
    private List<StoredLeaf> load(TenantId tenant, List<LeafName> names) {
        Set<LeafName> wanted = new LinkedHashSet<>(names);
        Set<String> requests = new LinkedHashSet<>();
        wanted.forEach(name -> requests.add(name.request()));
        List<Callable<List<StoredLeaf>>> reads = new ArrayList<>();
        requests.forEach(request -> reads.add(() -> leaves.ofRequest(tenant, request)));
        Map<LeafName, StoredLeaf> stored = new HashMap<>();
        calls.all(reads).forEach(found -> found.forEach(leaf -> stored.put(leaf.name(), leaf)));
        List<StoredLeaf> loaded = new ArrayList<>();
        for (LeafName name : wanted) {
            StoredLeaf leaf = stored.get(name);
            if (leaf == null) {
                LOG.error("leaf {} of {} is in the inbox and not stored; it is left out of the log", name, tenant);
            } else {
                loaded.add(leaf);
            }
        }
        return loaded;
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

    private void store(TenantId tenant, LeasedLog leased, Map<String, Map<LeafName, Long>> indexes) {
        long timestamp = leased.nextTimestamp();
        List<Callable<Boolean>> writes = new ArrayList<>();
        for (TileData data : leased.drainChangedTiles()) {
            writes.add(done(() -> tiles.putTile(tenant, data.tile(), data.hashes(), timestamp)));
        }
        leased.drainChangedBundles()
                .forEach((bundle, entries) ->
                        writes.add(done(() -> tiles.putEntries(tenant, bundle, entries, timestamp))));
        indexes.values().forEach(ofRequest -> writes.add(done(() -> leaves.putIndexes(tenant, ofRequest, timestamp))));
        calls.all(writes);
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

    private static Callable<Boolean> done(Runnable call) {
        return () -> {
            call.run();
            return true;
        };
    }
}
