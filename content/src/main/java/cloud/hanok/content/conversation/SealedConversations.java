package cloud.hanok.content.conversation;

import cloud.hanok.content.value.NothingKeptException;
import cloud.hanok.content.value.Retention;
import cloud.hanok.content.value.Words;
import cloud.hanok.platform.cassandra.Blobs;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.envelope.DataClass;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.envelope.Place;
import cloud.hanok.platform.envelope.SealedParts;
import cloud.hanok.platform.id.ConversationId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.id.Ulids;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * In Cassandra, in the tenant's own home, sealed with the tenant's key for content; Cassandra ends a conversation with all its items when its
 * time is over. Whatever is written to one is written as if it was made with it: so nothing that is late outlives its deletion.
 */
public final class SealedConversations implements Conversations {
    /** Items that are read at once. */
    private static final int READ_TOGETHER = 32;

    /** Of a page. */
    private static final int PAGE_TOGETHER = 8;

    /** Of a page's items together: one that goes beyond it is its last. */
    private static final long MOST_PAGE_BYTES = 8L << 20;

    private static final CqlStatement MAKE =
            CqlStatement.write("INSERT INTO conversations (tenant, conversation, project, metadata, ends)"
                    + " VALUES (?, ?, ?, ?, ?) USING TTL ? AND TIMESTAMP ?");
    private static final CqlStatement FIND =
            CqlStatement.read("SELECT project, metadata, ends, WRITETIME(metadata) AS written FROM conversations"
                    + " WHERE tenant = ? AND conversation = ? LIMIT 1");
    private static final CqlStatement DESCRIBE =
            CqlStatement.write("UPDATE conversations USING TTL ? AND TIMESTAMP ? SET metadata = ?"
                    + " WHERE tenant = ? AND conversation = ?");
    private static final CqlStatement ADDITIONS = CqlStatement.read(
            "SELECT added, source, ids, parts, gone FROM conversations" + " WHERE tenant = ? AND conversation = ?");
    private static final CqlStatement ADD =
            CqlStatement.write("INSERT INTO conversations (tenant, conversation, added, source, ids, parts)"
                    + " VALUES (?, ?, ?, ?, ?, ?) USING TTL ? AND TIMESTAMP ?");
    private static final CqlStatement SAY_GONE =
            CqlStatement.write("UPDATE conversations USING TTL ? AND TIMESTAMP ? SET gone = gone + ?"
                    + " WHERE tenant = ? AND conversation = ? AND added = ?");
    private static final CqlStatement DELETE_ADDITION = CqlStatement.write(
            "DELETE FROM conversations USING TIMESTAMP ?" + " WHERE tenant = ? AND conversation = ? AND added = ?");
    private static final CqlStatement DELETE =
            CqlStatement.write("DELETE FROM conversations USING TIMESTAMP ? WHERE tenant = ? AND conversation = ?");

    private final Keyspaces keyspaces;
    private final Envelopes envelopes;
    private final ItemRows rows;
    private final Retention retention;
    private final Ulids ids;
    private final Clock clock;

    /** @param retention of conversations */
    public SealedConversations(Keyspaces keyspaces, Envelopes envelopes, Retention retention, Ulids ids, Clock clock) {
        this.keyspaces = keyspaces;
        this.envelopes = envelopes;
        this.retention = retention;
        this.ids = ids;
        this.clock = clock;
        this.rows = new ItemRows(keyspaces, envelopes);
    }

    @Override
    public Conversation make(TenantId tenant, ProjectId project, Map<String, String> metadata) {
        if (!retention.keeps(tenant)) {
            throw new NothingKeptException(tenant, "conversations");
        }
        var id = new ConversationId(ids.next());
        var made = new Conversation(
                id, project, new TreeMap<>(metadata), clock.instant().plus(retention.of(tenant)));
        keyspaces
                .of(tenant)
                .write(
                        MAKE,
                        tenant.text(),
                        id.text(),
                        project.text(),
                        sealed(tenant, made),
                        made.ends(),
                        life(made),
                        ItemRows.madeMicros(id));
        return made;
    }

