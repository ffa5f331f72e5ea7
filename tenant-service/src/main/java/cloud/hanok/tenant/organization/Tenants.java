package cloud.hanok.tenant.organization;

import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.change.Change;
import cloud.hanok.platform.change.ChangeKind;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.claim.IdempotencyClaims;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.tenant.key.IpRange;
import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import cloud.hanok.tenant.request.Page;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tenants. Blocks.
 *
 * <p>Every method throws {@link cloud.hanok.platform.cassandra.StoreUnavailableException} when Cassandra does not
 * answer.
 */
public final class Tenants {
    /** The one list there is. */
    private static final String ALL = "all";

    private static final CqlStatement INSERT = CqlStatement.write(
            "INSERT INTO tenants (tenant, name, isolation, allowed_jurisdictions, credit_limit_won, created_at,"
                    + " n2sf, allowed_networks) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    private static final CqlStatement SET_POLICY = CqlStatement.write(
            "UPDATE tenants SET n2sf = ?, allowed_networks = ?, allowed_origins = ? WHERE tenant = ?");
    private static final CqlStatement SET_SHARE = CqlStatement.write("UPDATE tenants SET share = ? WHERE tenant = ?");
    private static final CqlStatement SET_RETENTION = CqlStatement.write(
            "UPDATE tenants SET responses_days = ?, conversations_days = ?, files_days = ? WHERE tenant = ?");
    private static final CqlStatement INSERT_INDEX =
            CqlStatement.write("INSERT INTO tenant_index (list, tenant) VALUES (?, ?)");
    private static final CqlStatement DELETE = CqlStatement.write("DELETE FROM tenants WHERE tenant = ?");
    private static final CqlStatement DELETE_INDEX =
            CqlStatement.write("DELETE FROM tenant_index WHERE list = ? AND tenant = ?");
    private static final CqlStatement SELECT = CqlStatement.read(
            "SELECT tenant, name, isolation, allowed_jurisdictions, credit_limit_won, created_at, n2sf,"
                    + " allowed_networks, allowed_origins, responses_days, conversations_days, files_days, share FROM tenants WHERE tenant = ?");
    private static final CqlStatement LIST =
            CqlStatement.read("SELECT tenant FROM tenant_index WHERE list = ? AND tenant > ? LIMIT ?");

    private final Keyspaces keyspaces;
    private final ChangeLog changes;
    private final Ulids ulids;
    private final TenantNames names;
    private final TenantStates states;

    public Tenants(Keyspaces keyspaces, ChangeLog changes, Ulids ulids, Clock clock) {
        this.keyspaces = keyspaces;
        this.changes = changes;
        this.ulids = ulids;
        this.names = new TenantNames(
                keyspaces.platform(), clock, tenant -> find(tenant).isPresent());
        this.states = new TenantStates(keyspaces, clock);
    }

    /**
     * Makes a tenant.
     *
     * @param idempotencyKey when given, the same request with the same key gets the same tenant for a day
     * @throws TenantProblemException invalid value, name taken, isolation unavailable
     * @throws cloud.hanok.platform.claim.IdempotencyKeyRefusedException malformed, or used with another request
     */
    public Tenant create(NewTenant wanted, @Nullable String idempotencyKey) {
        Claimed claimed = claim(wanted, idempotencyKey);
        return record(claimed.id(), claimed.wanted());
    }

    /**
     * A tenant that is about to be made.
     *
     * @param id the same for the same request with the same key
     * @param wanted checked and normalised
     */
    public record Claimed(TenantId id, NewTenant wanted) {}

    /**
     * The id of a tenant to be made; nothing is made yet.
     *
     * @param idempotencyKey when given, the same request with the same key gets the same id for a day
     * @throws TenantProblemException invalid value, isolation unavailable
     * @throws cloud.hanok.platform.claim.IdempotencyKeyRefusedException malformed, or used with another request
     */
    public Claimed claim(NewTenant wanted, @Nullable String idempotencyKey) {
        NewTenant checked = wanted.checked();
        String id = IdempotencyClaims.claim(
                keyspaces.platform(),
                IdempotencyClaims.PLATFORM,
                idempotencyKey,
                new TenantId(ulids.next()).text(),
                request(checked));
        return new Claimed(TenantId.parse(id), checked);
    }

