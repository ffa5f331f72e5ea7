package cloud.hanok.platform.change;

import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers by key, at most so many. When full, a sixteenth makes room at once: first what has ended, then what nobody
 * used since the last time room was made, then any.
 */
final class BoundedEntries<K, V> {
    private static final int SHARE_TO_EVICT = 16;

    /** A clock set back further than this ends every entry: none may live longer than its bound. */
    private static final long CLOCK_STEP_BACK_MILLIS = 5_000;

    private final ConcurrentHashMap<K, Entry<V>> entries = new ConcurrentHashMap<>();
    private final int max;

    /** An answer and the times that rule it, in Unix milliseconds. */
    static final class Entry<V> {
        final Lookup<V> answer;
        private final long endsMillis;
        volatile long refreshAtMillis;
        /** Until when it is not read again, as the last read failed. */
        volatile long failedUntilMillis;

        private final long readMillis;
        private volatile boolean used = true;

        Entry(Lookup<V> answer, long readMillis, long endsMillis, long refreshAtMillis) {
            this.answer = answer;
            this.readMillis = readMillis;
            this.endsMillis = endsMillis;
            this.refreshAtMillis = refreshAtMillis;
        }

        boolean usableAt(long nowMillis) {
            return nowMillis < endsMillis && nowMillis >= readMillis - CLOCK_STEP_BACK_MILLIS;
        }

        boolean readBefore(long unixMillis) {
            return readMillis < unixMillis;
        }

        void use() {
            // Reading first keeps the line shared between the cores that only look up.
            if (!used) {
                used = true;
            }
        }
    }

    BoundedEntries(int max) {
        this.max = max;
    }

    @Nullable
    Entry<V> get(K key) {
        return entries.get(key);
    }

    void remove(K key) {
        entries.remove(key);
    }

    int size() {
        return entries.size();
    }

    Lookup<V> put(K key, Entry<V> entry, long nowMillis) {
        if (entries.size() >= max && !entries.containsKey(key)) {
            makeRoom(nowMillis);
        }
        entries.put(key, entry);
        return entry.answer;
    }

    private synchronized void makeRoom(long nowMillis) {
        int left = Math.max(1, max / SHARE_TO_EVICT) + entries.size() - max;
        for (Iterator<Entry<V>> all = entries.values().iterator(); all.hasNext(); ) {
            Entry<V> entry = all.next();
            boolean idle = !entry.used;
            entry.used = false;
            if (!entry.usableAt(nowMillis) || (idle && left > 0)) {
                all.remove();
                left--;
            }
        }
        for (Iterator<Entry<V>> all = entries.values().iterator(); all.hasNext() && left > 0; left--) {
            all.next();
            all.remove();
        }
    }
}
