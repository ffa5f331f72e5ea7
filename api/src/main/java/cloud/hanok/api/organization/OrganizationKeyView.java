package cloud.hanok.api.organization;

import cloud.hanok.api.audit.Audited;
import cloud.hanok.api.tenants.KeyScopesView;
import cloud.hanok.platform.id.ServiceAccountId;
import cloud.hanok.tenant.key.ApiKey;
import cloud.hanok.tenant.key.IpRange;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A key as OpenAI's admin API writes it, instants in seconds of Unix time, with what ours have besides.
 *
 * @param object {@code organization.project.api_key} or {@code organization.admin_api_key}
 * @param redactedValue the part of the value that is no secret
 * @param owner a key belongs to a service account, to its project, or to the organisation: all three shown as a service
 *     account, which is no person
 * @param ownerProjectAccess {@code active} as long as the key is not revoked; only for a project's
 * @param expiresAt by its settings or by a rotation
 * @param revokedAt since when it is refused: OpenAI's vanish, ours stay to be seen
 * @param lostUnlessUsedBy when it is lost unless it is used before, for what it was hashed with is retired
 * @param value only in the answer that made it
 */
public record OrganizationKeyView(
        String object,
        String id,
        String name,
        @JsonProperty("redacted_value") String redactedValue,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("last_used_at") @Nullable Long lastUsedAt,
        @JsonProperty("expires_at") @Nullable Long expiresAt,
        Owner owner,

        @JsonProperty("owner_project_access") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String ownerProjectAccess,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable KeyScopesView scopes,
        @JsonProperty("allowed_ips") List<String> allowedIps,
        Map<String, String> labels,
        @JsonProperty("replaced_by") @Nullable String replacedBy,
        @JsonProperty("revoked_at") @Nullable Long revokedAt,
        @JsonProperty("lost_unless_used_by") @Nullable Long lostUnlessUsedBy,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String value)
        implements Audited {

    /**
     * Who a key belongs to.
     *
     * @param type always {@code service_account}
     * @param serviceAccount for a key of a project, where OpenAI nests it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Owner(
            String type,
            @JsonProperty("service_account") @Nullable Account serviceAccount,
            @Nullable String object,
            @Nullable String id,
            @Nullable String name,
            @JsonProperty("created_at") @Nullable Long createdAt,
            @Nullable String role) {}

    /** A service account of a project, or the project in its place, where the key is nobody else's. */
    public record Account(
            String id,
            String name,
            @JsonProperty("created_at") long createdAt,
            String role) {}

    static OrganizationKeyView of(ApiKey key, @Nullable String value) {
        boolean ofProject = key.project() != null;
        ApiKey.Replacement replacement = key.replacement();
        return new OrganizationKeyView(
                ofProject ? "organization.project.api_key" : "organization.admin_api_key",
                key.id().text(),
                key.name(),
                "hk_" + key.id().ulid() + "_****",
                key.createdAt().getEpochSecond(),
                seconds(key.lastUsedAt()),
                seconds(key.expiresAt()),
                owner(key),
                ofProject ? (key.revokedAt() == null ? "active" : "inactive") : null,
                ofProject ? KeyScopesView.of(key.settings().scopes()) : null,
                key.settings().allowedIps().stream().map(IpRange::text).toList(),
                new TreeMap<>(key.settings().labels()),
                replacement == null ? null : replacement.key().text(),
                seconds(key.revokedAt()),
                seconds(key.unusedEndsAt()),
                value);
    }

    private static Owner owner(ApiKey key) {
        long since = key.createdAt().getEpochSecond();
        String type = "service_account";
        return key.project() == null
                ? new Owner(
                        type, null, "organization.service_account", key.tenant().text(), key.name(), since, "owner")
                : new Owner(
                        type, new Account(accountOf(key), key.name(), since, "member"), null, null, null, null, null);
    }

    private static String accountOf(ApiKey key) {
        ServiceAccountId account = key.account();
        return account == null
                ? Objects.requireNonNull(key.project(), "a key of a project").text()
                : account.text();
    }

    private static @Nullable Long seconds(@Nullable Instant at) {
        return at == null ? null : at.getEpochSecond();
    }

    /** Says nothing of the value. */
    @Override
    public String toString() {
        return "OrganizationKeyView[" + id + "]";
    }

    @Override
    public OrganizationKeyView withoutSecret() {
        return new OrganizationKeyView(
                object,
                id,
                name,
                redactedValue,
                createdAt,
                lastUsedAt,
                expiresAt,
                owner,
                ownerProjectAccess,
                scopes,
                allowedIps,
                labels,
                replacedBy,
                revokedAt,
                lostUnlessUsedBy,
                null);
    }
}
