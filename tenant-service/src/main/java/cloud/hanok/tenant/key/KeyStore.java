package cloud.hanok.tenant.key;

import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keys as all their rows together have them. */
final class KeyStore {
    private final KeyRows rows;
    private final KeySettingsRows settings;
    private final KeyHashRows hashes;
    private final KeyUses uses;
    private final Peppers peppers;

    KeyStore(Keyspaces keyspaces, Peppers peppers) {
        this.rows = new KeyRows(keyspaces);
        this.settings = new KeySettingsRows(keyspaces);
        this.hashes = new KeyHashRows(keyspaces);
        this.uses = new KeyUses(keyspaces);
        this.peppers = peppers;
    }

    KeyRows rows() {
        return rows;
    }

    KeySettingsRows settings() {
        return settings;
    }

    KeyHashRows hashes() {
        return hashes;
    }

    KeyUses uses() {
        return uses;
    }

    /** A key as people see it. */
    Optional<ApiKey> find(TenantId tenant, @Nullable ProjectId project, KeyId id) {
        return rows.find(tenant, project, id).map(made -> seen(List.of(made)).getFirst());
    }

    /** Keys as people see them. */
    List<ApiKey> list(TenantId tenant, @Nullable ProjectId project, String after, int limit) {
        return seen(rows.list(tenant, project, after, limit));
    }

    /**
     * A key with what it takes to check it, by the newest pepper there is an HMAC of; that pepper is in memory when this
     * returns. Empty also when all its peppers are gone: it can never be checked again.
     */
    Optional<StoredKey> load(KeyId id) {
        return rows.find(id).flatMap(this::load);
    }

    private Optional<StoredKey> load(KeyRows.Made made) {
        for (Map.Entry<Integer, byte[]> hash : hashes.read(made).reversed().entrySet()) {
            if (peppers.require(hash.getKey())) {
                return Optional.of(StoredKey.of(settings.read(made.key()), hash.getKey(), hash.getValue()));
            }
        }
        return Optional.empty();
    }

    /** How many keys of a tenant that are not revoked have no HMAC by a pepper after this version. */
    int countUpTo(TenantId tenant, int pepperVersion) {
        Map<String, Integer> newest = hashes.newest(tenant);
        int count = 0;
        for (Row row : rows.stream(tenant)) {
            KeyRows.Made made = KeyRows.made(row).orElse(null);
            if (made != null
                    && made.key().revokedAt() == null
                    && newest.getOrDefault(made.key().id().text(), made.pepperVersion()) <= pepperVersion) {
                count++;
            }
        }
        return count;
    }

    private List<ApiKey> seen(List<KeyRows.Made> made) {
        List<ApiKey> keys =
                uses.read(settings.read(made.stream().map(KeyRows.Made::key).toList()));
        if (!peppers.anyRetires()) {
            return keys;
        }
        List<ApiKey> noticed = new ArrayList<>(keys.size());
        for (int at = 0; at < keys.size(); at++) {
            int version = hashes.read(made.get(at)).lastKey();
            noticed.add(keys.get(at).endingUnused(retirement(version)));
        }
        return noticed;
    }

    private @Nullable Instant retirement(int version) {
        long millis = peppers.retiresAtMillis(version);
        return millis == Peppers.NEVER ? null : Instant.ofEpochMilli(millis);
    }
}
