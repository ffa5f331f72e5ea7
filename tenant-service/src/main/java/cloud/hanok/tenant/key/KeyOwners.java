package cloud.hanok.tenant.key;

import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.ServiceAccountId;
import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import com.datastax.oss.driver.api.core.cql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Whether those that a key belongs to still take keys. Asked after the key was stored: whoever ends them stores that first
 * and looks for keys afterwards, so that one of the two sees the other, and no key outlives its owner.
 */
final class KeyOwners {
    private static final CqlStatement PROJECT =
            CqlStatement.read("SELECT archived_at FROM projects WHERE tenant = ? AND project = ?");
    private static final CqlStatement ACCOUNT = CqlStatement.read(
            "SELECT deleted_at FROM service_accounts WHERE tenant = ? AND project = ? AND account = ?");

    private final Keyspaces keyspaces;

    KeyOwners(Keyspaces keyspaces) {
        this.keyspaces = keyspaces;
    }

    /**
     * @param key of a project
     * @throws TenantProblemException when its project is archived, or its service account has ended
     */
    void require(ApiKey key, ProjectId project) {
        String tenant = key.tenant().text();
        if (ended(
                keyspaces.of(key.tenant()).row(PROJECT, tenant, project.text()).orElse(null), "archived_at")) {
            throw new TenantProblemException(new TenantProblem.ProjectArchived(project.text()));
        }
        ServiceAccountId account = key.account();
        if (account != null
                && ended(
                        keyspaces
                                .of(key.tenant())
                                .row(ACCOUNT, tenant, project.text(), account.text())
                                .orElse(null),
                        "deleted_at")) {
            throw new TenantProblemException(
                    new TenantProblem.NotFound(TenantProblem.NotFound.Kind.SERVICE_ACCOUNT, account.text()));
        }
    }

    private static boolean ended(@Nullable Row row, String column) {
        return row != null && !row.isNull(column);
    }
}
