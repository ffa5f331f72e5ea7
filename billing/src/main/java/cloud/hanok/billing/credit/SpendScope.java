package cloud.hanok.billing.credit;

import cloud.hanok.billing.usage.UsageGroup;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.ProjectId;
import org.jspecify.annotations.Nullable;

/**
 * Whose spending is limited: a whole tenant's, one project's, or one key's.
 *
 * @param project null when it is not a project's
 * @param key null when it is not a key's
 */
public record SpendScope(
        @Nullable ProjectId project, @Nullable KeyId key) {
    /** Everything a tenant spends. */
    public static final SpendScope TENANT = new SpendScope(null, null);

    private static final String SUBJECT = "spend";

    /** A project's. */
    public static SpendScope of(ProjectId project) {
        return new SpendScope(project, null);
    }

    /** A key's. */
    public static SpendScope of(KeyId key) {
        return new SpendScope(null, key);
    }

    /** Whether usage counts here. */
    public boolean includes(UsageGroup group) {
        return (project == null || project.equals(group.project())) && (key == null || key.equals(group.key()));
    }

    /** The name of its leases. */
    String subject() {
        if (project != null) {
            return SUBJECT + ":" + project.text();
        }
        return key == null ? SUBJECT : SUBJECT + ":" + key.text();
    }

    /** The scope of a lease's name. */
    static SpendScope ofSubject(String subject) {
        String id = subject.substring(Math.min(subject.length(), SUBJECT.length() + 1));
        if (id.isEmpty()) {
            return TENANT;
        }
        return id.startsWith(KeyId.PREFIX) ? of(KeyId.parse(id)) : of(ProjectId.parse(id));
    }
}
