package cloud.hanok.platform.envelope;

import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.TenantId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which re-wraps are asked for, and how far each is. The row of a job is written by lightweight transactions only, each
 * under the epoch of its lease: who lost the lease writes nothing more.
 */
final class RewrapRows {
    private static final String ALL = "all";
    /** Read at a time; the rest waits. */
    private static final int MOST_LISTED = 1_000;

    private static final CqlStatement REQUEST =
            CqlStatement.write("INSERT INTO rewrap_queue (list, tenant, data_class, version) VALUES (?, ?, ?, ?)");
    private static final CqlStatement REQUESTS = CqlStatement.read(
            "SELECT tenant, data_class, version FROM rewrap_queue WHERE list = ? LIMIT " + MOST_LISTED);
    private static final CqlStatement SETTLE = CqlStatement.write(
            "DELETE FROM rewrap_queue WHERE list = ? AND tenant = ? AND data_class = ? AND version = ?");
    private static final CqlStatement READ =
            CqlStatement.serialRead("SELECT epoch, holder, lease_until, version, state, position, done, total,"
                    + " started_at, finished_at FROM rewrap_jobs WHERE tenant = ? AND data_class = ?");
    private static final CqlStatement CREATE =
            CqlStatement.decision("INSERT INTO rewrap_jobs (tenant, data_class, epoch, holder, lease_until, version,"
                    + " state, position, done, total, started_at) VALUES (?, ?, 1, ?, ?, ?, ?, '', 0, 0, ?)"
                    + " IF NOT EXISTS");
    private static final CqlStatement TAKE = CqlStatement.decision(
            "UPDATE rewrap_jobs SET epoch = ?, holder = ?, lease_until = ?, version = ?, state = ?, position = ?,"
                    + " done = ?, total = ?, started_at = ?, finished_at = ? WHERE tenant = ? AND data_class = ?"
                    + " IF epoch = ?");
    private static final CqlStatement ADVANCE = CqlStatement.decision(
            "UPDATE rewrap_jobs SET lease_until = ?, state = ?, position = ?, done = ?, total = ?, finished_at = ?"
                    + " WHERE tenant = ? AND data_class = ? IF epoch = ?");

    private final Keyspaces keyspaces;

    RewrapRows(Keyspaces keyspaces) {
        this.keyspaces = keyspaces;
    }

    /** A re-wrap that somebody asked for. */
    record Request(TenantId tenant, DataClass dataClass, int version) {}

    /**
     * A job as it is stored.
     *
     * @param epoch of the lease it was last written under
     * @param position where to go on: empty for the data keys, then a table and a place in it
     */
    record Job(long epoch, String holder, Instant leaseUntil, String position, RewrapProgress progress) {
        boolean isFree(String by, Instant now) {
            return holder.equals(by) || !leaseUntil.isAfter(now);
        }
    }

    void request(TenantId tenant, DataClass dataClass, int version) {
        keyspaces.platform().write(REQUEST, ALL, tenant.text(), dataClass.name(), version);
    }

    List<Request> requests() {
        List<Request> requests = new ArrayList<>();
        for (Row row : keyspaces.platform().rows(REQUESTS, ALL)) {
            requests.add(new Request(
                    TenantId.parse(Objects.requireNonNull(row.getString("tenant"))),
                    DataClass.valueOf(Objects.requireNonNull(row.getString("data_class"))),
                    row.getInt("version")));
        }
        return requests;
    }

    /** Forgets a request that was met. */
    void settle(Request request) {
        keyspaces
                .platform()
                .write(SETTLE, ALL, request.tenant().text(), request.dataClass().name(), request.version());
    }

    Optional<RewrapProgress> progress(TenantId tenant, DataClass dataClass) {
        return find(tenant, dataClass).map(Job::progress);
    }

    Optional<Job> find(TenantId tenant, DataClass dataClass) {
        return keyspaces.of(tenant).row(READ, tenant.text(), dataClass.name()).map(RewrapRows::job);
    }

    /** Makes a job and takes its lease; whether this call did. */
    boolean create(Request request, int version, String holder, Instant now, Instant leaseUntil) {
        return applied(keyspaces
                .of(request.tenant())
                .decide(
                        CREATE,
                        request.tenant().text(),
                        request.dataClass().name(),
                        holder,
                        leaseUntil,
                        version,
                        RewrapProgress.State.RUNNING.name(),
                        now));
    }

    /** Takes the lease of a job as it was read, with what it does from now on; whether this call did. */
    boolean take(Request request, Job read, Job next) {
        RewrapProgress progress = next.progress();
        return applied(keyspaces
                .of(request.tenant())
                .decide(
                        TAKE,
                        next.epoch(),
                        next.holder(),
                        next.leaseUntil(),
                        progress.version(),
                        progress.state().name(),
                        next.position(),
                        progress.done(),
                        progress.total(),
                        progress.startedAt(),
                        progress.finishedAt().orElse(null),
                        request.tenant().text(),
                        request.dataClass().name(),
                        read.epoch()));
    }

    /**
     * Notes how far a job is and keeps its lease; false when the lease was lost.
     *
     * @throws StoreUnavailableException when that is not known
     */
    boolean advance(Request request, Job job) {
        RewrapProgress progress = job.progress();
        @Nullable Instant finishedAt = progress.finishedAt().orElse(null);
        DecisionOutcome outcome = keyspaces
                .of(request.tenant())
                .decide(
                        ADVANCE,
                        job.leaseUntil(),
                        progress.state().name(),
                        job.position(),
                        progress.done(),
                        progress.total(),
                        finishedAt,
                        request.tenant().text(),
                        request.dataClass().name(),
                        job.epoch());
        return switch (outcome) {
            case DecisionOutcome.Applied _ -> true;
            case DecisionOutcome.Refused _ -> false;
            case DecisionOutcome.Unknown unknown ->
                throw new StoreUnavailableException("Cassandra did not say how far a re-wrap is", unknown.cause());
        };
    }

    /** What is not known counts as not done: the lease then ends by itself. */
    private static boolean applied(DecisionOutcome outcome) {
        return outcome instanceof DecisionOutcome.Applied;
    }

    private static Job job(Row row) {
        return new Job(
                row.getLong("epoch"),
                Objects.requireNonNullElse(row.getString("holder"), ""),
                Objects.requireNonNullElse(row.getInstant("lease_until"), Instant.EPOCH),
                Objects.requireNonNullElse(row.getString("position"), ""),
                new RewrapProgress(
                        row.getInt("version"),
                        RewrapProgress.State.valueOf(Objects.requireNonNull(row.getString("state"))),
                        row.getLong("done"),
                        row.getLong("total"),
                        Objects.requireNonNullElse(row.getInstant("started_at"), Instant.EPOCH),
                        Optional.ofNullable(row.getInstant("finished_at"))));
    }
}
