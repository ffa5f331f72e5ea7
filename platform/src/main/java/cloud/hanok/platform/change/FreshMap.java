package cloud.hanok.platform.change;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entities in memory, read when first asked for, read again when a {@link Change} says so and, while they are used,
 * before they are too old. A key that does not exist costs one read and is remembered for a while.
 *
 * <p>An entry older than the bound is never used: the key is then read as if it were new, and refused while that fails.
 * An invalidated entry is gone at once, so a revoked key does not live on while Cassandra is away.
 *
 * @param <K> key, with value equality
 * @param <V> entity, immutable
 */
public final class FreshMap<K, V> {
    private static final Logger LOG = LoggerFactory.getLogger(FreshMap.class);

    /** A read that is overtaken by an invalidation is repeated this often, then given up as failed. */
    private static final int MAX_REPEATS = 3;

    private final Function<K, Optional<V>> load;
    private final FreshnessBounds bounds;
    private final Function<V, Duration> believedFor;
    private final Clock clock;
    private final Executor executor;
    private final long refreshMillis;
    private final Lookup<V> absent = new Lookup.Absent<>();
    private final Lookup<V> stale = new Lookup.Stale<>();
    private final BoundedEntries<K, V> present;
    private final BoundedEntries<K, V> missing;
    private final ConcurrentHashMap<K, Read<V>> reads = new ConcurrentHashMap<>();
    private final Semaphore permits;
    /** Whether the last read failed: one line is logged for a whole absence of the store. */
    private volatile boolean failing;

    private final LongAdder loaded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /** A read under way. */
    private static final class Read<V> {
        final CompletableFuture<Lookup<V>> answer = new CompletableFuture<>();
        final Lookup<V> pending = new Lookup.Pending<>(answer);
        /** Guarded by this read's monitor: an invalidation came while it ran. */
        boolean overtaken;
    }

    /**
     * @param load reads one entity; blocks; empty when there is none; anything it throws is a failed read
     * @param executor runs the reads: virtual threads
     */
    public FreshMap(Function<K, Optional<V>> load, FreshnessBounds bounds, Clock clock, Executor executor) {
        this(load, bounds, entity -> bounds.maxStaleness(), clock, executor);
    }

    /**
     * The same for entities of which some may be believed less long than others.
     *
     * @param believedFor at most the bounds' {@code maxStaleness}: an entity read longer ago than this is refused
     */
    public FreshMap(
            Function<K, Optional<V>> load,
            FreshnessBounds bounds,
            Function<V, Duration> believedFor,
            Clock clock,
            Executor executor) {
        this.load = load;
        this.bounds = bounds;
        this.believedFor = believedFor;
        this.clock = clock;
        this.executor = executor;
        this.refreshMillis = bounds.refreshAfter().toMillis();
        this.present = new BoundedEntries<>(bounds.maxEntries());
        this.missing = new BoundedEntries<>(bounds.maxAbsent());
        this.permits = new Semaphore(bounds.maxReads());
    }

    /** What memory says; never blocks, and allocates nothing when the answer is there. For an event loop. */
    public Lookup<V> lookup(K key) {
        Lookup<V> known = known(key);
        return known != null ? known : counted(read(key));
    }

    /** The same where it needs no read to be waited for, else null: for whom a read is not to be had for the asking. */
    public @Nullable Lookup<V> known(K key) {
        BoundedEntries.Entry<V> entry = present.get(key);
        long nowMillis = clock.millis();
        if (entry != null && entry.usableAt(nowMillis)) {
            entry.use();
            if (nowMillis >= entry.refreshAtMillis) {
                entry.refreshAtMillis = nowMillis + bounds.retryAfter().toMillis();
                read(key);
            }
            return entry.answer;
        }
        BoundedEntries.Entry<V> none = missing.get(key);
        if (none != null && none.usableAt(nowMillis)) {
            none.use();
            return counted(none.answer);
        }
        return null;
    }

    /**
     * What a read says that began at this time or later: for whoever knows of a change that the feed may not have told yet. Stale when
     * only an older answer is to be had.
     *
     * @param unixMillis not later than now
     */
    public Lookup<V> lookupReadSince(K key, long unixMillis) {
        Lookup<V> known = lookup(key);
        BoundedEntries.Entry<V> entry = present.get(key);
        if (entry == null || !entry.readBefore(unixMillis) || !(known instanceof Lookup.Found<V>)) {
            return known;
        }
        return counted(clock.millis() < entry.failedUntilMillis ? stale : read(key));
    }