    /**
     * A conversation as it was found.
     *
     * @param writtenMicros when its words are said to be written
     */
    private record Found(Conversation conversation, long writtenMicros) {}

    private Optional<Found> found(TenantId tenant, ConversationId id) {
        return keyspaces.of(tenant).row(FIND, tenant.text(), id.text()).flatMap(row -> {
            String project = row.getString("project");
            Instant ends = row.getInstant("ends");
            Instant now = clock.instant();
            if (project == null || ends == null || !ends.isAfter(now) || retention.isOver(tenant, id.ulid(), now)) {
                return Optional.empty();
            }
            byte[] sealed = Blobs.bytes(Objects.requireNonNull(row.getByteBuffer("metadata")));
            return envelopes
                    .open(tenant, DataClass.CONTENT, place(id), sealed)
                    .map(words -> new Found(
                            new Conversation(id, ProjectId.parse(project), Words.of(words), ends),
                            row.getLong("written")));
        });
    }

    @Override
    public Optional<Conversation> find(TenantId tenant, ConversationId id) {
        return found(tenant, id).map(Found::conversation);
    }

    @Override
    public Optional<Conversation> describe(TenantId tenant, ConversationId id, Map<String, String> metadata) {
        return found(tenant, id).map(found -> {
            Conversation before = found.conversation;
            var after = new Conversation(id, before.project(), new TreeMap<>(metadata), before.ends());
            keyspaces
                    .of(tenant)
                    .write(
                            DESCRIBE,
                            life(after),
                            found.writtenMicros + 1,
                            sealed(tenant, after),
                            tenant.text(),
                            id.text());
            return after;
        });
    }

    @Override
    public void add(TenantId tenant, ConversationId id, Ulid source, List<Item> items, int most) {
        Conversation to = find(tenant, id).orElse(null);
        if (to == null || items.isEmpty()) {
            return;
        }
        List<Addition> before = additions(tenant, id);
        List<Addition> replaced = before.stream()
                .filter(each -> each.source().equals(source.toString()))
                .toList();
        int there = before.stream()
                .filter(each -> !replaced.contains(each))
                .mapToInt(each -> each.spots().size())
                .sum();
        if (there + items.size() > most) {
            throw new ConversationTooLongException(id);
        }
        Ulid now = ids.next();
        String added = before.isEmpty()
                ? now.toString()
                : after(now, Ulid.parse(before.getLast().added())).toString();
        Cql cql = keyspaces.of(tenant);
        rows.add(tenant, id, added, items, life(to));
        cql.write(
                ADD,
                tenant.text(),
                id.text(),
                added,
                source.toString(),
                items.stream().map(Item::id).toList(),
                items.stream()
                        .map(item -> SealedParts.count(item.json().length))
                        .toList(),
                life(to),
                ItemRows.madeMicros(id));
        for (Addition each : replaced) {
            cql.write(DELETE_ADDITION, ItemRows.madeMicros(id), tenant.text(), id.text(), each.added());
            rows.deleteAddition(tenant, id, each.added());
        }
    }

    /** The moment, or the next after one that was seen: clocks of gateways differ. */
    private static Ulid after(Ulid now, Ulid seen) {
        if (now.compareTo(seen) > 0) {
            return now;
        }
        long least = seen.leastSignificantBits() + 1;
        return new Ulid(seen.mostSignificantBits() + (least == 0 ? 1 : 0), least);
    }

    private List<Addition> additions(TenantId tenant, ConversationId id) {
        List<Addition> additions = new ArrayList<>();
        for (Row row : keyspaces.of(tenant).stream(ADDITIONS, tenant.text(), id.text())) {
            // A conversation without any is one row of what it is. "gone" alone is left of one that was replaced.
            if (row.getString("source") != null) {
                additions.add(Addition.of(row));
            }
        }
        return additions;
    }

