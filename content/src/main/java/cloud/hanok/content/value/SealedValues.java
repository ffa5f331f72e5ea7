package cloud.hanok.content.value;

import cloud.hanok.platform.cassandra.Blobs;
import cloud.hanok.platform.cassandra.ConcurrentCalls;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.Cql.BoundWrite;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.envelope.DataClass;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.envelope.SealedParts;
import cloud.hanok.platform.id.TenantId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Values of any length that belong to one thing, as sealed parts in its partition: columns {@code value}, {@code part} and {@code
 * sealed}, and a head in static columns that says how many parts there are. What is short is one write; of what is long the parts are written
 * first, then the head, so that whoever finds the head finds all of it.
 */
public final class SealedValues {
    /** Of one write: it is one mutation, far below the 16 MiB that Cassandra takes. */
    private static final int MOST_PARTS_TOGETHER = 8;

    /** A part outlives its head by more than any write takes. */
    private static final Duration PARTS_LIVE_LONGER = Duration.ofMinutes(10);

    private final CqlStatement addPart;
    private final SealedParts parts;
    private final String table;
    private final ConcurrentCalls calls = new ConcurrentCalls();

    /**
     * @param table whose rows they are
     * @param idColumn that names the thing, beside {@code tenant}
     */
    public SealedValues(Envelopes envelopes, String table, String idColumn) {
        this.table = table;
        this.parts = new SealedParts(envelopes, DataClass.CONTENT, table + ".sealed");
        this.addPart = CqlStatement.write("INSERT INTO " + table + " (tenant, " + idColumn
                + ", value, part, sealed) VALUES (?, ?, ?, ?, ?) USING TTL ?");
    }

    /** What is sealed under one name. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Value(String name, byte[] bytes) {
        /** In how many parts. */
        public int parts() {
            return SealedParts.count(bytes.length);
        }

        @Override
        public String toString() {
            return "Value[" + name + ", " + bytes.length + " bytes]";
        }
    }

    /**
     * Writes all values of a thing and its head.
     *
     * @param head says how many parts each has, and lives as long as the thing
     * @param life how long that is
     */
    public void write(Cql cql, TenantId tenant, String id, List<Value> values, BoundWrite head, Duration life) {
        List<Supplier<BoundWrite>> all = parts(tenant, id, values, seconds(life.plus(PARTS_LIVE_LONGER)));
        if (all.size() <= MOST_PARTS_TOGETHER) {
            List<BoundWrite> together = new ArrayList<>();
            all.forEach(part -> together.add(part.get()));
            together.add(head);
            cql.writeTogether(together);
            return;
        }
        List<Runnable> writes = new ArrayList<>();
        all.forEach(part -> writes.add(() -> cql.writeTogether(List.of(part.get()))));
        calls.runAll(writes);
        cql.writeTogether(List.of(head));
    }

    /** The writes of all parts, each sealed when it is asked for. */
    private List<Supplier<BoundWrite>> parts(TenantId tenant, String id, List<Value> values, int life) {
        List<Supplier<BoundWrite>> writes = new ArrayList<>();
        for (Value value : values) {
            for (int i = 0; i < value.parts(); i++) {
                int part = i;
                writes.add(() -> new BoundWrite(
                        addPart,
                        Arrays.asList(
                                tenant.text(),
                                id,
                                value.name(),
                                part,
                                ByteBuffer.wrap(parts.seal(tenant, key(id, value.name()), value.bytes(), part)),
                                life)));
            }
        }
        return writes;
    }

    /**
     * A value.
     *
     * @param count how many parts its head says it has
     * @param rows of its partition, in order, those of other values among them
     * @return empty when it was erased with the tenant's key
     * @throws StoreUnavailableException when a part is missing
     */
    public Optional<byte[]> open(TenantId tenant, String id, String value, int count, List<Row> rows) {
        List<byte[]> sealed = rows.stream()
                .filter(row -> value.equals(row.getString("value")))
                .map(row -> Blobs.bytes(Objects.requireNonNull(row.getByteBuffer("sealed"))))
                .toList();
        if (sealed.size() != count) {
            String why = "what is kept in " + table + " is not there as a whole";
            throw new StoreUnavailableException(why, new IllegalStateException(why));
        }
        return parts.open(tenant, key(id, value), sealed);
    }

    private static String key(String id, String value) {
        return id + "/" + value;
    }

    /** A life as Cassandra takes it. */
    public static int seconds(Duration life) {
        return Math.toIntExact(life.toSeconds());
    }
}
