package cloud.hanok.content.background;

import cloud.hanok.content.value.Retention;
import cloud.hanok.platform.cassandra.Blobs;
import cloud.hanok.platform.cassandra.ConcurrentCalls;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.Cql.BoundWrite;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.envelope.DataClass;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.envelope.SealedParts;
import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.ResponseId;
import cloud.hanok.platform.id.TenantId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * In Cassandra, in the tenant's own home, sealed with the tenant's key for content. The platform's lists of open ones name ids only. A
 * list's entry is written first, so that whatever was put is found; the head last, so that whatever is found is whole.
 */
public final class SealedBackgroundResponses implements BackgroundResponses {
    private static final String BODY = "body";
    private static final String INPUT = "input";
    private static final String BEGUN = "begun";
    private static final String EVENTS = "events";

    /** Of one write: far below the 16 MiB that Cassandra takes. */
    private static final int MOST_PARTS_TOGETHER = 8;

    /** What one is decided on: how often in a row a decision may be unknown. */
    private static final int LOOKS = 4;

    /** No response is answered for longer. */
    private static final Duration LONGEST_RUN = Duration.ofDays(2);

    private static final CqlStatement ADD_OPEN =
            CqlStatement.write("INSERT INTO open_background_responses (list, response, tenant) VALUES (?, ?, ?)");
    private static final CqlStatement LIST_OPEN =
            CqlStatement.read("SELECT response, tenant FROM open_background_responses WHERE list = ? LIMIT ?");
    private static final CqlStatement DELETE_OPEN =
            CqlStatement.write("DELETE FROM open_background_responses WHERE list = ? AND response = ?");
    private static final CqlStatement ADD_PART = CqlStatement.write(
            "INSERT INTO background_responses (tenant, response, value, part, sealed) VALUES (?, ?, ?, ?, ?)"
                    + " USING TTL ?");
    private static final CqlStatement ADD_HEAD = CqlStatement.write(
            "INSERT INTO background_responses (tenant, response, project, caller, language, streamed,"
                    + " before, body_parts, input_parts, begun_parts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TTL ?");
    private static final CqlStatement STANDING = CqlStatement.read(
            "SELECT project, streamed, request, held_until, outcome, ended_at FROM background_responses"
                    + " WHERE tenant = ? AND response = ? LIMIT 1");
    private static final CqlStatement FIND = CqlStatement.read(
            "SELECT project, caller, language, streamed, before, body_parts, input_parts, begun_parts, ended_at, value,"
                    + " part, sealed FROM background_responses WHERE tenant = ? AND response = ? AND value IN ('" + BODY
                    + "', '" + INPUT + "', '" + BEGUN + "')");
    private static final CqlStatement HOLD =
            CqlStatement.write("UPDATE background_responses USING TTL ? SET request = ?, held_until = ?"
                    + " WHERE tenant = ? AND response = ?");
    private static final CqlStatement DECIDE = CqlStatement.decision(
            "UPDATE background_responses USING TTL ? SET outcome = ? WHERE tenant = ? AND response = ?"
                    + " IF outcome = null AND project = ?");
    private static final CqlStatement DECIDED = CqlStatement.serialRead(
            "SELECT outcome, project FROM background_responses WHERE tenant = ? AND response = ? LIMIT 1");
    private static final CqlStatement END = CqlStatement.write(
            "UPDATE background_responses USING TTL ? SET ended_at = ? WHERE tenant = ? AND response = ?");
    private static final CqlStatement DELETE_VALUE =
            CqlStatement.write("DELETE FROM background_responses WHERE tenant = ? AND response = ? AND value = ?");
    private static final CqlStatement READ_EVENTS = CqlStatement.read(
            "SELECT part, sealed FROM background_responses WHERE tenant = ? AND response = ? AND value = '" + EVENTS
                    + "' AND part >= ? LIMIT ?");
    private static final CqlStatement CUT_EVENTS =
            CqlStatement.write("DELETE FROM background_responses WHERE tenant = ? AND response = ? AND value = '"
                    + EVENTS + "' AND part >= ?");
    private static final CqlStatement DELETE =
            CqlStatement.write("DELETE FROM background_responses WHERE tenant = ? AND response = ?");

    private final Keyspaces keyspaces;
    private final SealedParts parts;
    private final Retention retention;
    private final Clock clock;
    private final ConcurrentCalls calls = new ConcurrentCalls();

    /** @param retention of responses: one that has ended is found as long, with its events */
    public SealedBackgroundResponses(Keyspaces keyspaces, Envelopes envelopes, Retention retention, Clock clock) {
        this.keyspaces = keyspaces;
        this.clock = clock;
        this.retention = retention;
        this.parts = new SealedParts(envelopes, DataClass.CONTENT, "background_responses.sealed");
    }

