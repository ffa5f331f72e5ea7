package cloud.hanok.tenant.key;

import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.ServiceAccountId;
import cloud.hanok.platform.id.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a key, without its secret.
 *
 * @param project whose it is; null for a key of the tenant itself
 * @param account the service account of that project that it belongs to, or null
 * @param settings what of it may change
 * @param revokedAt since when it is refused, or null
 * @param replacement the key that a rotation put in its place, or null
 * @param lastUsedAt when it last opened a door, to within a minute; null for never, or where nobody asked
 * @param unusedEndsAt when it is lost unless it is used before, for the pepper of its HMAC is then retired; null for
 *     never, or where nobody asked
 */
public record ApiKey(
        KeyId id,
        TenantId tenant,
        @Nullable ProjectId project,
        @Nullable ServiceAccountId account,
        KeyRole role,
        KeySettings settings,
        Instant createdAt,
        @Nullable Instant revokedAt,
        @Nullable Replacement replacement,
        @Nullable Instant lastUsedAt,
        @Nullable Instant unusedEndsAt) {

    /**
     * What a rotation made of a key.
     *
     * @param key the new one
     * @param endsAt from when on the old one is refused
     */
    public record Replacement(KeyId key, Instant endsAt) {}

    /** What people call it. */
    public String name() {
        return settings.name();
    }

    /** From when on it is refused, by its settings or by a rotation; null for never. */
    public @Nullable Instant expiresAt() {
        Instant set = settings.expiresAt();
        if (replacement == null) {
            return set;
        }
        return set != null && set.isBefore(replacement.endsAt()) ? set : replacement.endsAt();
    }

    /** The same with other settings. */
    ApiKey with(KeySettings other) {
        return new ApiKey(
                id, tenant, project, account, role, other, createdAt, revokedAt, replacement, lastUsedAt, unusedEndsAt);
    }

    /** The same, replaced. */
    ApiKey replaced(Replacement by) {
        return new ApiKey(
                id, tenant, project, account, role, settings, createdAt, revokedAt, by, lastUsedAt, unusedEndsAt);
    }

    /** The same, revoked. */
    ApiKey revoked(Instant at) {
        return new ApiKey(
                id, tenant, project, account, role, settings, createdAt, at, replacement, lastUsedAt, unusedEndsAt);
    }

    /** The same, with what is known of its use. */
    ApiKey used(@Nullable Instant at) {
        return new ApiKey(
                id, tenant, project, account, role, settings, createdAt, revokedAt, replacement, at, unusedEndsAt);
    }

    /** The same, with the end that its use averts. */
    ApiKey endingUnused(@Nullable Instant at) {
        return new ApiKey(
                id, tenant, project, account, role, settings, createdAt, revokedAt, replacement, lastUsedAt, at);
    }
}
