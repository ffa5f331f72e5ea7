package cloud.hanok.api.tenants;

import cloud.hanok.api.audit.Audited;
import cloud.hanok.tenant.key.ApiKey;
import cloud.hanok.tenant.key.IpRange;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A key as the operator sees it.
 *
 * @param object always {@code api_key}
 * @param project whose it is; null for a tenant's own
 * @param revokedAt since when it is refused, or null
 * @param expiresAt from when on it is refused, by its settings or by a rotation, or null
 * @param lastUsedAt to within a minute, or null
 * @param replacedBy the key that a rotation put in its place, or null
 * @param lostUnlessUsedBy when it is lost with an old pepper unless it is used before, or null
 * @param value the key itself; only in the answer that issued it
 */
public record KeyView(
        String object,
        String id,
        @Nullable String project,
        String name,
        Instant createdAt,
        @Nullable Instant revokedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        KeyScopesView scopes,
        List<String> allowedIps,
        Map<String, String> labels,
        @Nullable String replacedBy,
        @Nullable Instant lostUnlessUsedBy,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String value)
        implements Audited {

    static KeyView of(ApiKey key, @Nullable String value) {
        ApiKey.Replacement replacement = key.replacement();
        return new KeyView(
                "api_key",
                key.id().text(),
                key.project() == null ? null : key.project().text(),
                key.name(),
                key.createdAt(),
                key.revokedAt(),
                key.expiresAt(),
                key.lastUsedAt(),
                KeyScopesView.of(key.settings().scopes()),
                key.settings().allowedIps().stream().map(IpRange::text).toList(),
                new TreeMap<>(key.settings().labels()),
                replacement == null ? null : replacement.key().text(),
                key.unusedEndsAt(),
                value);
    }

    /** Says nothing of the value. */
    @Override
    public String toString() {
        return "KeyView[" + id + "]";
    }

    @Override
    public KeyView withoutSecret() {
        return new KeyView(
                object,
                id,
                project,
                name,
                createdAt,
                revokedAt,
                expiresAt,
                lastUsedAt,
                scopes,
                allowedIps,
                labels,
                replacedBy,
                lostUnlessUsedBy,
                null);
    }
}
