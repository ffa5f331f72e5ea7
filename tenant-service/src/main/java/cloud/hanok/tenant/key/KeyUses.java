package cloud.hanok.tenant.key;

import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.KeyId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When keys were last used: noted in memory by whoever checks one, written once for all of a key's uses since the last
 * time. What cannot be written waits for the next time; nothing is lost but with the process.
 */
public final class KeyUses {
    /** A key in use is noted this often, not at each use: its view is as old as that and the flush together. */
    static final long NOTE_MILLIS = 5_000;

    private static final CqlStatement WRITE = CqlStatement.write(
            "INSERT INTO api_key_uses" + " (tenant, project, key, last_used_at) VALUES (?, ?, ?, ?) USING TIMESTAMP ?");
    private static final CqlStatement LIST = CqlStatement.read("SELECT key, last_used_at FROM api_key_uses"
            + " WHERE tenant = ? AND project = ? AND key >= ? AND key <= ?");

    private final Keyspaces keyspaces;
    private final ConcurrentHashMap<KeyId, Noted> noted = new ConcurrentHashMap<>();

    /** Where a use is to be written. */
    private record Noted(ApiKey key, long usedMillis) {}

    public KeyUses(Keyspaces keyspaces) {
        this.keyspaces = keyspaces;
    }

    /** A key was used. For an event loop: never blocks, and most calls are a comparison. */
    void note(StoredKey stored, long nowMillis) {
        KeyUseMark mark = stored.mark();
        if (nowMillis - mark.notedMillis < NOTE_MILLIS) {
            return;
        }
        mark.notedMillis = nowMillis;
        KeyId id = stored.key().id();
        // As many as keys fit in memory; beyond, a use is shown later, at the key's next note.
        if (noted.size() < KeyDirectory.MAX_KEYS || noted.containsKey(id)) {
            noted.put(id, new Noted(stored.key(), nowMillis));
        }
    }

    /** Keys whose use is not written yet. */
    public int pending() {
        return noted.size();
    }

    /**
     * Writes what was noted, one write a key. Blocks.
     *
     * @return keys written
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when Cassandra does not answer; the rest waits
     */
    public int flush() {
        int written = 0;
        for (Map.Entry<KeyId, Noted> entry : noted.entrySet()) {
            Noted use = entry.getValue();
            ApiKey key = use.key();
            // Of several gateways the latest use stands, whichever wrote last.
            keyspaces
                    .of(key.tenant())
                    .write(
                            WRITE,
                            key.tenant().text(),
                            KeyRows.text(key.project()),
                            key.id().text(),
                            Instant.ofEpochMilli(use.usedMillis()),
                            Math.multiplyExact(use.usedMillis(), 1000L));
            noted.remove(entry.getKey(), use);
            written++;
        }
        return written;
    }

    /** The keys, in order of ids and all of one project, with their last uses. */
    List<ApiKey> read(List<ApiKey> keys) {
        Map<String, Row> rows = KeyRows.besides(keyspaces, LIST, keys);
        List<ApiKey> used = new ArrayList<>(keys.size());
        for (ApiKey key : keys) {
            Row row = rows.get(key.id().text());
            used.add(key.used(row == null ? null : row.getInstant("last_used_at")));
        }
        return used;
    }
}
