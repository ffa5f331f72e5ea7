package cloud.hanok.content.batch;

import cloud.hanok.content.batch.Batches.Open;
import cloud.hanok.platform.cassandra.Blobs;
import cloud.hanok.platform.cassandra.ConcurrentCalls;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.Cql.BoundWrite;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.envelope.DataClass;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.envelope.Place;
import cloud.hanok.platform.id.BatchId;
import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.FileId;
import cloud.hanok.platform.id.Id;
import cloud.hanok.platform.id.PartId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.UploadId;
import com.datastax.oss.driver.api.core.cql.Row;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows of batches, in the tenant's own home. What a client says of a batch, and why it failed, is sealed. */
final class BatchRows {
    private static final String METADATA_COLUMN = "batches.metadata";
    private static final String PROBLEMS_COLUMN = "batches.problems";
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, String>> METADATA = new TypeReference<>() {};
    private static final TypeReference<List<BatchProblem>> PROBLEMS = new TypeReference<>() {};

    /** Behind every id's text. */
    private static final String LAST = "~";

    private static final String OF_BATCH = " WHERE tenant = ? AND batch_id = ?";

    private static final CqlStatement ADD = CqlStatement.write(
            "INSERT INTO batches (tenant, batch_id, project, caller, language, endpoint, input, metadata, output_seconds,"
                    + " created, expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TTL ?");
    private static final String HEAD =
            "SELECT project, caller, language, endpoint, input, metadata, output_seconds, created, expires, state, total,"
                    + " output_upload, error_upload, output_file, error_file, problems, started, cancelling, finalizing,"
                    + " ended, held_until, came_to FROM batches" + OF_BATCH + " LIMIT 1";
    private static final CqlStatement FIND = CqlStatement.read(HEAD);
    private static final CqlStatement SETTLED = CqlStatement.serialRead(HEAD);
    private static final CqlStatement ADD_TO_LIST =
            CqlStatement.write("INSERT INTO project_batches (tenant, project, batch_id) VALUES (?, ?, ?) USING TTL ?");
    private static final CqlStatement LIST = CqlStatement.read(
            "SELECT batch_id FROM project_batches WHERE tenant = ? AND project = ? AND batch_id < ? ORDER BY batch_id DESC");

    private static final CqlStatement BEGIN = decision(
            "state = 'IN_PROGRESS', total = ?, output_upload = ?, error_upload = ?, started = ?", "state = null");
    private static final CqlStatement REFUSE = decision("state = 'FAILED', problems = ?, ended = ?", "state = null");
    private static final CqlStatement CANCEL = decision("state = 'CANCELLING', cancelling = ?", "state = ?");
    private static final CqlStatement EXPIRE = decision("state = 'EXPIRING', finalizing = ?", "state = 'IN_PROGRESS'");
    private static final CqlStatement FAIL =
            decision("state = 'FAILING', problems = ?, finalizing = ?", "state = 'IN_PROGRESS'");
    private static final CqlStatement FINISH =
            decision("state = 'FINALIZING', finalizing = ?", "state = 'IN_PROGRESS'");
    private static final CqlStatement END =
            decision("state = ?, output_file = ?, error_file = ?, came_to = ?, ended = ?", "state = ?");
    private static final CqlStatement TAKE_FREE = decision("holder = ?, held_until = ?", "held_until = null");
    private static final CqlStatement TAKE_LEFT = decision("holder = ?, held_until = ?", "held_until < ?");
    private static final CqlStatement HOLD = decision("holder = ?, held_until = ?", "holder = ?");

    private static final CqlStatement PLAN =
            CqlStatement.write("INSERT INTO batches (tenant, batch_id, segment, first_line, lines, position, bytes)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?) USING TTL ?");
    private static final String SEGMENT_COLUMNS =
            "segment, first_line, lines, position, bytes, output_parts, error_parts, completed, failed, used";
    private static final CqlStatement SEGMENTS =
            CqlStatement.read("SELECT " + SEGMENT_COLUMNS + " FROM batches" + OF_BATCH);
    private static final CqlStatement SEGMENT =
            CqlStatement.serialRead("SELECT " + SEGMENT_COLUMNS + " FROM batches" + OF_BATCH + " AND segment = ?");
    private static final CqlStatement SETTLE = CqlStatement.decision(
            "UPDATE batches USING TTL ? SET output_parts = ?, error_parts = ?, completed = ?, failed = ?, used = ?"
                    + OF_BATCH + " AND segment = ? IF completed = null");