    /** One without a cluster says what it said before there were any: it may be repeated across an upgrade. */
    private static String[] request(NewTenant checked) {
        List<String> request = new ArrayList<>(List.of(
                "tenant",
                checked.name(),
                checked.isolation().name(),
                new TreeSet<>(checked.allowedJurisdictions()).toString(),
                Long.toString(checked.creditLimitWon()),
                checked.policy().n2sf().name(),
                networks(checked.policy()).toString()));
        if (checked.cluster() != null) {
            request.add(checked.cluster());
        }
        return request.toArray(String[]::new);
    }

    /**
     * Records a tenant and its name; again, it changes nothing, for what was changed since must not be undone.
     *
     * @throws TenantProblemException name taken
     */
    public Tenant record(TenantId id, NewTenant checked) {
        if (!names.claim(checked.name(), id)) {
            throw new TenantProblemException(new TenantProblem.NameTaken(checked.name()));
        }
        Tenant tenant = find(id).orElseGet(() -> store(id, checked));
        keyspaces.platform().write(INSERT_INDEX, ALL, id.text());
        changes.publish(new Change(ChangeKind.TENANT, id.text()));
        return tenant;
    }

    /** Takes back the record of a tenant that never was whole, and gives its name free. */
    void forget(TenantId id, String name) {
        keyspaces.platform().write(DELETE_INDEX, ALL, id.text());
        keyspaces.platform().write(DELETE, id.text());
        names.release(name, id);
        changes.publish(new Change(ChangeKind.TENANT, id.text()));
    }

    /** Gives the name of a closed tenant free; its record keeps it. Again: nothing. */
    public void releaseName(Tenant tenant) {
        names.release(tenant.name(), tenant.id());
    }

    private Tenant store(TenantId id, NewTenant checked) {
        Tenant tenant = new Tenant(
                id,
                checked.name(),
                checked.isolation(),
                checked.allowedJurisdictions(),
                checked.creditLimitWon(),
                Instant.ofEpochMilli(id.ulid().epochMillis()),
                TenantState.ACTIVE,
                checked.policy(),
                DataRetention.USUAL,
                Tenant.USUAL_SHARE);
        keyspaces
                .platform()
                .write(
                        INSERT,
                        id.text(),
                        tenant.name(),
                        tenant.isolation().name(),
                        tenant.allowedJurisdictions(),
                        tenant.creditLimitWon(),
                        tenant.createdAt(),
                        tenant.policy().n2sf().name(),
                        networks(tenant.policy()));
        return tenant;
    }

    /**
     * Sets what holds for a tenant at every door, from within seconds.
     *
     * @throws TenantProblemException when it cannot hold for such a tenant
     */
    public Tenant setPolicy(Tenant tenant, TenantPolicy policy) {
        TenantPolicy checked = policy.checked(tenant.isolation());
        keyspaces
                .platform()
                .write(
                        SET_POLICY,
                        checked.n2sf().name(),
                        networks(checked),
                        Set.copyOf(checked.allowedOrigins()),
                        tenant.id().text());
        changes.publish(new Change(ChangeKind.TENANT, tenant.id().text()));
        return get(tenant.id());
    }

    /**
     * Says for how long a tenant keeps what it is asked to keep, from within seconds.
     *
     * @throws TenantProblemException when it cannot hold
     */
    public Tenant setRetention(Tenant tenant, DataRetention retention) {
        DataRetention checked = retention.checked();
        keyspaces
                .platform()
                .write(
                        SET_RETENTION,
                        checked.responses(),
                        checked.conversations(),
                        checked.files(),
                        tenant.id().text());
        changes.publish(new Change(ChangeKind.TENANT, tenant.id().text()));
        return get(tenant.id());
    }

