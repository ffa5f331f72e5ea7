package cloud.hanok.api.tenants;

import cloud.hanok.api.audit.Audited;
import cloud.hanok.compliance.receipt.LogIdentity;
import cloud.hanok.platform.saga.SagaProgress;
import cloud.hanok.platform.saga.SagaState;
import cloud.hanok.tenant.key.IpRange;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.TenantStates.Standing;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tenant as it is sent.
 *
 * @param object always {@code tenant}
 * @param cluster of Cassandra that its rows are on, as the operator named it; null for the platform's own
 * @param n2sf {@code C}, {@code S} or {@code O}
 * @param allowedNetworks from where its people and keys are let in; empty for everywhere
 * @param allowedOrigins whose pages may ask with its keys; empty for none
 * @param share of engines, where several tenants want them
 * @param state {@code active}, {@code suspended}, {@code closing}, {@code erasing} or {@code closed}; {@code provisioning} as long as something of it is missing, {@code removing}
 *     while what was made of it is taken back
 * @param steps of its making, as long as it is not whole
 * @param closing of one that is being closed
 * @param erasure of one whose grace was over
 * @param log its transparency log, or null
 * @param adminKey the value of its first key; only in the answer that made it
 */
public record TenantView(
        String object,
        String id,
        String name,
        String isolation,
        @Nullable String cluster,
        List<String> allowedJurisdictions,
        long creditLimitWon,
        String n2sf,
        List<String> allowedNetworks,
        List<String> allowedOrigins,
        int share,
        String state,
        Instant createdAt,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<StepView> steps,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ClosingView closing,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ErasureView erasure,
        @Nullable LogView log,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String adminKey)
        implements Audited {

    static TenantView of(
            Tenant tenant,
            Optional<String> cluster,
            Optional<SagaProgress> making,
            Optional<Standing> closing,
            Optional<SagaProgress> erasure,
            Optional<LogIdentity> log,
            String base,
            @Nullable String adminKey) {
        List<StepView> steps = making.filter(progress -> progress.state() != SagaState.DONE).stream()
                .flatMap(progress -> progress.steps().stream())
                .map(StepView::of)
                .toList();
        return new TenantView(
                "tenant",
                tenant.id().text(),
                tenant.name(),
                tenant.isolation().name(),
                cluster.orElse(null),
                tenant.allowedJurisdictions().stream().sorted().toList(),
                tenant.creditLimitWon(),
                tenant.policy().n2sf().text(),
                tenant.policy().allowedNetworks().stream().map(IpRange::text).toList(),
                tenant.policy().allowedOrigins(),
                tenant.share(),
                state(tenant, making, log.isPresent()),
                tenant.createdAt(),
                steps,
                closing.map(ClosingView::of).orElse(null),
                erasure.map(ErasureView::of).orElse(null),
                log.map(identity -> LogView.of(identity, base)).orElse(null),
                adminKey);
    }

    /** A tenant of an earlier release has no saga: its log was its last part. */
    private static String state(Tenant tenant, Optional<SagaProgress> making, boolean log) {
        SagaState made = making.map(SagaProgress::state).orElse(log ? SagaState.DONE : SagaState.RUNNING);
        return switch (made) {
            case RUNNING -> "provisioning";
            case UNDOING, STUCK, UNDONE -> "removing";
            case DONE -> tenant.state().name().toLowerCase(Locale.ROOT);
        };
    }

    /**
     * A step of its making.
     *
     * @param state {@code pending}, {@code done} or {@code undone}
     * @param changedAt since when, or null
     */
    public record StepView(
            String name, String state, @Nullable Instant changedAt) {
        static StepView of(SagaProgress.Step step) {
            return new StepView(step.name(), step.state().name().toLowerCase(Locale.ROOT), step.changedAt());
        }
    }

    /**
     * The closing of a tenant.
     *
     * @param at when it began
     * @param endsAt until when it can be taken back at least
     * @param reason in the operator's words
     */
    public record ClosingView(
            @Nullable Instant at,
            @Nullable Instant endsAt,
            @Nullable String reason) {
        static ClosingView of(Standing standing) {
            return new ClosingView(standing.changedAt(), standing.endsAt(), standing.reason());
        }
    }

    /**
     * What was destroyed of a tenant, and when: kept for good.
     *
     * @param begunAt when its grace was over and the erasure began
     * @param endedAt when all of it was done; null as long as it is not
     * @param steps what was destroyed, in order
     */
    public record ErasureView(Instant begunAt, @Nullable Instant endedAt, List<StepView> steps) {
        static ErasureView of(SagaProgress erasure) {
            return new ErasureView(
                    erasure.createdAt(),
                    erasure.state() == SagaState.DONE ? erasure.changedAt() : null,
                    erasure.steps().stream().map(StepView::of).toList());
        }
    }

    /**
     * A log as verifiers need it.
     *
     * @param origin first line of its checkpoints
     * @param url where its checkpoint and tiles are, without a slash at the end
     * @param vkey verifier key (C2SP signed-note)
     */
    public record LogView(String origin, String url, String vkey) {
        static LogView of(LogIdentity log, String base) {
            return new LogView(log.origin(), log.url(base), log.vkey());
        }
    }

    @Override
    public TenantView withoutSecret() {
        return new TenantView(
                object,
                id,
                name,
                isolation,
                cluster,
                allowedJurisdictions,
                creditLimitWon,
                n2sf,
                allowedNetworks,
                allowedOrigins,
                share,
                state,
                createdAt,
                steps,
                closing,
                erasure,
                log,
                null);
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return "TenantView[" + id + "]";
    }
}
