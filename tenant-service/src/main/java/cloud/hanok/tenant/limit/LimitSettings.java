package cloud.hanok.tenant.limit;

import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.change.Change;
import cloud.hanok.platform.change.ChangeKind;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The limits of tenants as they were set. Blocks.
 *
 * <p>Every method throws {@link cloud.hanok.platform.cassandra.StoreUnavailableException} when Cassandra does not
 * answer.
 */
public final class LimitSettings {
    /** Limits of one tenant: they are read as one value, and each costs a compare for each request. */
    public static final int MAX_LIMITS = 2_000;

    private static final long NO_LIMIT = -1;
    private static final CqlStatement SET = CqlStatement.write("INSERT INTO tenant_limits"
            + " (tenant, set_by, scope, model, kind, amount, set_at) VALUES (?, ?, ?, ?, ?, ?, ?)");
    private static final CqlStatement SELECT =
            CqlStatement.read("SELECT set_by, scope, model, kind, amount FROM tenant_limits WHERE tenant = ?");

    private final Keyspaces keyspaces;
    private final ChangeLog changes;
    private final Clock clock;

    public LimitSettings(Keyspaces keyspaces, ChangeLog changes, Clock clock) {
        this.keyspaces = keyspaces;
        this.changes = changes;
        this.clock = clock;
    }

    /** All of a tenant's. */
    public TenantLimits find(TenantId tenant) {
        List<Limit> limits = new ArrayList<>();
        for (Row row : keyspaces.of(tenant).stream(SELECT, tenant.text())) {
            long amount = row.getLong("amount");
            if (amount != NO_LIMIT) {
                limits.add(new Limit(
                        new LimitScope(Objects.requireNonNull(row.getString("scope"))),
                        Objects.requireNonNull(row.getString("model")),
                        LimitKind.valueOf(Objects.requireNonNull(row.getString("kind"))),
                        amount,
                        Limit.SetBy.valueOf(Objects.requireNonNull(row.getString("set_by")))));
            }
        }
        return limits.isEmpty() ? TenantLimits.NONE : new TenantLimits(limits);
    }

    /**
     * Sets limits of one scope and model.
     *
     * @param amounts by kind, at least 0
     * @throws TenantProblemException when the tenant would have more than {@link #MAX_LIMITS}
     */
    public TenantLimits set(
            TenantId tenant, Limit.SetBy by, LimitScope scope, String model, Map<LimitKind, Long> amounts) {
        if (find(tenant).all().size() + amounts.size() > MAX_LIMITS) {
            throw new TenantProblemException(new TenantProblem.InvalidValue(
                    "limits",
                    "An organization has at most " + MAX_LIMITS + " limits. Take some away first.",
                    "조직당 한도는 최대 " + MAX_LIMITS + "개입니다. 먼저 일부를 삭제해 주세요."));
        }
        amounts.forEach((kind, amount) -> write(tenant, by, scope, model, kind, amount));
        changes.publish(new Change(ChangeKind.LIMITS, tenant.text()));
        return find(tenant);
    }

    /** Takes a limit away. */
    public void remove(TenantId tenant, Limit.SetBy by, LimitScope scope, String model, LimitKind kind) {
        write(tenant, by, scope, model, kind, NO_LIMIT);
        changes.publish(new Change(ChangeKind.LIMITS, tenant.text()));
    }

    private void write(TenantId tenant, Limit.SetBy by, LimitScope scope, String model, LimitKind kind, long amount) {
        keyspaces
                .of(tenant)
                .write(SET, tenant.text(), by.name(), scope.id(), model, kind.name(), amount, clock.instant());
    }
}
