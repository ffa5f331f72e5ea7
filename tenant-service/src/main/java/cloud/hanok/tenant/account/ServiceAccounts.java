package cloud.hanok.tenant.account;

import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.ServiceAccountId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.tenant.key.ApiKeys;
import cloud.hanok.tenant.key.IssuedKey;
import cloud.hanok.tenant.key.KeySettings;
import cloud.hanok.tenant.problem.TenantProblemException;
import cloud.hanok.tenant.project.Project;
import cloud.hanok.tenant.request.DisplayName;
import cloud.hanok.tenant.request.Page;
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
 * Service accounts of projects. Blocks.
 *
 * <p>Every method throws {@link cloud.hanok.platform.cassandra.StoreUnavailableException} when Cassandra does not
 * answer.
 */
public final class ServiceAccounts {
    private static final CqlStatement INSERT = CqlStatement.write(
            "INSERT INTO service_accounts (tenant, project, account, name, created_at) VALUES (?, ?, ?, ?, ?)");
    private static final CqlStatement RENAME =
            CqlStatement.write("UPDATE service_accounts SET name = ? WHERE tenant = ? AND project = ? AND account = ?");
    private static final CqlStatement END = CqlStatement.write(
            "UPDATE service_accounts SET deleted_at = ? WHERE tenant = ? AND project = ? AND account = ?");
    private static final String COLUMNS = "tenant, project, account, name, created_at, deleted_at";
    private static final CqlStatement SELECT = CqlStatement.read(
            "SELECT " + COLUMNS + " FROM service_accounts WHERE tenant = ? AND project = ? AND account = ?");
    private static final CqlStatement LIST = CqlStatement.read(
            "SELECT " + COLUMNS + " FROM service_accounts WHERE tenant = ? AND project = ? AND account > ? LIMIT ?");

    private static final String ENDED_AT = "deleted_at";

    private final Keyspaces keyspaces;
    private final ApiKeys keys;
    private final Ulids ulids;
    private final Clock clock;

    public ServiceAccounts(Keyspaces keyspaces, ApiKeys keys, Ulids ulids, Clock clock) {
        this.keyspaces = keyspaces;
        this.keys = keys;
        this.ulids = ulids;
        this.clock = clock;
    }

    /**
     * Makes one, without a key.
     *
     * @param project as found
     * @throws TenantProblemException invalid value, project archived
     */
    public ServiceAccount create(Project project, String name) {
        String checkedName = DisplayName.of("name", name);
        project.inUse();
        ServiceAccountId id = new ServiceAccountId(ulids.next());
        var account = new ServiceAccount(
                id,
                project.tenant(),
                project.id(),
                checkedName,
                Instant.ofEpochMilli(id.ulid().epochMillis()));
        keyspaces
                .of(account.tenant())
                .write(
                        INSERT,
                        account.tenant().text(),
                        account.project().text(),
                        id.text(),
                        account.name(),
                        account.createdAt());
        return account;
    }

    /**
     * Issues a key that is the account's.
     *
     * @param project the account's, as found
     * @param account as found
     * @param expiresIn its lifetime, or null for no end
     * @throws TenantProblemException invalid value, already issued, project archived, account ended meanwhile
     */
    public IssuedKey issue(
            Project project,
            ServiceAccount account,
            KeySettings settings,
            @Nullable Duration expiresIn,
            @Nullable String idempotencyKey) {
        return keys.issue(project, account.id(), settings, expiresIn, idempotencyKey);
    }

    /** The one of this id in a tenant's project; one that has ended is not there. */
    public Optional<ServiceAccount> find(TenantId tenant, ProjectId project, ServiceAccountId id) {
        return keyspaces
                .of(tenant)
                .row(SELECT, tenant.text(), project.text(), id.text())
                .filter(row -> row.isNull(ENDED_AT))
                .map(ServiceAccounts::account);
    }

    /** The same, also one that has ended: for who ends it again. */
    public Optional<ServiceAccount> findEver(TenantId tenant, ProjectId project, ServiceAccountId id) {
        return keyspaces
                .of(tenant)
                .row(SELECT, tenant.text(), project.text(), id.text())
                .map(ServiceAccounts::account);
    }

    /**
     * Those of a project in the order they were made.
     *
     * @param after the last one of the part before, or null for the first part
     * @param limit 1 to {@link Page#MAX_LIMIT}
     * @throws TenantProblemException when the limit is another
     */
    public Page<ServiceAccount> list(TenantId tenant, ProjectId project, @Nullable ServiceAccountId after, int limit) {
        int wanted = Page.toRead(limit);
        String from = after == null ? "" : after.text();
        List<ServiceAccount> accounts = new ArrayList<>();
        for (boolean more = true; more && accounts.size() < wanted; ) {
            List<Row> rows = keyspaces.of(tenant).rows(LIST, tenant.text(), project.text(), from, wanted);
            for (Row row : rows) {
                ServiceAccount account = account(row);
                from = account.id().text();
                if (row.isNull(ENDED_AT) && accounts.size() < wanted) {
                    accounts.add(account);
                }
            }
            more = rows.size() == wanted;
        }
        return Page.of(accounts, limit);
    }

    /**
     * Gives one another name.
     *
     * @param account as found
     * @throws TenantProblemException invalid value
     */
    public ServiceAccount rename(ServiceAccount account, String name) {
        String checkedName = DisplayName.of("name", name);
        write(RENAME, checkedName, account);
        return new ServiceAccount(account.id(), account.tenant(), account.project(), checkedName, account.createdAt());
    }

    /**
     * Ends one: it gets no more keys, and those it has are revoked; they stay to be seen. After a crash in between the same call
     * goes on from there.
     *
     * @param account as found, also one that has ended
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when a key may still be good somewhere: to be
     *     repeated
     */
    public void end(ServiceAccount account) {
        write(END, clock.instant().truncatedTo(ChronoUnit.MILLIS), account);
        keys.revokeAll(account.tenant(), account.project(), key -> account.id().equals(key.account()));
    }

    private void write(CqlStatement statement, Object value, ServiceAccount account) {
        keyspaces
                .of(account.tenant())
                .write(
                        statement,
                        value,
                        account.tenant().text(),
                        account.project().text(),
                        account.id().text());
    }

    private static ServiceAccount account(Row row) {
        return new ServiceAccount(
                ServiceAccountId.parse(Objects.requireNonNull(row.getString("account"))),
                TenantId.parse(Objects.requireNonNull(row.getString("tenant"))),
                ProjectId.parse(Objects.requireNonNull(row.getString("project"))),
                Objects.requireNonNull(row.getString("name")),
                Objects.requireNonNull(row.getInstant("created_at")));
    }
}
