package cloud.hanok.tenant.organization;

import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whose a name is: one tenant's, whatever the case. Decided by lightweight transactions, once per tenant. */
final class TenantNames {
    /**
     * A claim without a tenant behind it is what a crash between two writes left. After this long its maker, each of
     * whose writes is bounded by seconds, cannot come back.
     */
    static final Duration ABANDONED_AFTER = Duration.ofMinutes(10);

    private static final CqlStatement CLAIM =
            CqlStatement.decision("INSERT INTO tenant_names (name, tenant) VALUES (?, ?) IF NOT EXISTS");
    private static final CqlStatement TAKE_OVER =
            CqlStatement.decision("UPDATE tenant_names SET tenant = ? WHERE name = ? IF tenant = ?");
    private static final CqlStatement RELEASE =
            CqlStatement.decision("DELETE FROM tenant_names WHERE name = ? IF tenant = ?");
    private static final CqlStatement OWNER = CqlStatement.serialRead("SELECT tenant FROM tenant_names WHERE name = ?");

    private final Cql cql;
    private final Clock clock;
    private final Predicate<TenantId> exists;

    TenantNames(Cql cql, Clock clock, Predicate<TenantId> exists) {
        this.cql = cql;
        this.clock = clock;
        this.exists = exists;
    }

    /** Claims a name; may be repeated. False when it is another's. */
    boolean claim(String name, TenantId tenant) {
        String key = name.toLowerCase(Locale.ROOT);
        return switch (cql.decide(CLAIM, key, tenant.text())) {
            case DecisionOutcome.Applied() -> true;
            case DecisionOutcome.Refused(var current) -> isOrBecomes(key, tenant, current.getString("tenant"));
            case DecisionOutcome.Unknown(var cause) -> isOrBecomes(key, tenant, owner(key, cause));
        };
    }

    /** Gives a name free, if it is this tenant's; may be repeated. */
    void release(String name, TenantId tenant) {
        switch (cql.decide(RELEASE, name.toLowerCase(Locale.ROOT), tenant.text())) {
            case DecisionOutcome.Applied(), DecisionOutcome.Refused(var _) -> {}
            case DecisionOutcome.Unknown(var cause) ->
                throw new StoreUnavailableException("Cassandra did not say whether it gave a name free", cause);
        }
    }

    private boolean isOrBecomes(String key, TenantId tenant, @Nullable String owner) {
        if (owner == null || owner.equals(tenant.text())) {
            return owner != null;
        }
        TenantId other = TenantId.parse(owner);
        boolean abandoned = clock.millis() - other.ulid().epochMillis() > ABANDONED_AFTER.toMillis();
        if (!abandoned || exists.test(other)) {
            return false;
        }
        return switch (cql.decide(TAKE_OVER, tenant.text(), key, owner)) {
            case DecisionOutcome.Applied() -> true;
            case DecisionOutcome.Refused(var current) -> tenant.text().equals(current.getString("tenant"));
            case DecisionOutcome.Unknown(var cause) -> tenant.text().equals(owner(key, cause));
        };
    }

    private String owner(String key, Throwable cause) {
        Optional<String> owner = cql.row(OWNER, key).map(row -> String.valueOf(row.getString("tenant")));
        return owner.orElseThrow(
                () -> new StoreUnavailableException("Cassandra did not answer the claim of a name in time", cause));
    }
}
