package cloud.hanok.platform.saga;

import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.SagaId;
import cloud.hanok.platform.saga.SagaProgress.StepState;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of sagas. All of a saga is one partition, so that each write can be made on the condition that the writer's lease still
 * holds: whoever takes the lease raises the epoch, and a writer that was thought dead changes nothing any more.
 */
final class SagaStore {
    /** The one list of open sagas. */
    private static final String OPEN = "open";

    private static final CqlStatement LIST_OPEN =
            CqlStatement.read("SELECT saga FROM open_sagas WHERE list = ? AND saga > ? LIMIT ?");
    private static final CqlStatement INSERT_OPEN =
            CqlStatement.write("INSERT INTO open_sagas (list, saga) VALUES (?, ?)");
    private static final CqlStatement DELETE_OPEN =
            CqlStatement.write("DELETE FROM open_sagas WHERE list = ? AND saga = ?");
    private static final CqlStatement CREATE = CqlStatement.decision("INSERT INTO sagas"
            + " (saga, name, version, input, state, epoch, holder, lease_until, failures, created_at, changed_at)"
            + " VALUES (?, ?, ?, ?, 'RUNNING', 0, '', ?, 0, ?, ?) IF NOT EXISTS");
    private static final CqlStatement READ = CqlStatement.serialRead(
            "SELECT position, name, version, input, state, refusal, epoch, holder, lease_until, failures, last_failure,"
                    + " created_at, changed_at, step, step_state, output, step_changed_at FROM sagas WHERE saga = ?");
    private static final CqlStatement TAKE = CqlStatement.decision(
            "UPDATE sagas SET epoch = ?, holder = ?, lease_until = ? WHERE saga = ? IF epoch = ? AND lease_until = ?");
    private static final CqlStatement END_STEP =
            CqlStatement.decision("UPDATE sagas SET step = ?, step_state = ?, output = ?, step_changed_at = ?,"
                    + " lease_until = ?, failures = 0, last_failure = null, changed_at = ?"
                    + " WHERE saga = ? AND position = ? IF epoch = ?");
    private static final CqlStatement MOVE = CqlStatement.decision(
            "UPDATE sagas SET state = ?, refusal = ?, failures = ?, last_failure = ?, lease_until = ?, changed_at = ?"
                    + " WHERE saga = ? IF epoch = ?");
    private static final CqlStatement RELEASE =
            CqlStatement.decision("UPDATE sagas SET holder = '', lease_until = ? WHERE saga = ? IF epoch = ?");

    private final Cql cql;
    private final Clock clock;
    private final Duration lease;

    SagaStore(Keyspaces keyspaces, Clock clock, Duration lease) {
        this.cql = keyspaces.platform();
        this.clock = clock;
        this.lease = lease;
    }

