package cloud.hanok.compliance.receipt;

import cloud.hanok.platform.cassandra.Cql.BoundWrite;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Salts and receipts of requests, one partition for each request, and where in the log each leaf stands. */
final class LeafStore {
    private static final CqlStatement PUT = CqlStatement.write("INSERT INTO log_leaves"
            + " (tenant, request, attempt, kind, project, at, salt, receipt) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    private static final CqlStatement SET_INDEX = CqlStatement.write("UPDATE log_leaves USING TIMESTAMP ?"
            + " SET leaf_index = ? WHERE tenant = ? AND request = ? AND attempt = ? AND kind = ?");
    private static final CqlStatement OF_REQUEST = CqlStatement.read("SELECT attempt, kind, project, salt, receipt,"
            + " leaf_index FROM log_leaves WHERE tenant = ? AND request = ?");

    private final Keyspaces keyspaces;

    LeafStore(Keyspaces keyspaces) {
        this.keyspaces = keyspaces;
    }

    /**
     * A leaf as stored.
     *
     * @param name of the leaf
     * @param project of its request
     * @param salt 32 bytes
     * @param receipt exact bytes
     * @param index where a sequencer put it, if one did; it holds only if the log has this leaf's entry there
     */
    record StoredLeaf(
            LeafName name,
            ProjectId project,
            byte[] salt,
            byte[] receipt,
            @Nullable Long index) {
        byte[] entry() {
            return Leaf.entry(salt, receipt);
        }
    }

    /** Stores leaves of one request. */
    void put(TenantId tenant, List<Leaf> leaves) {
        List<BoundWrite> writes = new ArrayList<>();
        for (Leaf leaf : leaves) {
            writes.add(new BoundWrite(
                    PUT,
                    Arrays.asList(
                            tenant.text(),
                            leaf.request().text(),
                            leaf.attempt(),
                            leaf.kind().name(),
                            leaf.project().text(),
                            leaf.at(),
                            ByteBuffer.wrap(leaf.salt()),
                            ByteBuffer.wrap(leaf.receipt()))));
        }
        writeInBatches(tenant, writes);
    }

    /** Says where leaves of one request stand. */
    void putIndexes(TenantId tenant, Map<LeafName, Long> indexes, long timestamp) {
        List<BoundWrite> writes = new ArrayList<>();
        indexes.forEach((name, index) -> writes.add(new BoundWrite(
                SET_INDEX,
                Arrays.asList(
                        timestamp,
                        index,
                        tenant.text(),
                        name.request(),
                        name.attempt(),
                        name.kind().name()))));
        writeInBatches(tenant, writes);
    }

    /** All leaves of a request, by attempt; those of which only a place is known are left out. */
    List<StoredLeaf> ofRequest(TenantId tenant, String request) {
        return keyspaces.of(tenant).rows(OF_REQUEST, tenant.text(), request).stream()
                .filter(row -> !row.isNull("receipt"))
                .map(row -> leaf(request, row))
                .toList();
    }

    private void writeInBatches(TenantId tenant, List<BoundWrite> writes) {
        Partitions.write(keyspaces.of(tenant), writes);
    }

    private static StoredLeaf leaf(String request, Row row) {
        LeafKind kind = LeafKind.valueOf(Objects.requireNonNull(row.getString("kind")));
        return new StoredLeaf(
                new LeafName(request, row.getInt("attempt"), kind),
                ProjectId.parse(Objects.requireNonNull(row.getString("project"))),
                bytes(row, "salt"),
                bytes(row, "receipt"),
                row.isNull("leaf_index") ? null : row.getLong("leaf_index"));
    }

    private static byte[] bytes(Row row, String column) {
        ByteBuffer buffer = Objects.requireNonNull(row.getByteBuffer(column));
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
