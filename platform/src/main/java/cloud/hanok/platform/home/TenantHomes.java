package cloud.hanok.platform.home;

import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.id.TenantId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The homes of dedicated tenants. A home is written before anything else of its tenant and never moves, so it is remembered until the tenant
 * changes; that a tenant has none is remembered for a while. Blocks.
 *
 * <p>Every method throws {@link cloud.hanok.platform.cassandra.StoreUnavailableException} when Cassandra does not answer.
 */
public final class TenantHomes {
    /**
     * How long a tenant is taken for one that shares before that is looked up again. Nobody knows a tenant's id before its home is
     * recorded, so this is no time in which rows could go astray.
     */
    static final Duration SHARES_FOR = Duration.ofMinutes(1);

    /** 100 bytes each. When there are more, all are looked up again. */
    static final int MOST_SHARING = 100_000;

    private static final CqlStatement INSERT = CqlStatement.write(
            "INSERT INTO tenant_homes (tenant, cluster_name, keyspace_name, role_name, namespace, recorded_at)"
                    + " VALUES (?, ?, ?, ?, ?, ?)");
    private static final CqlStatement SELECT = CqlStatement.read(
            "SELECT tenant, cluster_name, keyspace_name, role_name, namespace FROM tenant_homes WHERE tenant = ?");
    private static final CqlStatement DELETE = CqlStatement.write("DELETE FROM tenant_homes WHERE tenant = ?");

    private final Cql platform;
    private final Clock clock;
    private final Map<TenantId, TenantHome> known = new ConcurrentHashMap<>();
    private final Map<TenantId, Long> sharingUntilMillis = new ConcurrentHashMap<>();

    /** @param platform the platform's keyspace */
    public TenantHomes(Cql platform, Clock clock) {
        this.platform = platform;
        this.clock = clock;
    }

    /** A tenant's home; empty when it shares. */
    public Optional<TenantHome> find(TenantId tenant) {
        TenantHome home = known.get(tenant);
        if (home != null) {
            return Optional.of(home);
        }
        Long untilMillis = sharingUntilMillis.get(tenant);
        if (untilMillis != null && clock.millis() < untilMillis) {
            return Optional.empty();
        }
        Optional<TenantHome> read = platform.row(SELECT, tenant.text()).map(TenantHomes::home);
        read.ifPresentOrElse(found -> remember(tenant, found), () -> rememberSharing(tenant));
        return read;
    }

    /** Records a home, before anything else of its tenant. */
    public void record(TenantHome home) {
        platform.write(
                INSERT,
                home.tenant().text(),
                home.cluster(),
                home.keyspace(),
                home.role(),
                home.namespace(),
                clock.instant());
        remember(home.tenant(), home);
    }

    /** Takes back the home of a tenant that never came to be; does nothing when there is none. */
    public void forget(TenantId tenant) {
        platform.write(DELETE, tenant.text());
        known.remove(tenant);
    }

    /** Something of the tenant changed elsewhere: it may have been closed, and its home is looked up again. Never blocks. */
    public void changed(TenantId tenant) {
        known.remove(tenant);
    }

    private void remember(TenantId tenant, TenantHome home) {
        known.put(tenant, home);
        sharingUntilMillis.remove(tenant);
    }

    private void rememberSharing(TenantId tenant) {
        if (sharingUntilMillis.size() >= MOST_SHARING) {
            sharingUntilMillis.clear();
        }
        sharingUntilMillis.put(tenant, clock.millis() + SHARES_FOR.toMillis());
    }

    private static TenantHome home(Row row) {
        return new TenantHome(
                TenantId.parse(Objects.requireNonNull(row.getString("tenant"))),
                row.getString("cluster_name"),
                Objects.requireNonNull(row.getString("keyspace_name")),
                Objects.requireNonNull(row.getString("role_name")),
                Objects.requireNonNull(row.getString("namespace")));
    }
}