    private static final CqlStatement ADD_OPEN =
            CqlStatement.write("INSERT INTO open_batches (list, batch_id, tenant) VALUES (?, ?, ?)");
    private static final CqlStatement LIST_OPEN =
            CqlStatement.read("SELECT batch_id, tenant FROM open_batches WHERE list = ? LIMIT ?");
    private static final CqlStatement DELETE_OPEN =
            CqlStatement.write("DELETE FROM open_batches WHERE list = ? AND batch_id = ?");

    private final Keyspaces keyspaces;
    private final Envelopes envelopes;
    private final int life;
    private final ConcurrentCalls calls = new ConcurrentCalls();

    BatchRows(Keyspaces keyspaces, Envelopes envelopes, Duration retention) {
        this.keyspaces = keyspaces;
        this.envelopes = envelopes;
        this.life = Math.toIntExact(retention.toSeconds());
    }

    private static CqlStatement decision(String set, String condition) {
        return CqlStatement.decision("UPDATE batches USING TTL ? SET " + set + OF_BATCH + " IF " + condition);
    }

    void add(TenantId tenant, Batch batch) {
        NewBatch asked = batch.asked();
        keyspaces
                .of(tenant)
                .write(
                        ADD,
                        tenant.text(),
                        batch.id().text(),
                        asked.project().text(),
                        asked.caller().text(),
                        asked.language(),
                        asked.endpoint(),
                        asked.input().text(),
                        sealed(tenant, METADATA_COLUMN, batch.id(), asked.metadata()),
                        asked.outputLife().<Object>map(Duration::toSeconds).orElse(Cql.UNSET),
                        batch.createdAt(),
                        batch.expiresAt(),
                        life);
    }

    void addToList(TenantId tenant, ProjectId project, BatchId id) {
        keyspaces.of(tenant).write(ADD_TO_LIST, tenant.text(), project.text(), id.text(), life);
    }

    /** Those behind one, or all, the newest first; read page by page. */
    Iterable<BatchId> list(TenantId tenant, ProjectId project, @Nullable BatchId after) {
        Iterable<Row> found =
                keyspaces.of(tenant).stream(LIST, tenant.text(), project.text(), after == null ? LAST : after.text());
        return () -> java.util.stream.StreamSupport.stream(found.spliterator(), false)
                .map(row -> BatchId.parse(Objects.requireNonNull(row.getString("batch_id"))))
                .iterator();
    }

    Optional<Batch> find(TenantId tenant, BatchId id) {
        return read(FIND, tenant, id);
    }

    /** With every decision that was made before. */
    Optional<Batch> settled(TenantId tenant, BatchId id) {
        return read(SETTLED, tenant, id);
    }

    private Optional<Batch> read(CqlStatement statement, TenantId tenant, BatchId id) {
        Row row = keyspaces.of(tenant).row(statement, tenant.text(), id.text()).orElse(null);
        String project = row == null ? null : row.getString("project");
        if (row == null || project == null) {
            return Optional.empty();
        }
        Optional<Map<String, String>> metadata =
                opened(tenant, METADATA_COLUMN, id, row.getByteBuffer("metadata"), METADATA);
        ByteBuffer sealed = row.getByteBuffer("problems");
        Optional<List<BatchProblem>> problems =
                sealed == null ? Optional.of(List.of()) : opened(tenant, PROBLEMS_COLUMN, id, sealed, PROBLEMS);
        if (metadata.isEmpty() || problems.isEmpty()) {
            return Optional.empty();
        }
        Instant created = Objects.requireNonNull(row.getInstant("created"));
        Instant expires = Objects.requireNonNull(row.getInstant("expires"));
        var asked = new NewBatch(
                ProjectId.parse(project),
                CallerId.parse(text(row, "caller")),
                text(row, "language"),
                text(row, "endpoint"),
                FileId.parse(text(row, "input")),
                Duration.between(created, expires),
                metadata.get(),
                row.isNull("output_seconds")
                        ? Optional.empty()
                        : Optional.of(Duration.ofSeconds(row.getLong("output_seconds"))));
        return Optional.of(new Batch(id, asked, created, expires, course(row, problems.get())));
    }

