package cloud.hanok.api.audit;

import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * In whose log a change is recorded.
 *
 * @param tenant null for what is no tenant's
 * @param project the project it concerns, or null
 */
public record Whose(@Nullable TenantId tenant, @Nullable ProjectId project) {
    /** The platform's own. */
    public static final Whose PLATFORM = new Whose(null, null);

    /** A tenant's. */
    public static Whose of(TenantId tenant) {
        return new Whose(tenant, null);
    }

    /** A tenant's, about one of its projects. */
    public static Whose of(TenantId tenant, ProjectId project) {
        return new Whose(tenant, project);
    }
}
