package cloud.hanok.tenant.organization;

import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;

/** Where a tenant's data lives. The names are stored: rename none. */
public enum Isolation {
    /** In the keyspace, realm and pools that tenants share. */
    SHARED,
    /** In a keyspace, realm and pool of its own. */
    DEDICATED;

    /**
     * Reads its name.
     *
     * @throws TenantProblemException when it is none
     */
    public static Isolation of(String name) {
        for (Isolation isolation : values()) {
            if (isolation.name().equals(name)) {
                return isolation;
            }
        }
        throw new TenantProblemException(new TenantProblem.InvalidValue(
                "isolation",
                "'isolation' must be 'SHARED' or 'DEDICATED'.",
                "'isolation'은(는) 'SHARED' 또는 'DEDICATED'여야 합니다."));
    }
}
