package cloud.hanok.billing.credit;

import cloud.hanok.billing.usage.UsageGroup;
import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.ProjectId;
import org.jspecify.annotations.Nullable;

/**
 * Whose spending is limited: a whole tenant's, one project's, or one caller's.
 *
 * @param project null when it is not a project's
 * @param caller null when it is not a key's or a member's
 */
public record SpendScope(
        @Nullable ProjectId project, @Nullable CallerId caller) {
    /** Everything a tenant spends. */
    public static final SpendScope TENANT = new SpendScope(null, null);

    private static final String SUBJECT = "spend";

    /** A project's. */
    public static SpendScope of(ProjectId project) {
        return new SpendScope(project, null);
    }

    /** A key's, or a member's. */
    public static SpendScope of(CallerId caller) {
        return new SpendScope(null, caller);
    }

    /** Whether usage counts here. */
    public boolean includes(UsageGroup group) {
        return (project == null || project.equals(group.project()))
                && (caller == null || caller.equals(group.caller()));
    }

    /** The name of its leases. */
    String subject() {
        if (project != null) {
            return SUBJECT + ":" + project.text();
        }
        return caller == null ? SUBJECT : SUBJECT + ":" + caller.text();
    }

    /** The scope of a lease's name. */
    static SpendScope ofSubject(String subject) {
        String id = subject.substring(Math.min(subject.length(), SUBJECT.length() + 1));
        if (id.isEmpty()) {
            return TENANT;
        }
        return id.startsWith(ProjectId.PREFIX) ? of(ProjectId.parse(id)) : of(CallerId.parse(id));
    }
}