    /** The list that has one while it is open. */
    static int list(ResponseId id) {
        return (int) (id.ulid().leastSignificantBits() & (LISTS - 1));
    }

    /** What is sealed under one name. */
    private record Value(String name, byte[] bytes) {
        int count() {
            return SealedParts.count(bytes.length);
        }
    }

    @Override
    public void put(TenantId tenant, BackgroundResponse response, byte[] events) {
        keyspaces.platform().write(ADD_OPEN, list(response.id()), response.id().text(), tenant.text());
        Cql cql = keyspaces.of(tenant);
        List<Value> values = List.of(
                new Value(BODY, response.body()),
                new Value(INPUT, response.input()),
                new Value(BEGUN, response.begun()));
        List<Runnable> writes = new ArrayList<>();
        for (Value value : values) {
            for (int i = 0; i < value.count(); i++) {
                int part = i;
                writes.add(() -> cql.writeTogether(List.of(part(
                        tenant,
                        response.id(),
                        value.name(),
                        key(response.id(), value.name()),
                        value.bytes(),
                        part,
                        part))));
            }
        }
        if (response.streamed()) {
            writes.add(() -> append(tenant, response.id(), 0, events));
        }
        calls.runAll(writes);
        cql.write(
                ADD_HEAD,
                tenant.text(),
                response.id().text(),
                response.project().text(),
                response.caller().text(),
                response.language(),
                response.streamed(),
                response.before().stream().map(ResponseId::text).toList(),
                values.get(0).count(),
                values.get(1).count(),
                values.get(2).count(),
                life(tenant));
    }

    @Override
    public Optional<BackgroundResponse> find(TenantId tenant, ResponseId id) {
        List<Row> rows = keyspaces.of(tenant).rows(FIND, tenant.text(), id.text());
        String project = rows.isEmpty() ? null : rows.getFirst().getString("project");
        if (project == null || rows.getFirst().getInstant("ended_at") != null) {
            return Optional.empty();
        }
        Row head = rows.getFirst();
        Optional<byte[]> body = value(tenant, id, BODY, head.getInt("body_parts"), rows);
        Optional<byte[]> input = value(tenant, id, INPUT, head.getInt("input_parts"), rows);
        Optional<byte[]> begun = value(tenant, id, BEGUN, head.getInt("begun_parts"), rows);
        if (body.isEmpty() || input.isEmpty() || begun.isEmpty()) {
            return Optional.empty();
        }
        List<String> before = Objects.requireNonNullElse(head.getList("before", String.class), List.of());
        return Optional.of(new BackgroundResponse(
                id,
                ProjectId.parse(project),
                CallerId.parse(Objects.requireNonNull(head.getString("caller"))),
                Objects.requireNonNullElse(head.getString("language"), ""),
                head.getBoolean("streamed"),
                before.stream().map(ResponseId::parse).toList(),
                body.get(),
                input.get(),
                begun.get()));
    }

    @Override
    public Optional<Standing> standing(TenantId tenant, ResponseId id) {
        return keyspaces
                .of(tenant)
                .row(STANDING, tenant.text(), id.text())
                .filter(row -> row.getString("project") != null)
                .map(SealedBackgroundResponses::standing)
                .filter(standing -> !standing.ended() || !retention.isOver(tenant, id.ulid(), clock.instant()));
    }

    private static Standing standing(Row row) {
        String by = row.getString("request");
        String outcome = row.getString("outcome");
        return new Standing(
                ProjectId.parse(Objects.requireNonNull(row.getString("project"))),
                row.getBoolean("streamed"),
                by == null ? null : RequestId.parse(by),
                row.getInstant("held_until"),
                outcome == null ? null : Outcome.valueOf(outcome),
                row.getInstant("ended_at") != null);
    }

    @Override
    public void hold(TenantId tenant, ResponseId id, RequestId by, Instant until) {
        keyspaces.of(tenant).write(HOLD, life(tenant), by.text(), until, tenant.text(), id.text());
    }

    @Override
    public @Nullable Outcome decide(TenantId tenant, ResponseId id, Outcome outcome) {
        Cql cql = keyspaces.of(tenant);
        for (int look = 0; look < LOOKS; look++) {
            Row row = cql.row(DECIDED, tenant.text(), id.text()).orElse(null);
            String project = row == null ? null : row.getString("project");
            if (row == null || project == null) {
                return null;
            }
            String decided = row.getString("outcome");
            if (decided != null) {
                return Outcome.valueOf(decided);
            }
            if (cql.decide(DECIDE, life(tenant), outcome.name(), tenant.text(), id.text(), project)
                    instanceof DecisionOutcome.Applied) {
                return outcome;
            }
        }
        String why = "Cassandra did not answer in time what a background response came to";
        throw new StoreUnavailableException(why, new IllegalStateException(why));
    }

