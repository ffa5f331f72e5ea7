package cloud.hanok.content.conversation;

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
import cloud.hanok.platform.id.ConversationId;
import cloud.hanok.platform.id.TenantId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Rows of items, each sealed in parts. They are written as if made with their conversation, and deleted as if later. */
final class ItemRows {
    /** Of one write: it is one mutation, far below the 16 MiB that Cassandra takes. */
    private static final int PARTS_TOGETHER = 8;

    private static final long DAY_MICROS = TimeUnit.DAYS.toMicros(1);

    private static final CqlStatement ADD_PART =
            CqlStatement.write("INSERT INTO conversation_items (tenant, conversation, added, place, part, sealed)"
                    + " VALUES (?, ?, ?, ?, ?, ?) USING TTL ? AND TIMESTAMP ?");
    private static final CqlStatement READ = CqlStatement.read("SELECT sealed FROM conversation_items"
            + " WHERE tenant = ? AND conversation = ? AND added = ? AND place = ?");
    private static final String DELETE =
            "DELETE FROM conversation_items USING TIMESTAMP ? WHERE tenant = ? AND conversation = ?";
    private static final CqlStatement DELETE_ONE = CqlStatement.write(DELETE + " AND added = ? AND place = ?");
    private static final CqlStatement DELETE_ADDITION = CqlStatement.write(DELETE + " AND added = ?");
    private static final CqlStatement DELETE_ALL = CqlStatement.write(DELETE);

    private final Keyspaces keyspaces;
    private final SealedParts parts;
    private final ConcurrentCalls calls = new ConcurrentCalls();

    ItemRows(Keyspaces keyspaces, Envelopes envelopes) {
        this.keyspaces = keyspaces;
        this.parts = new SealedParts(envelopes, DataClass.CONTENT, "conversation_items.sealed");
    }

    /** When everything of a conversation is said to be written. */
    static long madeMicros(ConversationId id) {
        return TimeUnit.MILLISECONDS.toMicros(id.ulid().epochMillis());
    }

    /** When its deletion is: after everything that may be written to it. */
    static long deletedMicros(ConversationId id) {
        return madeMicros(id) + DAY_MICROS;
    }

    /** @param life of each, in seconds */
    void add(TenantId tenant, ConversationId id, String added, List<Item> items, int life) {
        List<Supplier<BoundWrite>> all = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            int place = i;
            byte[] json = items.get(i).json();
            for (int j = 0; j < SealedParts.count(json.length); j++) {
                int part = j;
                all.add(() -> new BoundWrite(
                        ADD_PART,
                        List.of(
                                tenant.text(),
                                id.text(),
                                added,
                                place,
                                part,
                                ByteBuffer.wrap(parts.seal(tenant, key(id, added, place), json, part)),
                                life,
                                madeMicros(id))));
            }
        }
        Cql cql = keyspaces.of(tenant);
        List<Runnable> writes = new ArrayList<>();
        for (int from = 0; from < all.size(); from += PARTS_TOGETHER) {
            List<Supplier<BoundWrite>> some = all.subList(from, Math.min(all.size(), from + PARTS_TOGETHER));
            writes.add(() -> cql.writeTogether(some.stream().map(Supplier::get).toList()));
        }
        calls.runAll(writes);
    }

    /** Those that are there, in order. */
    List<Item> read(TenantId tenant, ConversationId id, List<Addition.Spot> spots) {
        List<Callable<Optional<Item>>> reads = new ArrayList<>();
        spots.forEach(spot -> reads.add(() -> read(tenant, id, spot)));
        return calls.all(reads).stream().flatMap(Optional::stream).toList();
    }

    /** Empty where it was deleted a moment ago, or erased with the tenant's key. */
    Optional<Item> read(TenantId tenant, ConversationId id, Addition.Spot spot) {
        List<byte[]> sealed =
                keyspaces.of(tenant).rows(READ, tenant.text(), id.text(), spot.added(), spot.place()).stream()
                        .map(row -> Blobs.bytes(Objects.requireNonNull(row.getByteBuffer("sealed"))))
                        .toList();
        if (sealed.isEmpty()) {
            return Optional.empty();
        }
        if (sealed.size() != spot.parts()) {
            String why = "an item that is kept is not there as a whole";
            throw new StoreUnavailableException(why, new IllegalStateException(why));
        }
        return parts.open(tenant, key(id, spot.added(), spot.place()), sealed).map(json -> new Item(spot.id(), json));
    }

    void delete(TenantId tenant, ConversationId id, Addition.Spot spot) {
        keyspaces.of(tenant).write(DELETE_ONE, deletedMicros(id), tenant.text(), id.text(), spot.added(), spot.place());
    }

    /** All of one addition. */
    void deleteAddition(TenantId tenant, ConversationId id, String added) {
        keyspaces.of(tenant).write(DELETE_ADDITION, deletedMicros(id), tenant.text(), id.text(), added);
    }

    /** All of a conversation. */
    void deleteAll(TenantId tenant, ConversationId id) {
        keyspaces.of(tenant).write(DELETE_ALL, deletedMicros(id), tenant.text(), id.text());
    }

    private static String key(ConversationId id, String added, int place) {
        return id.text() + "/" + added + "/" + place;
    }
}
