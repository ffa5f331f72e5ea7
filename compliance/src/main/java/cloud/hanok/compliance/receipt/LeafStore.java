package cloud.hanok.compliance.receipt;

import cloud.hanok.platform.cassandra.Blobs;
import cloud.hanok.platform.cassandra.ConcurrentCalls;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.Cql.BoundWrite;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Salts and receipts, a partition for each second of a tenant's requests, and where in the log each leaf stands. */
final class LeafStore {
    private static final CqlStatement PUT = CqlStatement.write(
            "INSERT INTO log_leaves"
                    + " (tenant, second, request, attempt, kind, project, at, salt, receipt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    private static final CqlStatement SET_INDEX = CqlStatement.write("UPDATE log_leaves USING TIMESTAMP ?"
            + " SET leaf_index = ? WHERE tenant = ? AND second = ? AND request = ? AND attempt = ? AND kind = ?");
    private static final CqlStatement OF_REQUESTS =
            CqlStatement.read("SELECT request, attempt, kind, project, salt, receipt, leaf_index FROM log_leaves"
                    + " WHERE tenant = ? AND second = ? AND request IN ?");

    /** Requests that are read together: some 200 KB. */
    private static final int MOST_REQUESTS = 100;

    private final Keyspaces keyspaces;
    private final ConcurrentCalls calls = new ConcurrentCalls();

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

    /** Stores leaves. */
    void put(TenantId tenant, List<Leaf> leaves) {
        Map<Instant, List<BoundWrite>> partitions = new LinkedHashMap<>();
        for (Leaf leaf : leaves) {
            Instant second = LeafName.secondOf(leaf.request());
            partitions
                    .computeIfAbsent(second, partition -> new ArrayList<>())
                    .add(new BoundWrite(
                            PUT,
                            Arrays.asList(
                                    tenant.text(),
                                    second,
                                    leaf.request().text(),
                                    leaf.attempt(),
                                    leaf.kind().name(),
                                    leaf.project().text(),
                                    leaf.at(),
                                    ByteBuffer.wrap(leaf.salt()),
                                    ByteBuffer.wrap(leaf.receipt()))));
        }
        calls.runAll(batches(tenant, partitions.values()));
    }

    /** The writes that say where leaves stand, to be made in any order. */
    List<Runnable> indexWrites(TenantId tenant, Map<LeafName, Long> indexes, long timestamp) {
        Map<Instant, List<BoundWrite>> partitions = new LinkedHashMap<>();
        indexes.forEach((name, index) -> partitions
                .computeIfAbsent(name.second(), partition -> new ArrayList<>())
                .add(new BoundWrite(
                        SET_INDEX,
                        Arrays.asList(
                                timestamp,
                                index,
                                tenant.text(),
                                name.second(),
                                name.request().text(),
                                name.attempt(),
                                name.kind().name()))));
        return batches(tenant, partitions.values());
    }

    /** All leaves of a request, by attempt; those of which only a place is known are left out. */
    List<StoredLeaf> ofRequest(TenantId tenant, RequestId request) {
        return read(tenant, LeafName.secondOf(request), List.of(request.text()));
    }

    /** The stored leaves of the requests that these names belong to. */
    Map<LeafName, StoredLeaf> ofNames(TenantId tenant, Collection<LeafName> names) {
        Map<Instant, Set<String>> partitions = new LinkedHashMap<>();
        for (LeafName name : names) {
            partitions
                    .computeIfAbsent(name.second(), second -> new LinkedHashSet<>())
                    .add(name.request().text());
        }
        List<Callable<List<StoredLeaf>>> reads = new ArrayList<>();
        partitions.forEach((second, requests) -> {
            List<String> all = List.copyOf(requests);
            for (int from = 0; from < all.size(); from += MOST_REQUESTS) {
                List<String> some = all.subList(from, Math.min(all.size(), from + MOST_REQUESTS));
                reads.add(() -> read(tenant, second, some));
            }
        });
        Map<LeafName, StoredLeaf> found = new HashMap<>();
        calls.all(reads).forEach(leaves -> leaves.forEach(leaf -> found.put(leaf.name(), leaf)));
        return found;
    }

    private List<StoredLeaf> read(TenantId tenant, Instant second, List<String> requests) {
        return keyspaces.of(tenant).rows(OF_REQUESTS, tenant.text(), second, requests).stream()
                .filter(row -> !row.isNull("receipt"))
                .map(LeafStore::leaf)
                .toList();
    }

    private List<Runnable> batches(TenantId tenant, Collection<List<BoundWrite>> partitions) {
        Cql cql = keyspaces.of(tenant);
        return partitions.stream()
                .flatMap(writes -> cql.batches(writes).stream())
                .toList();
    }

    private static StoredLeaf leaf(Row row) {
        RequestId request = RequestId.parse(Objects.requireNonNull(row.getString("request")));
        LeafKind kind = LeafKind.valueOf(Objects.requireNonNull(row.getString("kind")));
        return new StoredLeaf(
                new LeafName(request, row.getInt("attempt"), kind),
                ProjectId.parse(Objects.requireNonNull(row.getString("project"))),
                bytes(row, "salt"),
                bytes(row, "receipt"),
                row.isNull("leaf_index") ? null : row.getLong("leaf_index"));
    }

    private static byte[] bytes(Row row, String column) {
        return Blobs.bytes(Objects.requireNonNull(row.getByteBuffer(column)));
    }
}
