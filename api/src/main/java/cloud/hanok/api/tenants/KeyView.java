package cloud.hanok.api.tenants;

import cloud.hanok.tenant.key.ApiKey;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is sent.
 *
 * @param object always {@code api_key}
 * @param project whose it is; null for a tenant's own
 * @param revokedAt since when it is refused, or null
 * @param value the key itself; only in the answer that issued it
 */
public record KeyView(
        String object,
        String id,
        @Nullable String project,
        String name,
        Instant createdAt,
        @Nullable Instant revokedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String value) {

    static KeyView of(ApiKey key, @Nullable String value) {
        return new KeyView(
                "api_key",
                key.id().text(),
                key.project() == null ? null : key.project().text(),
                key.name(),
                key.createdAt(),
                key.revokedAt(),
                value);
    }

    /** Says nothing of the value. */
    @Override
    public String toString() {
        return "KeyView[" + id + "]";
    }
}