    @Override
    public void end(TenantId tenant, ResponseId id) {
        Cql cql = keyspaces.of(tenant);
        List<BoundWrite> writes = new ArrayList<>();
        writes.add(new BoundWrite(END, Arrays.asList(life(tenant), clock.instant(), tenant.text(), id.text())));
        for (String value : List.of(BODY, INPUT, BEGUN)) {
            writes.add(new BoundWrite(DELETE_VALUE, List.of(tenant.text(), id.text(), value)));
        }
        cql.writeTogether(writes);
        forget(new Open(tenant, id));
    }

    @Override
    public int append(TenantId tenant, ResponseId id, int from, byte[] events) {
        int count = SealedParts.count(events.length);
        Cql cql = keyspaces.of(tenant);
        // Whoever reads stops where one is missing: the first is among the last that are written.
        for (int end = count; end > 0; end -= MOST_PARTS_TOGETHER) {
            List<BoundWrite> together = new ArrayList<>();
            for (int slice = Math.max(0, end - MOST_PARTS_TOGETHER); slice < end; slice++) {
                int begin = slice * SealedParts.PART_BYTES;
                byte[] bytes =
                        Arrays.copyOfRange(events, begin, Math.min(events.length, begin + SealedParts.PART_BYTES));
                together.add(part(tenant, id, EVENTS, key(id, EVENTS, from + slice), bytes, 0, from + slice));
            }
            cql.writeTogether(together);
        }
        return count;
    }

    @Override
    public void cut(TenantId tenant, ResponseId id, int from) {
        keyspaces.of(tenant).write(CUT_EVENTS, tenant.text(), id.text(), from);
    }

    @Override
    public List<Part> events(TenantId tenant, ResponseId id, int from, int most) {
        List<Part> found = new ArrayList<>();
        for (Row row : keyspaces.of(tenant).rows(READ_EVENTS, tenant.text(), id.text(), from, most)) {
            int part = row.getInt("part");
            byte[] sealed = Blobs.bytes(Objects.requireNonNull(row.getByteBuffer("sealed")));
            Optional<byte[]> bytes = parts.open(tenant, key(id, EVENTS, part), List.of(sealed));
            if (bytes.isEmpty() || part != from + found.size()) {
                break;
            }
            found.add(new Part(part, bytes.get()));
        }
        return found;
    }

    @Override
    public void delete(TenantId tenant, ResponseId id) {
        keyspaces.of(tenant).write(DELETE, tenant.text(), id.text());
        forget(new Open(tenant, id));
    }

    @Override
    public List<Open> open(int list, int most) {
        return keyspaces.platform().rows(LIST_OPEN, list, most).stream()
                .map(row -> new Open(
                        TenantId.parse(Objects.requireNonNull(row.getString("tenant"))),
                        ResponseId.parse(Objects.requireNonNull(row.getString("response")))))
                .toList();
    }

    @Override
    public void forget(Open open) {
        keyspaces.platform().write(DELETE_OPEN, list(open.id()), open.id().text());
    }

    /**
     * The write of one part, sealed.
     *
     * @param value its name
     * @param slice of the bytes
     * @param part its place
     */
    private BoundWrite part(
            TenantId tenant, ResponseId id, String value, String key, byte[] bytes, int slice, int part) {
        return new BoundWrite(
                ADD_PART,
                Arrays.asList(
                        tenant.text(),
                        id.text(),
                        value,
                        part,
                        ByteBuffer.wrap(parts.seal(tenant, key, bytes, slice)),
                        life(tenant)));
    }

    private Optional<byte[]> value(TenantId tenant, ResponseId id, String value, int count, List<Row> rows) {
        List<byte[]> sealed = rows.stream()
                .filter(row -> value.equals(row.getString("value")))
                .map(row -> Blobs.bytes(Objects.requireNonNull(row.getByteBuffer("sealed"))))
                .toList();
        return sealed.size() == count ? parts.open(tenant, key(id, value), sealed) : Optional.empty();
    }

    private static String key(ResponseId id, String value) {
        return id.text() + "/" + value;
    }

    private static String key(ResponseId id, String value, int part) {
        return key(id, value) + "/" + part;
    }

    /** What runs is not to end before it has ended. */
    private int life(TenantId tenant) {
        Duration life = retention.of(tenant);
        return Math.toIntExact((life.compareTo(LONGEST_RUN) < 0 ? LONGEST_RUN : life).toSeconds());
    }
}
