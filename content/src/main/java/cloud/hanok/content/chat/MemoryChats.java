package cloud.hanok.content.chat;

import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.ChatCompletionId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chat completions in memory, for tests of what is not about their store. They do not grow old. */
public final class MemoryChats implements Chats {
    private final Map<ChatCompletionId, Kept> all = new HashMap<>();
    private boolean away;

    @SuppressWarnings("ArrayRecordComponent")
    private record Kept(TenantId tenant, StoredChat chat, byte[] messages) {}

    /** Answers nothing from now on, or does again. */
    public synchronized void away(boolean now) {
        away = now;
    }

    @Override
    public synchronized boolean keep(TenantId tenant, StoredChat chat, byte[] messages) {
        requireThere();
        all.put(chat.id(), new Kept(tenant, chat, messages));
        return true;
    }

    @Override
    public synchronized Optional<StoredChat> find(TenantId tenant, ChatCompletionId id) {
        return kept(tenant, id).map(Kept::chat);
    }

    @Override
    public synchronized Optional<byte[]> messages(TenantId tenant, ChatCompletionId id) {
        return kept(tenant, id).map(Kept::messages);
    }

    @Override
    public synchronized ChatPage list(TenantId tenant, ProjectId project, ChatQuery query) {
        requireThere();
        Comparator<StoredChat> oldestFirst =
                Comparator.comparing(chat -> chat.id().text());
        Comparator<StoredChat> order = query.newestFirst() ? oldestFirst.reversed() : oldestFirst;
        List<StoredChat> wanted = new ArrayList<>(all.values().stream()
                .filter(kept -> kept.tenant.equals(tenant))
                .map(Kept::chat)
                .filter(chat -> chat.project().equals(project) && query.wants(chat.details()))
                .sorted(order)
                .toList());
        query.after()
                .ifPresent(after -> wanted.removeIf(chat -> {
                    int side = chat.id().text().compareTo(after.text());
                    return query.newestFirst() ? side >= 0 : side <= 0;
                }));
        return new ChatPage(
                wanted.subList(0, Math.min(wanted.size(), query.limit())),
                wanted.size() > query.limit(),
                Optional.empty());
    }

    @Override
    public synchronized Optional<StoredChat> describe(
            TenantId tenant, ChatCompletionId id, Map<String, String> metadata) {
        return kept(tenant, id).map(kept -> {
            StoredChat before = kept.chat;
            var after = new StoredChat(id, before.project(), before.details().with(metadata), before.completion());
            all.put(id, new Kept(tenant, after, kept.messages));
            return after;
        });
    }

    @Override
    public synchronized void delete(TenantId tenant, ProjectId project, ChatCompletionId id) {
        kept(tenant, id).ifPresent(kept -> all.remove(kept.chat.id()));
    }

    private Optional<Kept> kept(TenantId tenant, ChatCompletionId id) {
        requireThere();
        return Optional.ofNullable(all.get(id)).filter(kept -> kept.tenant.equals(tenant));
    }

    private void requireThere() {
        if (away) {
            throw new StoreUnavailableException("away", new IllegalStateException());
        }
    }
}