    /** Another process took the lease: nothing may be written any more. */
    static final class LeaseLostException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LeaseLostException(SagaId saga, long epoch) {
            super("the lease " + epoch + " of " + saga + " was taken by another");
        }
    }

    /**
     * A step that came to an end.
     *
     * @param position in the definition, from 0
     */
    record EndedStep(int position, String name, StepState state, String output, Instant changedAt) {}

    /** A saga as it is stored. */
    record Stored(
            SagaId id,
            String name,
            int version,
            String input,
            SagaState state,
            @Nullable Refusal refusal,
            long epoch,
            String holder,
            Instant leaseUntil,
            int failures,
            @Nullable String lastFailure,
            Instant createdAt,
            Instant changedAt,
            List<EndedStep> ended) {}

    /**
     * Stores a new saga, or finds it stored. It is listed as open first: an entry without a saga is swept away, a saga without an
     * entry would never be resumed.
     *
     * @throws StoreUnavailableException when it is not known to be stored
     */
    Stored create(SagaId id, SagaDefinition definition, String input) {
        Optional<Stored> there = read(id);
        if (there.isPresent()) {
            return there.get();
        }
        cql.write(INSERT_OPEN, OPEN, id.text());
        Instant now = now();
        DecisionOutcome outcome =
                cql.decide(CREATE, id.text(), definition.name(), definition.version(), input, Instant.EPOCH, now, now);
        return read(id).orElseThrow(() -> switch (outcome) {
            case DecisionOutcome.Unknown(var cause) ->
                new StoreUnavailableException("Cassandra did not say whether it stored " + id, cause);
            case DecisionOutcome.Applied _, DecisionOutcome.Refused _ ->
                new IllegalStateException(id + " was stored and is gone");
        });
    }

    Optional<Stored> read(SagaId id) {
        List<Row> rows = cql.rows(READ, id.text());
        if (rows.isEmpty() || rows.getFirst().getString("state") == null) {
            return Optional.empty();
        }
        Row first = rows.getFirst();
        List<EndedStep> ended = new ArrayList<>();
        for (Row row : rows) {
            if (!row.isNull("position")) {
                ended.add(new EndedStep(
                        row.getInt("position"),
                        text(row, "step"),
                        StepState.valueOf(text(row, "step_state")),
                        text(row, "output"),
                        time(row, "step_changed_at")));
            }
        }
        return Optional.of(new Stored(
                id,
                text(first, "name"),
                first.getInt("version"),
                text(first, "input"),
                SagaState.valueOf(text(first, "state")),
                RefusalText.read(first.getString("refusal")),
                first.getLong("epoch"),
                text(first, "holder"),
                time(first, "lease_until"),
                first.getInt("failures"),
                first.getString("last_failure"),
                time(first, "created_at"),
                time(first, "changed_at"),
                ended));
    }

    /**
     * Takes the lease of a saga as it was read.
     *
     * @return the saga under the new epoch; empty while another has it, or when one was faster
     */
    Optional<Stored> take(Stored read, String holder, boolean evenIfPaused) {
        boolean free = read.holder().isEmpty() && evenIfPaused;
        boolean ours = read.holder().equals(holder);
        if (!free && !ours && read.leaseUntil().isAfter(now())) {
            return Optional.empty();
        }
        long epoch = read.epoch() + 1;
        return switch (cql.decide(
                TAKE, epoch, holder, now().plus(lease), read.id().text(), read.epoch(), read.leaseUntil())) {
            // Read again: the former holder may have ended a step after it was read.
            case DecisionOutcome.Applied() -> read(read.id()).filter(saga -> saga.epoch() == epoch);
            case DecisionOutcome.Refused(var current) -> Optional.empty();
            // If it was applied, the next attempt finds its own holder and takes it again, under a later epoch.
            case DecisionOutcome.Unknown(var cause) -> Optional.empty();
        };
    }

    /**
     * Notes the end of a step and prolongs the lease.
     *
     * @throws LeaseLostException when another took the lease
     * @throws StoreUnavailableException when it is not known to be noted
     */
    void endStep(Stored saga, int position, String step, StepState state, String output) {
        Instant now = now();
        require(
                saga,
                cql.decide(
                        END_STEP,
                        step,
                        state.name(),
                        output,
                        now,
                        now.plus(lease),
                        now,
                        saga.id().text(),
                        position,
                        saga.epoch()));
    }

    /** Notes a state, a refusal, or a failure; see {@link #endStep} for what it throws. */
    void move(Stored saga, SagaState state, @Nullable Refusal refusal, int failures, @Nullable String lastFailure) {
        Instant now = now();
        require(
                saga,
                cql.decide(
                        MOVE,
                        state.name(),
                        RefusalText.write(refusal),
                        failures,
                        lastFailure,
                        now.plus(lease),
                        now,
                        saga.id().text(),
                        saga.epoch()));
    }

    /** Lets go of a lease; the background leaves the saga alone for so long. Whatever becomes of it: the lease ends by itself. */
    void release(Stored saga, Duration pause) {
        cql.decide(RELEASE, now().plus(pause), saga.id().text(), saga.epoch());
    }

    /** Takes an ended saga from the list. */
    void close(SagaId id) {
        cql.write(DELETE_OPEN, OPEN, id.text());
    }

    /** Open sagas in the order of their ids, from after the given text. */
    List<SagaId> open(String after, int limit) {
        return cql.rows(LIST_OPEN, OPEN, after, limit).stream()
                .map(row -> SagaId.parse(text(row, "saga")))
                .toList();
    }

    private static void require(Stored saga, DecisionOutcome outcome) {
        switch (outcome) {
            case DecisionOutcome.Applied() -> {}
            case DecisionOutcome.Refused(var current) -> throw new LeaseLostException(saga.id(), saga.epoch());
            case DecisionOutcome.Unknown(var cause) ->
                throw new StoreUnavailableException("Cassandra did not say whether it moved " + saga.id(), cause);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static String text(Row row, String column) {
        return Objects.requireNonNull(row.getString(column), column);
    }

    private static Instant time(Row row, String column) {
        return Objects.requireNonNull(row.getInstant(column), column);
    }
}
