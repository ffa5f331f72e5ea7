package cloud.hanok.api.organization;

import cloud.hanok.api.audit.Audited;
import cloud.hanok.tenant.account.ServiceAccount;
import cloud.hanok.tenant.key.ApiKey;
import cloud.hanok.tenant.key.IssuedKey;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A service account as OpenAI's admin API writes it, instants in seconds of Unix time.
 *
 * @param object always {@code organization.project.service_account}
 * @param role always {@code member}: what a program may do is said by the scopes of its keys
 * @param apiKey its first key, only in the answer that made it
 */
public record ServiceAccountView(
        String object,
        String id,
        String name,
        String role,
        @JsonProperty("created_at") long createdAt,

        @JsonProperty("api_key") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        Key apiKey)
        implements Audited {
    static final String ROLE = "member";

    /**
     * A key that was issued to a service account.
     *
     * @param object always {@code organization.project.service_account.api_key}
     * @param value only in the answer that issued it
     */
    public record Key(
            String object,
            String id,
            String name,
            @JsonProperty("created_at") long createdAt,

            @JsonProperty("expires_at") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long expiresAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String value)
            implements Audited {
        static Key of(IssuedKey issued) {
            ApiKey key = issued.key();
            Instant expiresAt = key.expiresAt();
            return new Key(
                    "organization.project.service_account.api_key",
                    key.id().text(),
                    key.name(),
                    key.createdAt().getEpochSecond(),
                    expiresAt == null ? null : expiresAt.getEpochSecond(),
                    issued.value().reveal());
        }

        @Override
        public Key withoutSecret() {
            return new Key(object, id, name, createdAt, expiresAt, null);
        }

        /** Says nothing of the value. */
        @Override
        public String toString() {
            return "Key[" + id + "]";
        }
    }

    static ServiceAccountView of(ServiceAccount account, @Nullable Key key) {
        return new ServiceAccountView(
                "organization.project.service_account",
                account.id().text(),
                account.name(),
                ROLE,
                account.createdAt().getEpochSecond(),
                key);
    }

    @Override
    public ServiceAccountView withoutSecret() {
        return new ServiceAccountView(
                object, id, name, role, createdAt, apiKey == null ? null : apiKey.withoutSecret());
    }
}
