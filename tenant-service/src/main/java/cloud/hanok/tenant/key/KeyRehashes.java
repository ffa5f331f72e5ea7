package cloud.hanok.tenant.key;

import cloud.hanok.platform.change.Change;
import cloud.hanok.platform.change.ChangeKind;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.id.KeyId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * HMACs of keys by the current pepper that wait to be written: a key's text is here only while it is presented, so its
 * use is the one time at which it can be hashed again.
 */
final class KeyRehashes {
    private final Peppers peppers;
    private final KeyHashRows rows;
    private final ChangeLog changes;
    private final ConcurrentHashMap<KeyId, Rehash> waiting = new ConcurrentHashMap<>();

    /** What is to be written. */
    private record Rehash(ApiKey key, int pepperVersion, byte[] hmac) {
        @Override
        public String toString() {
            return "Rehash[" + key.id() + "]";
        }
    }

    KeyRehashes(Peppers peppers, KeyHashRows rows, ChangeLog changes) {
        this.peppers = peppers;
        this.rows = rows;
        this.changes = changes;
    }

    /** A good key was presented. For an event loop: never blocks, and hashes once a key and pepper. */
    void note(StoredKey stored, byte[] body) {
        int current = peppers.currentVersion();
        if (stored.pepperVersion() >= current || stored.mark().rehashed || waiting.size() >= KeyDirectory.MAX_KEYS) {
            return;
        }
        byte[] hmac = peppers.hmac(current, body);
        if (hmac != null) {
            stored.mark().rehashed = true;
            waiting.put(stored.key().id(), new Rehash(stored.key(), current, hmac));
        }
    }

    int pending() {
        return waiting.size();
    }

    /** Writes them, and has every process read those keys again. Blocks. */
    int flush() {
        int written = 0;
        for (Map.Entry<KeyId, Rehash> entry : waiting.entrySet()) {
            Rehash rehash = entry.getValue();
            rows.write(rehash.key(), rehash.pepperVersion(), rehash.hmac());
            changes.publish(new Change(ChangeKind.API_KEY, entry.getKey().text()));
            waiting.remove(entry.getKey(), rehash);
            written++;
        }
        return written;
    }
}
