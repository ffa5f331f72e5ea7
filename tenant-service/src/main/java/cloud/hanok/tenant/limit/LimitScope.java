package cloud.hanok.tenant.limit;

import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.ProjectId;

/**
 * Whose limit it is.
 *
 * @param id of a project, key or member; empty for the whole tenant
 */
public record LimitScope(String id) {
    /** The whole tenant's. */
    public static final LimitScope TENANT = new LimitScope("");

    /** A project's. */
    public static LimitScope of(ProjectId project) {
        return new LimitScope(project.text());
    }

    /** A key's, or a member's. */
    public static LimitScope of(CallerId caller) {
        return new LimitScope(caller.text());
    }

    /** {@code organization}, {@code project}, {@code api_key} or {@code user}. */
    public String level() {
        return switch (kind()) {
            case TENANT -> "organization";
            case PROJECT -> "project";
            case KEY -> "api_key";
            case MEMBER -> "user";
        };
    }

    /** In English, as a sentence names it. */
    public String english() {
        return switch (kind()) {
            case TENANT -> "your organization";
            case PROJECT -> "project " + id;
            case KEY -> "API key " + id;
            case MEMBER -> "member " + id;
        };
    }

    /** In Korean. */
    public String korean() {
        return switch (kind()) {
            case TENANT -> "조직";
            case PROJECT -> "프로젝트 " + id;
            case KEY -> "API 키 " + id;
            case MEMBER -> "구성원 " + id;
        };
    }

    /** What {@link #id} names. */
    public Kind kind() {
        if (id.isEmpty()) {
            return Kind.TENANT;
        }
        if (id.startsWith(KeyId.PREFIX)) {
            return Kind.KEY;
        }
        return id.startsWith(MemberId.PREFIX) ? Kind.MEMBER : Kind.PROJECT;
    }

    /** Whose limits there can be. */
    public enum Kind {
        TENANT,
        PROJECT,
        KEY,
        MEMBER
    }
}