    /**
     * Grants a tenant its share of engines, from within seconds.
     *
     * @throws TenantProblemException when it is not 1 to {@link Tenant#MAX_SHARE}
     */
    public Tenant setShare(Tenant tenant, int share) {
        if (share < 1 || share > Tenant.MAX_SHARE) {
            throw new TenantProblemException(new TenantProblem.InvalidValue(
                    "share",
                    "'share' must be from 1 to " + Tenant.MAX_SHARE + ".",
                    "'share'는 1 이상 " + Tenant.MAX_SHARE + " 이하여야 합니다."));
        }
        keyspaces.platform().write(SET_SHARE, share, tenant.id().text());
        changes.publish(new Change(ChangeKind.TENANT, tenant.id().text()));
        return get(tenant.id());
    }

    private static Set<String> networks(TenantPolicy policy) {
        return policy.allowedNetworks().stream().map(IpRange::text).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The tenant of this id. */
    public Optional<Tenant> find(TenantId id) {
        return keyspaces.platform().row(SELECT, id.text()).map(row -> tenant(row, states.stateOf(id)));
    }

    /**
     * The tenant of this id.
     *
     * @throws TenantProblemException not found
     */
    public Tenant get(TenantId id) {
        return find(id).orElseThrow(() ->
                new TenantProblemException(new TenantProblem.NotFound(TenantProblem.NotFound.Kind.TENANT, id.text())));
    }

    /**
     * Tenants in the order they were made.
     *
     * @param after the last one of the part before, or null for the first part
     * @param limit 1 to {@link Page#MAX_LIMIT}
     * @throws TenantProblemException when the limit is another
     */
    public Page<Tenant> list(@Nullable TenantId after, int limit) {
        Cql platform = keyspaces.platform();
        String from = after == null ? "" : after.text();
        List<Row> rows = platform.rows(LIST, ALL, from, Page.toRead(limit));
        List<Tenant> tenants = new ArrayList<>();
        for (Row row : rows.subList(0, Math.min(limit, rows.size()))) {
            find(TenantId.parse(Objects.requireNonNull(row.getString("tenant"))))
                    .ifPresent(tenants::add);
        }
        return new Page<>(tenants, rows.size() > limit);
    }

    private static Tenant tenant(Row row, TenantState state) {
        Isolation isolation = Isolation.valueOf(Objects.requireNonNull(row.getString("isolation")));
        return new Tenant(
                TenantId.parse(Objects.requireNonNull(row.getString("tenant"))),
                Objects.requireNonNull(row.getString("name")),
                isolation,
                Objects.requireNonNull(row.getSet("allowed_jurisdictions", String.class)),
                row.getLong("credit_limit_won"),
                Objects.requireNonNull(row.getInstant("created_at")),
                state,
                policy(row, isolation),
                new DataRetention(
                        days(row, "responses_days"), days(row, "conversations_days"), days(row, "files_days")),
                row.isNull("share") ? Tenant.USUAL_SHARE : row.getInt("share"));
    }

    private static @Nullable Integer days(Row row, String column) {
        return row.isNull(column) ? null : row.getInt(column);
    }

    /** One that an earlier release made has the usual one. */
    private static TenantPolicy policy(Row row, Isolation isolation) {
        String n2sf = row.getString("n2sf");
        Set<String> networks = row.getSet("allowed_networks", String.class);
        return n2sf == null
                ? TenantPolicy.usual(isolation)
                : new TenantPolicy(
                        N2sf.valueOf(n2sf),
                        Objects.requireNonNullElse(networks, Set.<String>of()).stream()
                                .sorted()
                                .map(text -> Objects.requireNonNull(IpRange.parse(text), text))
                                .toList(),
                        Objects.requireNonNullElse(row.getSet("allowed_origins", String.class), Set.<String>of())
                                .stream()
                                .sorted()
                                .toList());
    }
}
