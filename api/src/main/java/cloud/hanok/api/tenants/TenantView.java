package cloud.hanok.api.tenants;

import cloud.hanok.compliance.receipt.LogIdentity;
import cloud.hanok.tenant.organization.Tenant;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tenant as it is sent.
 *
 * @param object always {@code tenant}
 * @param state {@code active}, or {@code provisioning} as long as it has no log and cannot be served
 * @param log its transparency log, or null
 * @param adminKey the value of its first key; only in the answer that made it
 */
public record TenantView(
        String object,
        String id,
        String name,
        String isolation,
        List<String> allowedJurisdictions,
        long creditLimitWon,
        String state,
        Instant createdAt,
        @Nullable LogView log,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String adminKey) {

    static TenantView of(Tenant tenant, Optional<LogIdentity> log, URI publicUrl, @Nullable String adminKey) {
        return new TenantView(
                "tenant",
                tenant.id().text(),
                tenant.name(),
                tenant.isolation().name(),
                tenant.allowedJurisdictions().stream().sorted().toList(),
                tenant.creditLimitWon(),
                log.isPresent() ? "active" : "provisioning",
                tenant.createdAt(),
                log.map(identity -> LogView.of(identity, publicUrl)).orElse(null),
                adminKey);
    }

    /**
     * A log as verifiers need it.
     *
     * @param origin first line of its checkpoints
     * @param url where its checkpoint and tiles are, without a slash at the end
     * @param vkey verifier key (C2SP signed-note)
     */
    public record LogView(String origin, String url, String vkey) {
        static LogView of(LogIdentity log, URI publicUrl) {
            String base = publicUrl.toString();
            String host = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
            return new LogView(log.origin(), host + "/log/" + log.logId(), log.vkey());
        }
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return "TenantView[" + id + "]";
    }
}
