package cloud.hanok.content.chat;

import cloud.hanok.content.value.Retention;
import cloud.hanok.content.value.SealedValues;
import cloud.hanok.content.value.SealedValues.Value;
import cloud.hanok.platform.cassandra.ConcurrentCalls;
import cloud.hanok.platform.cassandra.Cql.BoundWrite;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.id.ChatCompletionId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * In Cassandra, in the tenant's own home, sealed with the tenant's key for content; Cassandra ends them when their time is over. A
 * completion is in its project's list before it is there, and leaves the list before it leaves, so that none is there unlisted.
 */
public final class SealedChats implements Chats {
    private static final String MESSAGES = "messages";
    private static final String COMPLETION = "completion";

    /** Completions of a page that are read at once. */
    private static final int READ_TOGETHER = 8;

    private static final CqlStatement ADD_HEAD =
            CqlStatement.write("INSERT INTO chat_completions (tenant, completion, project, details, messages_parts,"
                    + " completion_parts) VALUES (?, ?, ?, ?, ?, ?) USING TTL ?");
    private static final CqlStatement FIND =
            CqlStatement.read("SELECT project, details, messages_parts, completion_parts, value, part, sealed"
                    + " FROM chat_completions WHERE tenant = ? AND completion = ? AND value = ?");
    private static final CqlStatement AGE =
            CqlStatement.read("SELECT project, TTL(details) AS life, WRITETIME(details) AS written"
                    + " FROM chat_completions WHERE tenant = ? AND completion = ? LIMIT 1");
    private static final CqlStatement DESCRIBE =
            CqlStatement.write("UPDATE chat_completions USING TTL ? AND TIMESTAMP ? SET details = ?"
                    + " WHERE tenant = ? AND completion = ?");
    private static final CqlStatement DELETE =
            CqlStatement.write("DELETE FROM chat_completions USING TIMESTAMP ? WHERE tenant = ? AND completion = ?");

    private final Keyspaces keyspaces;
    private final SealedValues values;
    private final ChatList list;
    private final Retention retention;
    private final Clock clock;
    private final ConcurrentCalls calls = new ConcurrentCalls();

    /** @param retention of completions */
    public SealedChats(Keyspaces keyspaces, Envelopes envelopes, Retention retention, Clock clock) {
        this.keyspaces = keyspaces;
        this.retention = retention;
        this.clock = clock;
        this.values = new SealedValues(envelopes, "chat_completions", "completion");
        this.list = new ChatList(keyspaces, envelopes);
    }

    @Override
    public boolean keep(TenantId tenant, StoredChat chat, byte[] messages) {
        Duration retained = retention.of(tenant);
        if (retained.isZero()) {
            return false;
        }
        ByteBuffer details = list.sealed(tenant, chat.id(), chat.details());
        int life = SealedValues.seconds(retained);
        list.add(tenant, chat.project(), chat.id(), details, life);
        var asked = new Value(MESSAGES, messages);
        var answered = new Value(COMPLETION, chat.completion());
        var head = new BoundWrite(
                ADD_HEAD,
                Arrays.asList(
                        tenant.text(),
                        chat.id().text(),
                        chat.project().text(),
                        details,
                        asked.parts(),
                        answered.parts(),
                        life));
        values.write(keyspaces.of(tenant), tenant, chat.id().text(), List.of(asked, answered), head, retained);
        return true;
    }

    @Override
    public Optional<StoredChat> find(TenantId tenant, ChatCompletionId id) {
        List<Row> rows = rows(tenant, id, COMPLETION);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Row head = rows.getFirst();
        Optional<ChatDetails> details = list.opened(tenant, id, head);
        Optional<byte[]> completion = values.open(tenant, id.text(), COMPLETION, head.getInt("completion_parts"), rows);
        return details.flatMap(known -> completion.map(bytes ->
                new StoredChat(id, ProjectId.parse(Objects.requireNonNull(head.getString("project"))), known, bytes)));
    }

    @Override
    public Optional<byte[]> messages(TenantId tenant, ChatCompletionId id) {
        List<Row> rows = rows(tenant, id, MESSAGES);
        return rows.isEmpty()
                ? Optional.empty()
                : values.open(tenant, id.text(), MESSAGES, rows.getFirst().getInt("messages_parts"), rows);
    }

    /** Those of a value, each with the head; none where the head is not there. */
    private List<Row> rows(TenantId tenant, ChatCompletionId id, String value) {
        List<Row> rows = keyspaces.of(tenant).rows(FIND, tenant.text(), id.text(), value);
        return rows.isEmpty()
                        || rows.getFirst().isNull("project")
                        || retention.isOver(tenant, id.ulid(), clock.instant())
                ? List.of()
                : rows;
    }

    @Override
    public ChatPage list(TenantId tenant, ProjectId project, ChatQuery query) {
        ChatList.Search search = list.search(tenant, project, query, MOST_LOOKED_AT);
        List<ChatCompletionId> ids = search.ids();
        List<StoredChat> page = new ArrayList<>();
        long bytes = 0;
        boolean full = false;
        for (int from = 0; from < ids.size() && !full; from += READ_TOGETHER) {
            for (Optional<StoredChat> chat :
                    read(tenant, ids.subList(from, Math.min(ids.size(), from + READ_TOGETHER)))) {
                if (chat.isPresent() && (page.size() == query.limit() || bytes >= MOST_PAGE_BYTES)) {
                    full = true;
                } else if (chat.isPresent()) {
                    page.add(chat.get());
                    bytes += chat.get().completion().length;
                }
            }
        }
        boolean more = full || ids.size() > query.limit() || search.searchedTo().isPresent();
        // Whoever died before they were there left them in the list: the search goes on after the last of them.
        boolean inVain = page.isEmpty() && more && !ids.isEmpty();
        return new ChatPage(
                page, more, search.searchedTo().or(() -> inVain ? Optional.of(ids.getLast()) : Optional.empty()));
    }

    private List<Optional<StoredChat>> read(TenantId tenant, List<ChatCompletionId> ids) {
        List<Callable<Optional<StoredChat>>> reads = new ArrayList<>();
        ids.forEach(id -> reads.add(() -> find(tenant, id)));
        return calls.all(reads);
    }

    @Override
    public Optional<StoredChat> describe(TenantId tenant, ChatCompletionId id, Map<String, String> metadata) {
        Optional<StoredChat> before = find(tenant, id);
        Optional<Row> age = keyspaces.of(tenant).row(AGE, tenant.text(), id.text());
        if (before.isEmpty() || age.isEmpty() || age.get().isNull("project")) {
            return Optional.empty();
        }
        StoredChat chat = before.get();
        ChatDetails after = chat.details().with(metadata);
        ByteBuffer details = list.sealed(tenant, id, after);
        // To Cassandra, no life left is a life without an end.
        int life = Math.max(1, age.get().getInt("life"));
        long written = age.get().getLong("written") + 1;
        list.change(tenant, chat.project(), id, details, life, written);
        keyspaces.of(tenant).write(DESCRIBE, life, written, details, tenant.text(), id.text());
        return Optional.of(new StoredChat(id, chat.project(), after, chat.completion()));
    }

    @Override
    public void delete(TenantId tenant, ProjectId project, ChatCompletionId id) {
        list.remove(tenant, project, id);
        keyspaces.of(tenant).write(DELETE, ChatList.deletedMicros(id), tenant.text(), id.text());
    }
}
