package cloud.hanok.tenant.key;

import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a key, without its secret.
 *
 * @param project whose it is; null for a key of the tenant itself
 * @param name what people call it; several may share one
 * @param revokedAt since when it is refused, or null
 */
public record ApiKey(
        KeyId id,
        TenantId tenant,
        @Nullable ProjectId project,
        KeyRole role,
        String name,
        Instant createdAt,
        @Nullable Instant revokedAt) {}
