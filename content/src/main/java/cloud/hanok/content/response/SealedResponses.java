package cloud.hanok.content.response;

import cloud.hanok.content.value.Retention;
import cloud.hanok.content.value.SealedValues;
import cloud.hanok.content.value.SealedValues.Value;
import cloud.hanok.platform.cassandra.ConcurrentCalls;
import cloud.hanok.platform.cassandra.Cql.BoundWrite;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.ResponseId;
import cloud.hanok.platform.id.TenantId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Clock;
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

/**
 * In Cassandra, in the tenant's own home, sealed with the tenant's key for content; Cassandra ends them when their time is over. A
 * response is a partition, written at once; of a long one the parts are written first, then the head that says how many there are.
 */
public final class SealedResponses implements Responses {
    private static final String INPUT = "input";
    private static final String OUTPUT = "output";

    private static final CqlStatement ADD_HEAD =
            CqlStatement.write("INSERT INTO responses (tenant, response, project, input_parts, output_parts, before)"
                    + " VALUES (?, ?, ?, ?, ?, ?) USING TTL ?");
    private static final CqlStatement FIND =
            CqlStatement.read("SELECT project, input_parts, output_parts, before, value, part, sealed FROM responses"
                    + " WHERE tenant = ? AND response = ?");
    private static final CqlStatement DELETE =
            CqlStatement.write("DELETE FROM responses WHERE tenant = ? AND response = ?");

    private final Keyspaces keyspaces;
    private final SealedValues values;
    private final Retention retention;
    private final Clock clock;
    private final ConcurrentCalls calls = new ConcurrentCalls();

    /** @param retention of responses */
    public SealedResponses(Keyspaces keyspaces, Envelopes envelopes, Retention retention, Clock clock) {
        this.keyspaces = keyspaces;
        this.retention = retention;
        this.clock = clock;
        this.values = new SealedValues(envelopes, "responses", "response");
    }

    @Override
    public boolean keep(TenantId tenant, StoredResponse response) {
        Duration life = retention.of(tenant);
        if (life.isZero()) {
            return false;
        }
        var input = new Value(INPUT, response.input());
        var output = new Value(OUTPUT, response.output());
        var head = new BoundWrite(
                ADD_HEAD,
                Arrays.asList(
                        tenant.text(),
                        response.id().text(),
                        response.project().text(),
                        input.parts(),
                        output.parts(),
                        response.before().stream().map(ResponseId::text).toList(),
                        SealedValues.seconds(life)));
        values.write(keyspaces.of(tenant), tenant, response.id().text(), List.of(input, output), head, life);
        return true;
    }

    @Override
    public Optional<StoredResponse> find(TenantId tenant, ResponseId id) {
        List<Row> rows = keyspaces.of(tenant).rows(FIND, tenant.text(), id.text());
        String project = rows.isEmpty() ? null : rows.getFirst().getString("project");
        if (project == null || retention.isOver(tenant, id.ulid(), clock.instant())) {
            return Optional.empty();
        }
        Row head = rows.getFirst();
        Optional<byte[]> input = values.open(tenant, id.text(), INPUT, head.getInt("input_parts"), rows);
        Optional<byte[]> output = values.open(tenant, id.text(), OUTPUT, head.getInt("output_parts"), rows);
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
}