    private List<Addition.Spot> spots(TenantId tenant, ConversationId id) {
        return additions(tenant, id).stream()
                .flatMap(each -> each.spots().stream())
                .toList();
    }

    @Override
    public List<Item> read(TenantId tenant, ConversationId id, Ulid except, long mostBytes) {
        List<Addition.Spot> spots = additions(tenant, id).stream()
                .filter(each -> !each.source().equals(except.toString()))
                .flatMap(each -> each.spots().stream())
                .toList();
        if (spots.size() > MOST_ITEMS) {
            throw new ConversationTooLongException(id);
        }
        List<Item> items = new ArrayList<>(spots.size());
        long bytes = 0;
        for (int from = 0; from < spots.size(); from += READ_TOGETHER) {
            for (Item item : rows.read(tenant, id, spots.subList(from, Math.min(spots.size(), from + READ_TOGETHER)))) {
                bytes += item.json().length;
                if (bytes > mostBytes) {
                    throw new ConversationTooLongException(id);
                }
                items.add(item);
            }
        }
        return items;
    }

    @Override
    public Optional<ItemPage> list(TenantId tenant, ConversationId id, ItemQuery query) {
        List<Addition.Spot> all = spots(tenant, id);
        List<Addition.Spot> ordered = query.newestFirst() ? all.reversed() : all;
        int from = 0;
        if (query.after().isPresent()) {
            while (from < ordered.size()
                    && !ordered.get(from).id().equals(query.after().get())) {
                from++;
            }
            if (from == ordered.size()) {
                return Optional.empty();
            }
            from++;
        }
        List<Item> page = new ArrayList<>();
        long bytes = 0;
        int at = from;
        while (at < ordered.size() && page.size() < query.limit() && bytes < MOST_PAGE_BYTES) {
            int to = Math.min(ordered.size(), Math.min(at + PAGE_TOGETHER, from + query.limit()));
            for (Item item : rows.read(tenant, id, ordered.subList(at, to))) {
                page.add(item);
                bytes += item.json().length;
            }
            at = to;
        }
        return Optional.of(new ItemPage(page, at < ordered.size()));
    }

    @Override
    public Optional<Item> item(TenantId tenant, ConversationId id, String item) {
        return spot(tenant, id, item).flatMap(spot -> rows.read(tenant, id, spot));
    }

    private Optional<Addition.Spot> spot(TenantId tenant, ConversationId id, String item) {
        return spots(tenant, id).stream().filter(each -> each.id().equals(item)).findFirst();
    }

    @Override
    public void deleteItem(TenantId tenant, ConversationId id, String item) {
        Conversation of = find(tenant, id).orElse(null);
        Addition.Spot spot = spot(tenant, id, item).orElse(null);
        if (of == null || spot == null) {
            return;
        }
        Cql cql = keyspaces.of(tenant);
        rows.delete(tenant, id, spot);
        cql.write(
                SAY_GONE,
                life(of),
                ItemRows.madeMicros(id),
                Set.of(spot.place()),
                tenant.text(),
                id.text(),
                spot.added());
    }

    @Override
    public void delete(TenantId tenant, ConversationId id) {
        Cql cql = keyspaces.of(tenant);
        rows.deleteAll(tenant, id);
        cql.write(DELETE, ItemRows.deletedMicros(id), tenant.text(), id.text());
    }

    private ByteBuffer sealed(TenantId tenant, Conversation conversation) {
        return ByteBuffer.wrap(envelopes.seal(
                tenant, DataClass.CONTENT, place(conversation.id()), Words.bytes(conversation.metadata())));
    }

    private static Place place(ConversationId id) {
        return new Place("conversations.metadata", id.text(), 1);
    }

    /** Seconds that are left of it. To Cassandra, none would be a life without an end. */
    private int life(Conversation conversation) {
        long left = Duration.between(clock.instant(), conversation.ends()).toSeconds();
        return Math.toIntExact(Math.max(1, left));
    }
}
