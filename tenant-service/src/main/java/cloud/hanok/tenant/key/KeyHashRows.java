package cloud.hanok.tenant.key;

import cloud.hanok.platform.cassandra.Blobs;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.TenantId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** HMACs of keys by the peppers that came after the one they were made with. */
final class KeyHashRows {
    private static final CqlStatement INSERT = CqlStatement.write("INSERT INTO api_key_rehashes"
            + " (tenant, project, key, pepper_version, secret_hmac) VALUES (?, ?, ?, ?, ?)");
    private static final CqlStatement SELECT = CqlStatement.read("SELECT pepper_version, secret_hmac"
            + " FROM api_key_rehashes WHERE tenant = ? AND project = ? AND key = ?");
    private static final CqlStatement LIST_TENANT =
            CqlStatement.read("SELECT key, pepper_version FROM api_key_rehashes WHERE tenant = ?");

    private final Keyspaces keyspaces;

    KeyHashRows(Keyspaces keyspaces) {
        this.keyspaces = keyspaces;
    }

    /** Written again it says the same. */
    void write(ApiKey key, int pepperVersion, byte[] hmac) {
        keyspaces
                .of(key.tenant())
                .write(
                        INSERT,
                        key.tenant().text(),
                        KeyRows.text(key.project()),
                        key.id().text(),
                        pepperVersion,
                        ByteBuffer.wrap(hmac));
    }

    /** A key's HMACs by version, the one it was made with among them. */
    SortedMap<Integer, byte[]> read(KeyRows.Made made) {
        ApiKey key = made.key();
        SortedMap<Integer, byte[]> hmacs = new TreeMap<>();
        hmacs.put(made.pepperVersion(), made.hmac());
        for (Row row : keyspaces
                .of(key.tenant())
                .rows(
                        SELECT,
                        key.tenant().text(),
                        KeyRows.text(key.project()),
                        key.id().text())) {
            ByteBuffer hmac = Objects.requireNonNull(row.getByteBuffer("secret_hmac"));
            hmacs.put(row.getInt("pepper_version"), Blobs.bytes(hmac));
        }
        return hmacs;
    }

    /** The newest version of each key of a tenant that was hashed again. */
    Map<String, Integer> newest(TenantId tenant) {
        Map<String, Integer> newest = new HashMap<>();
        for (Row row : keyspaces.of(tenant).stream(LIST_TENANT, tenant.text())) {
            newest.merge(Objects.requireNonNull(row.getString("key")), row.getInt("pepper_version"), Math::max);
        }
        return newest;
    }
}
