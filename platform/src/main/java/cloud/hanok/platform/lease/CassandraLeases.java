package cloud.hanok.platform.lease;

import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.TenantId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;

/** The rows of leases in Cassandra. Blocks. */
public final class CassandraLeases implements LeaseStore {
    private static final CqlStatement READ = CqlStatement.serialRead(
            "SELECT revision, carried, created_at, counted_at, granted, reported, renewed, wanted"
                    + " FROM leases WHERE tenant = ? AND subject = ? AND period = ?");
    private static final CqlStatement INSERT =
            CqlStatement.decision("INSERT INTO leases (revision, carried, created_at,"
                    + " counted_at, granted, reported, renewed, wanted, tenant, subject, period)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) IF NOT EXISTS USING TTL ?");
    private static final CqlStatement UPDATE = CqlStatement.decision("UPDATE leases USING TTL ? SET revision = ?,"
            + " carried = ?, created_at = ?, counted_at = ?, granted = ?, reported = ?, renewed = ?, wanted = ?"
            + " WHERE tenant = ? AND subject = ? AND period = ? IF revision = ?");
    private static final CqlStatement NOTE =
            CqlStatement.write("INSERT INTO lease_holdings (gateway, period, tenant, subject) VALUES (?, ?, ?, ?)");
    private static final CqlStatement NOTED =
            CqlStatement.read("SELECT tenant, subject FROM lease_holdings WHERE gateway = ? AND period = ?");

    private final Keyspaces keyspaces;

    public CassandraLeases(Keyspaces keyspaces) {
        this.keyspaces = keyspaces;
    }

    @Override
    public LeasePool read(LeaseKey key) {
        return keyspaces
                .of(key.tenant())
                .row(READ, key.tenant().text(), key.subject(), key.period())
                .map(CassandraLeases::pool)
                .orElse(LeasePool.NONE);
    }

    @Override
    public Outcome write(LeaseKey key, long revision, LeasePool next, int keepSeconds) {
        Cql cql = keyspaces.of(key.tenant());
        Map<String, Long> granted = part(next, LeasePool.Holding::granted);
        Map<String, Long> reported = part(next, LeasePool.Holding::reported);
        Map<String, Long> renewed = part(next, LeasePool.Holding::renewedMillis);
        Map<String, Long> wanted = part(next, LeasePool.Holding::wantedMillis);
        String tenant = key.tenant().text();
        DecisionOutcome outcome = revision == 0
                ? cql.decide(
                        INSERT,
                        next.revision(),
                        next.carried(),
                        next.createdMillis(),
                        next.countedMillis(),
                        granted,
                        reported,
                        renewed,
                        wanted,
                        tenant,
                        key.subject(),
                        key.period(),
                        keepSeconds)
                : cql.decide(
                        UPDATE,
                        keepSeconds,
                        next.revision(),
                        next.carried(),
                        next.createdMillis(),
                        next.countedMillis(),
                        granted,
                        reported,
                        renewed,
                        wanted,
                        tenant,
                        key.subject(),
                        key.period(),
                        revision);
        return switch (outcome) {
            case DecisionOutcome.Applied _ -> Outcome.APPLIED;
            case DecisionOutcome.Refused _ -> Outcome.REFUSED;
            case DecisionOutcome.Unknown _ -> Outcome.UNKNOWN;
        };
    }

    @Override
    public void noteHolding(String holder, LeaseKey key) {
        keyspaces.platform().write(NOTE, holder, key.period(), key.tenant().text(), key.subject());
    }

    /**
     * What a gateway may hold of a period.
     *
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when no answer came
     */
    public List<LeaseKey> noted(String holder, String period) {
        List<LeaseKey> keys = new ArrayList<>();
        for (Row row : keyspaces.platform().stream(NOTED, holder, period)) {
            keys.add(new LeaseKey(
                    TenantId.parse(Objects.requireNonNull(row.getString("tenant"))),
                    Objects.requireNonNull(row.getString("subject")),
                    period));
        }
        return keys;
    }

    private static Map<String, Long> part(LeasePool pool, ToLongFunction<LeasePool.Holding> part) {
        Map<String, Long> values = new HashMap<>();
        pool.holdings().forEach((holder, holding) -> values.put(holder, part.applyAsLong(holding)));
        return values;
    }

    private static LeasePool pool(Row row) {
        Map<String, Long> granted = part(row, "granted");
        Map<String, Long> reported = part(row, "reported");
        Map<String, Long> renewed = part(row, "renewed");
        Map<String, Long> wanted = part(row, "wanted");
        Map<String, LeasePool.Holding> holdings = new HashMap<>();
        granted.forEach((holder, amount) -> holdings.put(
                holder,
                new LeasePool.Holding(
                        amount,
                        reported.getOrDefault(holder, 0L),
                        renewed.getOrDefault(holder, 0L),
                        wanted.getOrDefault(holder, 0L))));
        return new LeasePool(
                row.getLong("revision"),
                row.getLong("carried"),
                row.getLong("created_at"),
                row.getLong("counted_at"),
                holdings);
    }

    private static Map<String, Long> part(Row row, String column) {
        return Objects.requireNonNull(row.getMap(column, String.class, Long.class));
    }
}
