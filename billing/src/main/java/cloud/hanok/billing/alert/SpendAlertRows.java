package cloud.hanok.billing.alert;

import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.Cql.BoundWrite;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.SpendAlertId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.money.NanoWon;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Alerts as they are stored. Every method throws {@code StoreUnavailableException} when Cassandra does not answer. */
final class SpendAlertRows {
    private static final String COLUMNS = "tenant, scope, alert, threshold_won, channel, changed_at,"
            + " told_month, told_threshold_won, told_spent_nano_won, told_at, mailed_at";
    private static final CqlStatement VERSION =
            CqlStatement.serialRead("SELECT version FROM spend_alerts WHERE tenant = ? LIMIT 1");
    private static final CqlStatement SCOPE =
            CqlStatement.serialRead("SELECT " + COLUMNS + " FROM spend_alerts WHERE tenant = ? AND scope = ?");
    private static final CqlStatement ONE = CqlStatement.serialRead(
            "SELECT " + COLUMNS + " FROM spend_alerts WHERE tenant = ? AND scope = ? AND alert = ?");
    private static final CqlStatement ALL =
            CqlStatement.read("SELECT " + COLUMNS + " FROM spend_alerts WHERE tenant = ?");
    private static final CqlStatement MOVE =
            CqlStatement.decision("UPDATE spend_alerts SET version = ? WHERE tenant = ? IF version = ?");
    private static final CqlStatement INSERT = CqlStatement.decision(
            "INSERT INTO spend_alerts (tenant, scope, alert, threshold_won, channel, created_at, changed_at)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?)");
    private static final CqlStatement CHANGE =
            CqlStatement.decision("UPDATE spend_alerts SET threshold_won = ?, channel = ?, changed_at = ?"
                    + " WHERE tenant = ? AND scope = ? AND alert = ?");
    private static final CqlStatement DELETE =
            CqlStatement.decision("DELETE FROM spend_alerts WHERE tenant = ? AND scope = ? AND alert = ?");
    private static final CqlStatement TELL =
            CqlStatement.decision("UPDATE spend_alerts SET told_month = ?, told_threshold_won = ?,"
                    + " told_spent_nano_won = ?, told_at = ?, mailed_at = null"
                    + " WHERE tenant = ? AND scope = ? AND alert = ? IF threshold_won = ? AND told_at = ?");
    private static final CqlStatement MAILED = CqlStatement.decision("UPDATE spend_alerts SET mailed_at = ?"
            + " WHERE tenant = ? AND scope = ? AND alert = ? IF told_at = ? AND mailed_at = null");

    private final Keyspaces keyspaces;

    SpendAlertRows(Keyspaces keyspaces) {
        this.keyspaces = keyspaces;
    }

    /** How often the tenant's alerts were changed by people; null before the first time. */
    @Nullable
    Long version(TenantId tenant) {
        return of(tenant)
                .row(VERSION, tenant.text())
                .filter(row -> !row.isNull("version"))
                .map(row -> row.getLong("version"))
                .orElse(null);
    }

    /** A scope's, in the order they were made. */
    List<StoredAlert> ofScope(TenantId tenant, String scope) {
        return read(of(tenant).rows(SCOPE, tenant.text(), scope));
    }

    Optional<StoredAlert> find(TenantId tenant, String scope, SpendAlertId alert) {
        return of(tenant)
                .row(ONE, tenant.text(), scope, alert.text())
                .filter(row -> !row.isNull("threshold_won"))
                .map(SpendAlertRows::stored);
    }

    /** All of a tenant's, for whoever looks what they have to tell. */
    List<StoredAlert> ofTenant(TenantId tenant) {
        return read(of(tenant).stream(ALL, tenant.text()));
    }

    BoundWrite inserting(StoredAlert alert) {
        return new BoundWrite(
                INSERT,
                List.of(
                        alert.tenant().text(),
                        alert.scope(),
                        alert.id().text(),
                        alert.thresholdWon(),
                        alert.channel().duplicate(),
                        alert.changedAt(),
                        alert.changedAt()));
    }