    private static Batch.Course course(Row row, List<BatchProblem> problems) {
        String state = row.getString("state");
        String output = row.getString("output_upload");
        String error = row.getString("error_upload");
        return new Batch.Course(
                state == null ? BatchState.VALIDATING : BatchState.valueOf(state),
                row.getInt("total"),
                output == null || error == null
                        ? null
                        : new Batch.Outlets(UploadId.parse(output), UploadId.parse(error)),
                Optional.ofNullable(row.getString("output_file")).map(FileId::parse),
                Optional.ofNullable(row.getString("error_file")).map(FileId::parse),
                problems,
                Optional.ofNullable(row.getInstant("started")),
                Optional.ofNullable(row.getInstant("cancelling")),
                Optional.ofNullable(row.getInstant("finalizing")),
                Optional.ofNullable(row.getInstant("ended")),
                counts(row),
                Optional.ofNullable(row.getInstant("held_until")));
    }

    private static List<Long> numbers(BatchCounts counts) {
        return Stream.concat(
                        Stream.of((long) counts.completed(), (long) counts.failed()), numbers(counts.usage()).stream())
                .toList();
    }

    private static List<Long> numbers(BatchUsage usage) {
        return List.of(usage.input(), usage.cached(), usage.output(), usage.reasoning());
    }

