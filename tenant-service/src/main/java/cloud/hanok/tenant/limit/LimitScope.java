package cloud.hanok.tenant.limit;

import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.ProjectId;

/**
 * Whose limit it is.
 *
 * @param id of a project or key; empty for the whole tenant
 */
public record LimitScope(String id) {
    /** The whole tenant's. */
    public static final LimitScope TENANT = new LimitScope("");

    /** A project's. */
    public static LimitScope of(ProjectId project) {
        return new LimitScope(project.text());
    }

    /** A key's. */
    public static LimitScope of(KeyId key) {
        return new LimitScope(key.text());
    }

    /** {@code organization}, {@code project} or {@code api_key}. */
    public String level() {
        if (id.isEmpty()) {
            return "organization";
        }
        return id.startsWith(KeyId.PREFIX) ? "api_key" : "project";
    }

    /** In English, as a sentence names it. */
    public String english() {
        return id.isEmpty() ? "your organization" : (id.startsWith(KeyId.PREFIX) ? "API key " : "project ") + id;
    }

    /** In Korean. */
    public String korean() {
        return id.isEmpty() ? "조직" : (id.startsWith(KeyId.PREFIX) ? "API 키 " : "프로젝트 ") + id;
    }
}