    BoundWrite changing(StoredAlert alert) {
        return new BoundWrite(
                CHANGE,
                List.of(
                        alert.thresholdWon(),
                        alert.channel().duplicate(),
                        alert.changedAt(),
                        alert.tenant().text(),
                        alert.scope(),
                        alert.id().text()));
    }

    BoundWrite deleting(TenantId tenant, String scope, SpendAlertId alert) {
        return new BoundWrite(DELETE, List.of(tenant.text(), scope, alert.text()));
    }

    /** Makes a change, when the tenant's alerts are still those of a version. */
    DecisionOutcome decide(TenantId tenant, @Nullable Long version, BoundWrite change) {
        long next = version == null ? 1 : version + 1;
        BoundWrite move = new BoundWrite(MOVE, Arrays.asList(next, tenant.text(), version));
        return of(tenant).decideTogether(List.of(move, change));
    }

    /**
     * Decides that an alert tells.
     *
     * @param alert as it was read
     * @return whether it is ours to tell; false when another was faster, or it was changed or deleted
     * @throws StoreUnavailableException when that was not decided: to be repeated
     */
    boolean tell(StoredAlert alert, ToldAlert now) {
        ToldAlert before = alert.told();
        DecisionOutcome outcome = of(alert.tenant())
                .decide(
                        TELL,
                        now.month().toString(),
                        now.thresholdWon(),
                        now.spent().value(),
                        now.at(),
                        alert.tenant().text(),
                        alert.scope(),
                        alert.id().text(),
                        alert.thresholdWon(),
                        before == null ? null : before.at());
        return switch (outcome) {
            case DecisionOutcome.Applied _ -> true;
            case DecisionOutcome.Refused _ -> false;
            case DecisionOutcome.Unknown(var cause) -> {
                ToldAlert left = find(alert.tenant(), alert.scope(), alert.id())
                        .map(StoredAlert::told)
                        .orElse(null);
                if (Objects.equals(left, before)) {
                    throw new StoreUnavailableException("Cassandra did not decide in time that an alert tells", cause);
                }
                yield now.equals(left);
            }
        };
    }

    /** Notes that the mails were written. What is not known to have been noted is written again: the same mails. */
    void mailed(StoredAlert alert, ToldAlert told, Instant now) {
        var unused = of(alert.tenant())
                .decide(
                        MAILED,
                        now,
                        alert.tenant().text(),
                        alert.scope(),
                        alert.id().text(),
                        told.at());
    }

    private Cql of(TenantId tenant) {
        return keyspaces.of(tenant);
    }

    private static List<StoredAlert> read(Iterable<Row> rows) {
        List<StoredAlert> alerts = new ArrayList<>();
        for (Row row : rows) {
            // Of a tenant whose alerts were all deleted the version is left.
            if (!row.isNull("threshold_won")) {
                alerts.add(stored(row));
            }
        }
        return alerts;
    }

    private static StoredAlert stored(Row row) {
        String scope = Objects.requireNonNull(row.getString("scope"));
        return new StoredAlert(
                SpendAlertId.parse(Objects.requireNonNull(row.getString("alert"))),
                TenantId.parse(Objects.requireNonNull(row.getString("tenant"))),
                scope.equals(StoredAlert.TENANT_SCOPE) ? null : ProjectId.parse(scope),
                row.getLong("threshold_won"),
                Objects.requireNonNullElse(row.getByteBuffer("channel"), ByteBuffer.allocate(0)),
                Objects.requireNonNullElse(row.getInstant("changed_at"), Instant.EPOCH),
                told(row));
    }

    private static @Nullable ToldAlert told(Row row) {
        Instant at = row.getInstant("told_at");
        return at == null
                ? null
                : new ToldAlert(
                        YearMonth.parse(Objects.requireNonNull(row.getString("told_month"))),
                        row.getLong("told_threshold_won"),
                        new NanoWon(row.getLong("told_spent_nano_won")),
                        at,
                        !row.isNull("mailed_at"));
    }
}
