package cloud.hanok.platform.envelope;

import cloud.hanok.platform.id.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Unwrapped data keys in memory: a bounded number for a bounded time, wiped when they go. Of many who ask for one key
 * that is not here, one loads it.
 */
final class DataKeyCache {
    private final int maxKeys;
    private final Clock clock;
    private final LinkedHashMap<DataKeyName, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<DataKeyName, CompletableFuture<DataKey>> loading = new HashMap<>();

    private record Entry(DataKey key, long untilMillis) {}

    /** A key that was loaded, and how long it may stay. */
    record Loaded(DataKey key, Duration keepFor) {}

    /** @param maxKeys beyond which the one longest unused goes */
    DataKeyCache(int maxKeys, Clock clock) {
        this.maxKeys = maxKeys;
        this.clock = clock;
    }

    /** The key of this name. What the loader throws is thrown to everybody who waits for it. */
    DataKey get(DataKeyName name, Supplier<Loaded> loader) {
        CompletableFuture<DataKey> mine = new CompletableFuture<>();
        CompletableFuture<DataKey> pending;
        synchronized (this) {
            DataKey known = known(name);
            if (known != null) {
                return known;
            }
            pending = loading.putIfAbsent(name, mine);
        }
        if (pending != null) {
            return joined(pending);
        }
        try {
            Loaded loaded = loader.get();
            keep(name, loaded, mine);
            mine.complete(loaded.key());
            return loaded.key();
        } catch (RuntimeException | Error failed) {
            synchronized (this) {
                loading.remove(name, mine);
            }
            mine.completeExceptionally(failed);
            throw failed;
        }
    }

    /** Forgets what it has of a tenant's class, also what is being loaded. */
    void purge(TenantId tenant, DataClass dataClass) {
        forget(name -> name.isOf(tenant, dataClass));
    }

    /** Forgets everything. */
    void clear() {
        forget(name -> true);
    }

    /** Forgets what may not stay any longer. */
    synchronized void sweep() {
        long nowMillis = clock.millis();
        entries.values().removeIf(entry -> {
            boolean over = nowMillis >= entry.untilMillis;
            if (over) {
                entry.key.wipe();
            }
            return over;
        });
    }

    synchronized int size() {
        return entries.size();
    }

    private @Nullable DataKey known(DataKeyName name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            return null;
        }
        if (clock.millis() < entry.untilMillis) {
            return entry.key;
        }
        entries.remove(name);
        entry.key.wipe();
        return null;
    }

    private synchronized void keep(DataKeyName name, Loaded loaded, CompletableFuture<DataKey> mine) {
        if (!loading.remove(name, mine)) {
            // Purged while it was loaded: whoever waits may use it once, and nobody after.
            return;
        }
        Entry before = entries.put(
                name, new Entry(loaded.key(), clock.millis() + loaded.keepFor().toMillis()));
        if (before != null) {
            before.key.wipe();
        }
        if (entries.size() > maxKeys) {
            Iterator<Entry> eldest = entries.values().iterator();
            eldest.next().key.wipe();
            eldest.remove();
        }
    }

    private synchronized void forget(Predicate<DataKeyName> which) {
        loading.keySet().removeIf(which);
        entries.entrySet().removeIf(entry -> {
            boolean goes = which.test(entry.getKey());
            if (goes) {
                entry.getValue().key.wipe();
            }
            return goes;
        });
    }

    private static DataKey joined(CompletableFuture<DataKey> pending) {
        try {
            return pending.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }
}
