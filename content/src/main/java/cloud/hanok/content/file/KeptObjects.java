package cloud.hanok.content.file;

import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.Objects;
import java.util.stream.StreamSupport;

/**
 * Every object that a tenant has, or may have, and so what it uses. An object counts with what is known of its length: nothing before it
 * is there, all of it before anybody is told that it is.
 */
final class KeptObjects {
    private static final CqlStatement NOTE =
            CqlStatement.write("INSERT INTO file_objects (tenant, object, bytes) VALUES (?, ?, ?)");
    private static final CqlStatement FORGET =
            CqlStatement.write("DELETE FROM file_objects WHERE tenant = ? AND object = ?");
    private static final CqlStatement ALL = CqlStatement.read("SELECT object FROM file_objects WHERE tenant = ?");
    private static final CqlStatement USED =
            CqlStatement.read("SELECT sum(bytes) AS bytes, count(*) AS objects FROM file_objects WHERE tenant = ?");

    private final Keyspaces keyspaces;

    KeptObjects(Keyspaces keyspaces) {
        this.keyspaces = keyspaces;
    }

    /** What a tenant uses. */
    record Use(long bytes, long objects) {}

    void note(TenantId tenant, Ulid object, long bytes) {
        keyspaces.of(tenant).write(NOTE, tenant.text(), object.toString(), bytes);
    }

    void forget(TenantId tenant, Ulid object) {
        keyspaces.of(tenant).write(FORGET, tenant.text(), object.toString());
    }

    /** Every object of a tenant, read as it is asked for. */
    Iterable<Ulid> all(TenantId tenant) {
        Iterable<Row> rows = keyspaces.of(tenant).stream(ALL, tenant.text());
        return () -> StreamSupport.stream(rows.spliterator(), false)
                .map(row -> Ulid.parse(Objects.requireNonNull(row.getString("object"))))
                .iterator();
    }

    Use used(TenantId tenant) {
        Row row = keyspaces
                .of(tenant)
                .row(USED, tenant.text())
                .orElseThrow(() -> new IllegalStateException("a sum is always there"));
        return new Use(row.getLong("bytes"), row.getLong("objects"));
    }
}