    private static BatchUsage usage(List<Long> numbers) {
        return new BatchUsage(numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3));
    }

    private static Optional<BatchCounts> counts(Row row) {
        if (row.isNull("came_to")) {
            return Optional.empty();
        }
        List<Long> numbers = Objects.requireNonNull(row.getList("came_to", Long.class));
        return Optional.of(new BatchCounts(
                Math.toIntExact(numbers.get(0)),
                Math.toIntExact(numbers.get(1)),
                usage(numbers.subList(2, numbers.size()))));
    }

    void begin(TenantId tenant, BatchId id, int total, Batch.Outlets uploads, Instant now) {
        decide(
                tenant,
                BEGIN,
                life,
                total,
                uploads.output().text(),
                uploads.error().text(),
                now,
                tenant.text(),
                id.text());
    }

    void refuse(TenantId tenant, BatchId id, List<BatchProblem> problems, Instant now) {
        decide(tenant, REFUSE, life, sealed(tenant, PROBLEMS_COLUMN, id, problems), now, tenant.text(), id.text());
    }

    void cancel(TenantId tenant, BatchId id, BatchState from, Instant now) {
        decide(tenant, CANCEL, life, now, tenant.text(), id.text(), stored(from));
    }

    void expire(TenantId tenant, BatchId id, Instant now) {
        decide(tenant, EXPIRE, life, now, tenant.text(), id.text());
    }

    void fail(TenantId tenant, BatchId id, List<BatchProblem> problems, Instant now) {
        decide(tenant, FAIL, life, sealed(tenant, PROBLEMS_COLUMN, id, problems), now, tenant.text(), id.text());
    }

    void finish(TenantId tenant, BatchId id, Instant now) {
        decide(tenant, FINISH, life, now, tenant.text(), id.text());
    }

    void end(
            TenantId tenant,
            BatchId id,
            BatchState from,
            Optional<FileId> output,
            Optional<FileId> error,
            BatchCounts counts,
            Instant now) {
        decide(
                tenant,
                END,
                life,
                from.end().name(),
                output.map(Id::text).orElse(null),
                error.map(Id::text).orElse(null),
                numbers(counts),
                now,
                tenant.text(),
                id.text(),
                stored(from));
    }

    /** Without a state its lines are being looked at. */
    private static @Nullable String stored(BatchState state) {
        return state == BatchState.VALIDATING ? null : state.name();
    }

    boolean take(TenantId tenant, BatchId id, String holder, Instant now, Instant until) {
        Cql cql = keyspaces.of(tenant);
        return cql.decide(TAKE_FREE, life, holder, until, tenant.text(), id.text()) instanceof DecisionOutcome.Applied
                || cql.decide(TAKE_LEFT, life, holder, until, tenant.text(), id.text(), now)
                        instanceof DecisionOutcome.Applied;
    }

    boolean hold(TenantId tenant, BatchId id, String holder, Instant until) {
        return !(keyspaces.of(tenant).decide(HOLD, life, holder, until, tenant.text(), id.text(), holder)
                instanceof DecisionOutcome.Refused);
    }

    void plan(TenantId tenant, BatchId id, List<Segment> segments) {
        List<BoundWrite> writes = new ArrayList<>();
        for (Segment segment : segments) {
            writes.add(new BoundWrite(
                    PLAN,
                    List.of(
                            tenant.text(),
                            id.text(),
                            segment.number(),
                            segment.firstLine(),
                            segment.lines(),
                            segment.position(),
                            segment.bytes(),
                            life)));
        }
        calls.runAll(keyspaces.of(tenant).batches(writes));
    }

    List<Segment> segments(TenantId tenant, BatchId id) {
        return keyspaces.of(tenant).rows(SEGMENTS, tenant.text(), id.text()).stream()
                .filter(row -> !row.isNull("lines"))
                .map(BatchRows::segment)
                .toList();
    }

    Optional<Segment.Outcome> outcome(TenantId tenant, BatchId id, int segment) {
        return keyspaces
                .of(tenant)
                .row(SEGMENT, tenant.text(), id.text(), segment)
                .flatMap(BatchRows::outcome);
    }

    void settle(TenantId tenant, BatchId id, int segment, Segment.Outcome outcome) {
        decide(
                tenant,
                SETTLE,
                life,
                texts(outcome.outputParts()),
                texts(outcome.errorParts()),
                outcome.completed(),
                outcome.failed(),
                numbers(outcome.usage()),
                tenant.text(),
                id.text(),
                segment);
    }

    private static Segment segment(Row row) {
        return new Segment(
                row.getInt("segment"),
                row.getInt("first_line"),
                row.getInt("lines"),
                row.getLong("position"),
                row.getInt("bytes"),
                outcome(row));
    }

    private static Optional<Segment.Outcome> outcome(Row row) {
        if (row.isNull("completed")) {
            return Optional.empty();
        }
        return Optional.of(new Segment.Outcome(
                parts(row, "output_parts"),
                parts(row, "error_parts"),
                row.getInt("completed"),
                row.getInt("failed"),
                usage(Objects.requireNonNull(row.getList("used", Long.class)))));
    }

    private static List<String> texts(List<PartId> parts) {
        return parts.stream().map(PartId::text).toList();
    }

    private static List<PartId> parts(Row row, String column) {
        return Objects.requireNonNullElse(row.getList(column, String.class), List.<String>of()).stream()
                .map(PartId::parse)
                .toList();
    }

    /** The list that has one while it is open. */
    private static int list(BatchId id) {
        return (int) (id.ulid().leastSignificantBits() & (Batches.LISTS - 1));
    }

    void open(TenantId tenant, BatchId id) {
        keyspaces.platform().write(ADD_OPEN, list(id), id.text(), tenant.text());
    }

    List<Open> open(int list, int most) {
        return keyspaces.platform().rows(LIST_OPEN, list, most).stream()
                .map(row -> new Open(TenantId.parse(text(row, "tenant")), BatchId.parse(text(row, "batch_id"))))
                .toList();
    }

    void forget(Open open) {
        keyspaces.platform().write(DELETE_OPEN, list(open.id()), open.id().text());
    }

    /** What came of it, whoever asks next reads. */
    private void decide(TenantId tenant, CqlStatement statement, @Nullable Object... values) {
        switch (keyspaces.of(tenant).decide(statement, values)) {
            case DecisionOutcome.Applied _, DecisionOutcome.Refused _, DecisionOutcome.Unknown _ -> {
                // The next serial read settles it.
            }
        }
    }

    private ByteBuffer sealed(TenantId tenant, String column, BatchId id, Object value) {
        try {
            String text = JSON.writeValueAsString(value);
            return ByteBuffer.wrap(envelopes.seal(tenant, DataClass.CONTENT, place(column, id), text));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts are JSON", impossible);
        }
    }

    /** Empty when it was erased with the tenant's key. */
    private <T> Optional<T> opened(
            TenantId tenant, String column, BatchId id, @Nullable ByteBuffer sealed, TypeReference<T> type) {
        byte[] bytes = Blobs.bytes(Objects.requireNonNull(sealed));
        return envelopes
                .openText(tenant, DataClass.CONTENT, place(column, id), bytes)
                .map(text -> {
                    try {
                        return JSON.readValue(text, type);
                    } catch (JsonProcessingException damaged) {
                        throw new IllegalStateException("what was sealed was JSON", damaged);
                    }
                });
    }

    private static Place place(String column, BatchId id) {
        return new Place(column, id.text(), 1);
    }

    private static String text(Row row, String column) {
        return Objects.requireNonNull(row.getString(column));
    }
}
