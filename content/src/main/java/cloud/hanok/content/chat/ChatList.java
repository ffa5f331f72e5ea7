package cloud.hanok.content.chat;

import cloud.hanok.platform.cassandra.Blobs;
import cloud.hanok.platform.cassandra.ConcurrentCalls;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.envelope.DataClass;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.envelope.Place;
import cloud.hanok.platform.id.ChatCompletionId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The lists of projects: by the hour, so that none grows with a project's age, and with the sealed details, so that a search reads no
 * answers.
 */
final class ChatList {
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    /** No answer takes as long. */
    private static final long LATER_MILLIS = Duration.ofDays(1).toMillis();

    private static final CqlStatement ADD_HOUR = CqlStatement.write(
            "INSERT INTO chat_completion_hours (tenant, project, hour) VALUES (?, ?, ?) USING TTL ?");
    private static final CqlStatement ADD =
            CqlStatement.write("INSERT INTO project_chat_completions (tenant, project, hour, completion, details)"
                    + " VALUES (?, ?, ?, ?, ?) USING TTL ?");
    private static final CqlStatement CHANGE =
            CqlStatement.write("INSERT INTO project_chat_completions (tenant, project, hour, completion, details)"
                    + " VALUES (?, ?, ?, ?, ?) USING TTL ? AND TIMESTAMP ?");
    private static final CqlStatement REMOVE = CqlStatement.write(
            "DELETE FROM project_chat_completions USING TIMESTAMP ? WHERE tenant = ? AND project = ? AND hour = ?"
                    + " AND completion = ?");
    private static final String HOURS = "SELECT hour FROM chat_completion_hours WHERE tenant = ? AND project = ?";
    private static final CqlStatement HOURS_UP = CqlStatement.read(HOURS + " AND hour >= ? ORDER BY hour ASC");
    private static final CqlStatement HOURS_DOWN = CqlStatement.read(HOURS + " AND hour <= ? ORDER BY hour DESC");
    private static final String LIST = "SELECT completion, details FROM project_chat_completions"
            + " WHERE tenant = ? AND project = ? AND hour = ?";
    private static final CqlStatement OLDEST_FIRST =
            CqlStatement.read(LIST + " AND completion > ? ORDER BY completion ASC");
    private static final CqlStatement NEWEST_FIRST =
            CqlStatement.read(LIST + " AND completion < ? ORDER BY completion DESC");

    /** Before and behind every id's text. */
    private static final String FIRST = "";

    private static final String LAST = "~";

    private final Keyspaces keyspaces;
    private final Envelopes envelopes;
    private final ConcurrentCalls calls = new ConcurrentCalls();

    ChatList(Keyspaces keyspaces, Envelopes envelopes) {
        this.keyspaces = keyspaces;
        this.envelopes = envelopes;
    }

    /** Details as they are stored, in the list and beside the completion. */
    ByteBuffer sealed(TenantId tenant, ChatCompletionId id, ChatDetails details) {
        return ByteBuffer.wrap(envelopes.seal(tenant, DataClass.CONTENT, place(id), details.bytes()));
    }

    /** The same again; empty when they were erased with the tenant's key. */
    Optional<ChatDetails> opened(TenantId tenant, ChatCompletionId id, Row row) {
        byte[] sealed = Blobs.bytes(Objects.requireNonNull(row.getByteBuffer("details")));
        return envelopes.open(tenant, DataClass.CONTENT, place(id), sealed).map(ChatDetails::of);
    }

    private static Place place(ChatCompletionId id) {
        return new Place("chat_completions.details", id.text(), 1);
    }

    /** @param life how long the completion is there, in seconds */
    void add(TenantId tenant, ProjectId project, ChatCompletionId id, ByteBuffer details, int life) {
        Cql cql = keyspaces.of(tenant);
        long hour = hour(id);
        // It lives as long as the last that it has, which is asked within the hour.
        int longer = Math.toIntExact(life + Duration.ofHours(1).toSeconds());
        calls.runAll(List.of(
                () -> cql.write(ADD_HOUR, tenant.text(), project.text(), hour, longer),
                () -> cql.write(ADD, tenant.text(), project.text(), hour, id.text(), details, life)));
    }

    /**
     * @param life what is left of it, in seconds
     * @param writtenMicros when it is said to be written
     */
    void change(
            TenantId tenant, ProjectId project, ChatCompletionId id, ByteBuffer details, int life, long writtenMicros) {
        keyspaces
                .of(tenant)
                .write(CHANGE, tenant.text(), project.text(), hour(id), id.text(), details, life, writtenMicros);
    }

    void remove(TenantId tenant, ProjectId project, ChatCompletionId id) {
        keyspaces.of(tenant).write(REMOVE, deletedMicros(id), tenant.text(), project.text(), hour(id), id.text());
    }

    /**
     * What a search came to.
     *
     * @param ids of those that are wanted, one more than a page has where there is one more
     * @param searchedTo the last that was looked at, where the search ended before the list did
     */
    record Search(List<ChatCompletionId> ids, Optional<ChatCompletionId> searchedTo) {}

    /**
     * Those that are wanted; which of them are still there is not looked at.
     *
     * @param most how many are looked at
     */
    Search search(TenantId tenant, ProjectId project, ChatQuery query, int most) {
        Cql cql = keyspaces.of(tenant);
        boolean down = query.newestFirst();
        long from = query.after().map(ChatList::hour).orElse(down ? Long.MAX_VALUE : 0L);
        List<ChatCompletionId> found = new ArrayList<>();
        int lookedAt = 0;
        for (Row hour : cql.stream(down ? HOURS_DOWN : HOURS_UP, tenant.text(), project.text(), from)) {
            String start = query.after()
                    .filter(after -> hour(after) == hour.getLong("hour"))
                    .map(ChatCompletionId::text)
                    .orElse(down ? LAST : FIRST);
            for (Row row : cql.stream(
                    down ? NEWEST_FIRST : OLDEST_FIRST, tenant.text(), project.text(), hour.getLong("hour"), start)) {
                ChatCompletionId id = ChatCompletionId.parse(Objects.requireNonNull(row.getString("completion")));
                if (opened(tenant, id, row).filter(query::wants).isPresent()) {
                    found.add(id);
                }
                if (found.size() > query.limit()) {
                    return new Search(found, Optional.empty());
                }
                if (++lookedAt == most) {
                    return new Search(found, Optional.of(id));
                }
            }
        }
        return new Search(found, Optional.empty());
    }

    /** When its deletion is said to be: after everything that is written of it, whatever the clocks say. */
    static long deletedMicros(ChatCompletionId id) {
        return TimeUnit.MILLISECONDS.toMicros(id.ulid().epochMillis() + LATER_MILLIS);
    }

    private static long hour(ChatCompletionId id) {
        return id.ulid().epochMillis() / HOUR_MILLIS;
    }
}