    /** Forgets what is known about a key; a read of it that is under way starts over. */
    public void invalidate(K key) {
        Read<V> running = reads.get(key);
        if (running != null) {
            synchronized (running) {
                running.overtaken = true;
            }
        }
        // After the mark: a read that was not yet marked may have stored what it read before the change.
        present.remove(key);
        missing.remove(key);
    }

    /** Entries in use. */
    public int size() {
        return present.size();
    }

    /** Reads that answered, since the beginning. */
    public long loadedCount() {
        return loaded.sum();
    }

    /** Reads that failed, since the beginning. */
    public long failedCount() {
        return failed.sum();
    }

    /** Look-ups answered {@link Lookup.Stale}, since the beginning. */
    public long staleCount() {
        return refused.sum();
    }

    private Lookup<V> counted(Lookup<V> answer) {
        if (answer instanceof Lookup.Stale) {
            refused.increment();
        }
        return answer;
    }

    private Lookup<V> read(K key) {
        Read<V> running = reads.get(key);
        if (running != null) {
            return running.pending;
        }
        if (!permits.tryAcquire()) {
            return stale;
        }
        Read<V> mine = new Read<>();
        Read<V> other = reads.putIfAbsent(key, mine);
        if (other != null) {
            permits.release();
            return other.pending;
        }
        try {
            executor.execute(() -> run(key, mine));
        } catch (RejectedExecutionException e) {
            finish(key, mine, fail(key));
        }
        return mine.pending;
    }

    private void run(K key, Read<V> read) {
        Lookup<V> answer = null;
        try {
            for (int repeat = 0; repeat <= MAX_REPEATS && answer == null; repeat++) {
                answer = attempt(key, read);
            }
        } catch (RuntimeException | Error e) {
            if (!failing) {
                LOG.warn("entries cannot be read, first of them {}", key, e);
                failing = true;
            }
        }
        finish(key, read, answer == null ? fail(key) : answer);
    }

    /** Null when the read was overtaken by an invalidation. */
    private @Nullable Lookup<V> attempt(K key, Read<V> read) {
        synchronized (read) {
            read.overtaken = false;
        }
        // The age counts from before the read: what it saw may be as old as that.
        long readMillis = clock.millis();
        Optional<V> value = load.apply(key);
        synchronized (read) {
            if (read.overtaken) {
                return null;
            }
            loaded.increment();
            failing = false;
            Lookup<V> answer = store(key, value, readMillis);
            // Stored first: an invalidation that no longer finds this read finds what it stored. And a look-up after
            // that invalidation starts a read of its own.
            reads.remove(key, read);
            return answer;
        }
    }

    private Lookup<V> store(K key, Optional<V> value, long readMillis) {
        if (value.isEmpty()) {
            present.remove(key);
            long ends = readMillis + bounds.absentFor().toMillis();
            return missing.put(key, new BoundedEntries.Entry<>(absent, readMillis, ends, ends), readMillis);
        }
        missing.remove(key);
        long believedMillis = believedFor.apply(value.get()).toMillis();
        long ends = readMillis + believedMillis;
        Lookup<V> found = new Lookup.Found<>(value.get());
        long refreshAt = refreshAt(key, readMillis, Math.min(refreshMillis, believedMillis * 2 / 3));
        return present.put(key, new BoundedEntries.Entry<>(found, readMillis, ends, refreshAt), readMillis);
    }

    /** Up to a tenth earlier, by the key: entries read together at a start are not all read again together. */
    private static long refreshAt(Object key, long readMillis, long afterMillis) {
        return readMillis + afterMillis - Math.floorMod(key.hashCode(), Math.max(1, (int) (afterMillis / 10)));
    }

    private Lookup<V> fail(K key) {
        failed.increment();
        long nowMillis = clock.millis();
        long again = nowMillis + bounds.retryAfter().toMillis();
        BoundedEntries.Entry<V> entry = present.get(key);
        if (entry != null && entry.usableAt(nowMillis)) {
            entry.refreshAtMillis = again;
            entry.failedUntilMillis = again;
            return entry.answer;
        }
        return missing.put(key, new BoundedEntries.Entry<>(stale, nowMillis, again, again), nowMillis);
    }

    private void finish(K key, Read<V> read, Lookup<V> answer) {
        reads.remove(key, read);
        permits.release();
        read.answer.complete(counted(answer));
    }
}
