package cloud.hanok.tenant.organization;

import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.SagaId;
import cloud.hanok.platform.id.TenantId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The states of tenants, moved by lightweight transactions alone. One that never moved is active, and has no row. Blocks. */
public final class TenantStates {
    private static final CqlStatement READ = CqlStatement.serialRead(
            "SELECT revision, state, reason, saga, changed_at, ends_at FROM tenant_states WHERE tenant = ?");
    private static final CqlStatement FIRST = CqlStatement.decision(
            "INSERT INTO tenant_states"
                    + " (tenant, revision, state, reason, saga, changed_at, ends_at) VALUES (?, 1, ?, ?, ?, ?, ?) IF NOT EXISTS");
    private static final CqlStatement NEXT = CqlStatement.decision("UPDATE tenant_states SET revision = ?, state = ?,"
            + " reason = ?, saga = ?, changed_at = ?, ends_at = ? WHERE tenant = ? IF revision = ?");

    /** The one list of closings. */
    private static final String ALL = "all";

    private static final CqlStatement NOTE_CLOSING =
            CqlStatement.write("INSERT INTO closing_tenants (list, ends_at, tenant) VALUES (?, ?, ?)");
    private static final CqlStatement DUE =
            CqlStatement.read("SELECT ends_at, tenant FROM closing_tenants WHERE list = ? AND ends_at <= ? LIMIT ?");
    private static final CqlStatement FORGET_CLOSING =
            CqlStatement.write("DELETE FROM closing_tenants WHERE list = ? AND ends_at = ? AND tenant = ?");

    /** A decision is committed at a quorum before whoever made it goes on, so this sees it too, and costs no round of agreement. */
    private static final CqlStatement READ_STATE =
            CqlStatement.read("SELECT state FROM tenant_states WHERE tenant = ?");

    private final Keyspaces keyspaces;
    private final Clock clock;

    public TenantStates(Keyspaces keyspaces, Clock clock) {
        this.keyspaces = keyspaces;
        this.clock = clock;
    }

    /**
     * A tenant's state.
     *
     * @param revision how often it moved
     * @param reason why, in the operator's words; null when it never moved
     * @param saga that moved it last; null when it never moved
     * @param changedAt when it moved last; null when it never moved
     * @param endsAt until when the state lasts at least; null when for as long as nobody moves it
     */
    public record Standing(
            long revision,
            TenantState state,
            @Nullable String reason,
            @Nullable SagaId saga,
            @Nullable Instant changedAt,
            @Nullable Instant endsAt) {
        static final Standing NEVER_MOVED = new Standing(0, TenantState.ACTIVE, null, null, null, null);
    }

    /** Whether it may use the cloud. */
    TenantState stateOf(TenantId tenant) {
        return keyspaces
                .platform()
                .row(READ_STATE, tenant.text())
                .map(row -> TenantState.valueOf(Objects.requireNonNull(row.getString("state"))))
                .orElse(TenantState.ACTIVE);
    }

    /** How a tenant stands, after every decision made before. */
    public Standing of(TenantId tenant) {
        return keyspaces
                .platform()
                .row(READ, tenant.text())
                .map(TenantStates::standing)
                .orElse(Standing.NEVER_MOVED);
    }

    /**
     * Moves a tenant's state, once for each saga.
     *
     * @param wanted the move; its revision is what the state must have had
     * @return false when it moved otherwise since: what the saga wanted is history
     * @throws StoreUnavailableException when it is not known whether it moved
     */
    boolean move(TenantSteps.Move wanted, SagaId saga) {
        TenantId tenant = wanted.tenant();
        long revision = wanted.revision();
        String state = wanted.state().name();
        String reason = wanted.reason();
        Instant endsAt = wanted.endsAt();
        Instant now = clock.instant();
        if (endsAt != null) {
            // Before the decision: whatever ends is found, and an entry too many does no harm.
            keyspaces.platform().write(NOTE_CLOSING, ALL, endsAt, tenant.text());
        }
        DecisionOutcome outcome = revision == 0
                ? keyspaces.platform().decide(FIRST, tenant.text(), state, reason, saga.text(), now, endsAt)
                : keyspaces
                        .platform()
                        .decide(NEXT, revision + 1, state, reason, saga.text(), now, endsAt, tenant.text(), revision);
        return switch (outcome) {
            case DecisionOutcome.Applied() -> true;
            case DecisionOutcome.Refused(var current) -> {
                Standing moved = of(tenant);
                yield saga.equals(moved.saga()) && moved.revision() > revision;
            }
            case DecisionOutcome.Unknown(var cause) ->
                throw new StoreUnavailableException("Cassandra did not say whether " + tenant + " moved", cause);
        };
    }

    /**
     * A closing whose grace is over, unless the tenant moved otherwise since.
     *
     * @param endsAt to the millisecond
     */
    public record Due(TenantId tenant, Instant endsAt) {}

    /**
     * Closings whose grace is over, those first that ended first.
     *
     * @param most how many
     */
    public List<Due> due(Instant now, int most) {
        return keyspaces.platform().rows(DUE, ALL, now, most).stream()
                .map(row -> new Due(
                        TenantId.parse(Objects.requireNonNull(row.getString("tenant"))),
                        Objects.requireNonNull(row.getInstant("ends_at"))))
                .toList();
    }

    /** Looks at one no more. */
    public void forget(Due due) {
        keyspaces
                .platform()
                .write(FORGET_CLOSING, ALL, due.endsAt(), due.tenant().text());
    }

    private static Standing standing(Row row) {
        return new Standing(
                row.getLong("revision"),
                TenantState.valueOf(Objects.requireNonNull(row.getString("state"))),
                row.getString("reason"),
                Optional.ofNullable(row.getString("saga")).map(SagaId::parse).orElse(null),
                row.getInstant("changed_at"),
                row.getInstant("ends_at"));
    }
}
