package cloud.hanok.content.conversation;

import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.ConversationId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.id.Ulids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Conversations in memory, for tests of what is not about their store. They do not grow old. */
public final class MemoryConversations implements Conversations {
    private final Map<ConversationId, Kept> all = new HashMap<>();
    private final Ulids ids;
    private boolean away;
    private boolean full;

    private record Kept(TenantId tenant, Conversation conversation, List<Added> additions) {
        List<Item> items() {
            return additions.stream()
                    .map(Added::items)
                    .flatMap(Collection::stream)
                    .toList();
        }
    }

    private record Added(Ulid source, List<Item> items) {}

    public MemoryConversations(Ulids ids) {
        this.ids = ids;
    }

    /** Answers nothing from now on, or does again. */
    public synchronized void away(boolean now) {
        away = now;
    }

    /** Takes no items from now on, or does again. */
    public synchronized void full(boolean now) {
        full = now;
    }

    @Override
    public synchronized Conversation make(TenantId tenant, ProjectId project, Map<String, String> metadata) {
        requireThere();
        var made = new Conversation(new ConversationId(ids.next()), project, new TreeMap<>(metadata), Instant.MAX);
        all.put(made.id(), new Kept(tenant, made, new ArrayList<>()));
        return made;
    }

    @Override
    public synchronized Optional<Conversation> find(TenantId tenant, ConversationId id) {
        return kept(tenant, id).map(Kept::conversation);
    }

    @Override
    public synchronized Optional<Conversation> describe(
            TenantId tenant, ConversationId id, Map<String, String> metadata) {
        return kept(tenant, id).map(kept -> {
            Conversation before = kept.conversation;
            var after = new Conversation(id, before.project(), new TreeMap<>(metadata), before.ends());
            all.put(id, new Kept(tenant, after, kept.additions));
            return after;
        });
    }

    @Override
    public synchronized void add(TenantId tenant, ConversationId id, Ulid source, List<Item> items, int most) {
        if (full) {
            throw new StoreUnavailableException("full", new IllegalStateException());
        }
        kept(tenant, id).ifPresent(kept -> {
            kept.additions.removeIf(each -> each.source.equals(source));
            if (kept.items().size() + items.size() > most) {
                throw new ConversationTooLongException(id);
            }
            kept.additions.add(new Added(source, List.copyOf(items)));
        });
    }

    @Override
    public synchronized List<Item> read(TenantId tenant, ConversationId id, Ulid except, long mostBytes) {
        List<Item> items = kept(tenant, id).stream()
                .flatMap(kept -> kept.additions.stream())
                .filter(each -> !each.source.equals(except))
                .flatMap(each -> each.items.stream())
                .toList();
        long bytes = items.stream().mapToLong(item -> item.json().length).sum();
        if (items.size() > MOST_ITEMS || bytes > mostBytes) {
            throw new ConversationTooLongException(id);
        }
        return items;
    }

    @Override
    public synchronized Optional<ItemPage> list(TenantId tenant, ConversationId id, ItemQuery query) {
        List<Item> items = kept(tenant, id).map(Kept::items).orElse(List.of());
        List<Item> ordered = query.newestFirst() ? items.reversed() : items;
        int from = 0;
        if (query.after().isPresent()) {
            from = ordered.stream().map(Item::id).toList().indexOf(query.after().get()) + 1;
            if (from == 0) {
                return Optional.empty();
            }
        }
        int to = Math.min(ordered.size(), from + query.limit());
        return Optional.of(new ItemPage(ordered.subList(from, to), to < ordered.size()));
    }

    @Override
    public synchronized Optional<Item> item(TenantId tenant, ConversationId id, String item) {
        return kept(tenant, id).stream()
                .flatMap(kept -> kept.items().stream())
                .filter(each -> each.id().equals(item))
                .findFirst();
    }

    @Override
    public synchronized void deleteItem(TenantId tenant, ConversationId id, String item) {
        kept(tenant, id)
                .ifPresent(kept -> kept.additions.replaceAll(each -> new Added(
                        each.source,
                        each.items.stream()
                                .filter(one -> !one.id().equals(item))
                                .toList())));
    }

    @Override
    public synchronized void delete(TenantId tenant, ConversationId id) {
        kept(tenant, id).ifPresent(kept -> all.remove(id));
    }

    private Optional<Kept> kept(TenantId tenant, ConversationId id) {
        requireThere();
        return Optional.ofNullable(all.get(id)).filter(kept -> kept.tenant.equals(tenant));
    }

    private void requireThere() {
        if (away) {
            throw new StoreUnavailableException("away", new IllegalStateException());
        }
    }
}
