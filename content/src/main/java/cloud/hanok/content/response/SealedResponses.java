package cloud.hanok.content.response;

import cloud.hanok.platform.cassandra.Blobs;
import cloud.hanok.platform.cassandra.ConcurrentCalls;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.Cql.BoundWrite;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.envelope.DataClass;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.envelope.SealedParts;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.ResponseId;
import cloud.hanok.platform.id.TenantId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * In Cassandra, in the tenant's own home, sealed with the tenant's key for content; Cassandra ends them when their time is over. A
 * response is a partition, written at once; of a long one the parts are written first, then the head that says how many there are.
 */
public final class SealedResponses implements Responses {
    private static final String INPUT = "input";
    private static final String OUTPUT = "output";

    /** Of a response that is one write: it is one mutation, far below the 16 MiB that Cassandra takes. */
    private static final int MOST_PARTS_TOGETHER = 8;

    /** A part outlives its head by more than any write takes. */
    private static final Duration PARTS_LIVE_LONGER = Duration.ofMinutes(10);

    private static final CqlStatement ADD_PART = CqlStatement.write(
            "INSERT INTO responses (tenant, response, value, part, sealed) VALUES (?, ?, ?, ?, ?)" + " USING TTL ?");
    private static final CqlStatement ADD_HEAD =
            CqlStatement.write("INSERT INTO responses (tenant, response, project, input_parts, output_parts, before)"
                    + " VALUES (?, ?, ?, ?, ?, ?) USING TTL ?");
    private static final CqlStatement FIND =
            CqlStatement.read("SELECT project, input_parts, output_parts, before, value, part, sealed FROM responses"
                    + " WHERE tenant = ? AND response = ?");
    private static final CqlStatement DELETE =
            CqlStatement.write("DELETE FROM responses WHERE tenant = ? AND response = ?");

    private final Keyspaces keyspaces;
    private final SealedParts parts;
    private final Duration retention;
    private final ConcurrentCalls calls = new ConcurrentCalls();

    /** @param retention how long a response is kept */
    public SealedResponses(Keyspaces keyspaces, Envelopes envelopes, Duration retention) {
        this.keyspaces = keyspaces;
        this.retention = retention;
        this.parts = new SealedParts(envelopes, DataClass.CONTENT, "responses.sealed");
    }

    @Override
    public void keep(TenantId tenant, StoredResponse response) {
        Cql cql = keyspaces.of(tenant);
        List<Value> values = List.of(new Value(INPUT, response.input()), new Value(OUTPUT, response.output()));
        BoundWrite head = new BoundWrite(
                ADD_HEAD,
                Arrays.asList(
                        tenant.text(),
                        response.id().text(),
                        response.project().text(),
                        values.getFirst().count(),
                        values.getLast().count(),
                        response.before().stream().map(ResponseId::text).toList(),
                        seconds(retention)));
        if (values.stream().mapToInt(Value::count).sum() <= MOST_PARTS_TOGETHER) {
            List<BoundWrite> all = new ArrayList<>();
            parts(tenant, response.id(), values).forEach(part -> all.add(part.get()));
            all.add(head);
            cql.writeTogether(all);
            return;
        }
        List<Runnable> writes = new ArrayList<>();
        parts(tenant, response.id(), values).forEach(part -> writes.add(() -> cql.writeTogether(List.of(part.get()))));
        calls.runAll(writes);
        cql.writeTogether(List.of(head));
    }

    /** What is sealed under one name. */
    private record Value(String name, byte[] bytes) {
        int count() {
            return SealedParts.count(bytes.length);
        }
    }

    /** The writes of all parts, each sealed when it is asked for. */
    private List<Supplier<BoundWrite>> parts(TenantId tenant, ResponseId id, List<Value> values) {
        int life = seconds(retention.plus(PARTS_LIVE_LONGER));
        List<Supplier<BoundWrite>> writes = new ArrayList<>();
        for (Value value : values) {
            for (int i = 0; i < value.count(); i++) {
                int part = i;
                writes.add(() -> new BoundWrite(
                        ADD_PART,
                        Arrays.asList(
                                tenant.text(),
                                id.text(),
                                value.name(),
                                part,
                                ByteBuffer.wrap(parts.seal(tenant, key(id, value.name()), value.bytes(), part)),
                                life)));
            }
        }
        return writes;
    }

    @Override
    public Optional<StoredResponse> find(TenantId tenant, ResponseId id) {
        List<Row> rows = keyspaces.of(tenant).rows(FIND, tenant.text(), id.text());
        String project = rows.isEmpty() ? null : rows.getFirst().getString("project");
        if (project == null) {
            return Optional.empty();
        }
        Row head = rows.getFirst();
        Optional<byte[]> input = value(tenant, id, INPUT, head.getInt("input_parts"), rows);
        Optional<byte[]> output = value(tenant, id, OUTPUT, head.getInt("output_parts"), rows);
        if (input.isEmpty() || output.isEmpty()) {
            return Optional.empty();
        }
        List<String> before = Objects.requireNonNullElse(head.getList("before", String.class), List.of());
        return Optional.of(new StoredResponse(
                id,
                ProjectId.parse(project),
                before.stream().map(ResponseId::parse).toList(),
                input.get(),
                output.get()));
    }

    @Override
    public Map<ResponseId, StoredResponse> find(TenantId tenant, Collection<ResponseId> ids) {
        List<Callable<Optional<StoredResponse>>> reads = new ArrayList<>();
        ids.forEach(id -> reads.add(() -> find(tenant, id)));
        Map<ResponseId, StoredResponse> found = new HashMap<>();
        calls.all(reads).forEach(each -> each.ifPresent(response -> found.put(response.id(), response)));
        return found;
    }

    @Override
    public void delete(TenantId tenant, ResponseId id) {
        keyspaces.of(tenant).write(DELETE, tenant.text(), id.text());
    }

    private Optional<byte[]> value(TenantId tenant, ResponseId id, String value, int count, List<Row> rows) {
        List<byte[]> sealed = rows.stream()
                .filter(row -> value.equals(row.getString("value")))
                .map(row -> Blobs.bytes(Objects.requireNonNull(row.getByteBuffer("sealed"))))
                .toList();
        if (sealed.size() != count) {
            String why = "a response that is kept is not there as a whole";
            throw new StoreUnavailableException(why, new IllegalStateException(why));
        }
        return parts.open(tenant, key(id, value), sealed);
    }

    private static String key(ResponseId id, String value) {
        return id.text() + "/" + value;
    }

    private static int seconds(Duration duration) {
        return Math.toIntExact(duration.toSeconds());
    }
}
