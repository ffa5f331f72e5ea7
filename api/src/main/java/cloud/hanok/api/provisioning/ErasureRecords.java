package cloud.hanok.api.provisioning;

import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.config.KeycloakConfiguration;
import cloud.hanok.compliance.audit.AuditActor;
import cloud.hanok.compliance.audit.AuditEvent;
import cloud.hanok.compliance.audit.AuditLog;
import cloud.hanok.compliance.audit.AuditOutcome;
import cloud.hanok.compliance.audit.AuditSource;
import cloud.hanok.platform.id.AuditEventId;
import cloud.hanok.platform.saga.SagaContext;
import cloud.hanok.platform.saga.SagaProgress;
import cloud.hanok.platform.saga.Sagas;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.Tenants;
import io.micronaut.context.BeanProvider;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * That a tenant is erased, in the platform's own audit log, which outlives it: written before anything is destroyed, and again with what
 * was destroyed once all of it is. It is one event, whose id is the erasure's and whose moment is its beginning, however often it is written.
 */
@Singleton
final class ErasureRecords {
    private static final AuditSource INSIDE = new AuditSource("", "");

    private final BeanProvider<AuditLog> log;
    private final BeanProvider<Sagas> sagas;
    private final Tenants tenants;
    private final KeycloakConfiguration keycloak;
    private final JsonMapper json;

    ErasureRecords(
            BeanProvider<AuditLog> log,
            BeanProvider<Sagas> sagas,
            Tenants tenants,
            KeycloakConfiguration keycloak,
            JsonMapper json) {
        this.log = log;
        this.sagas = sagas;
        this.tenants = tenants;
        this.keycloak = keycloak;
        this.json = json;
    }

    /**
     * A tenant that was erased, as the log keeps it. Of what it kept nothing is said.
     *
     * @param id of the tenant
     * @param name by which the platform knows it
     * @param begunAt when nothing led back any more
     * @param erased what was destroyed, in order
     */
    record Erased(String object, String id, String name, String isolation, Instant begunAt, List<Part> erased) {
        /**
         * A part of it.
         *
         * @param name of the step that destroyed it
         * @param at when it was gone
         */
        record Part(String name, Instant at) {}
    }

    /** Nothing is destroyed before this is written. */
    void begun(SagaContext context) {
        write(context, AuditOutcome.ATTEMPTED, null);
    }

    /** All of it is destroyed. */
    void ended(SagaContext context) {
        Tenant tenant = tenants.get(TenantSagaInput.tenant(context));
        SagaProgress erasure = sagas.get()
                .find(context.saga())
                .orElseThrow(() -> new IllegalStateException(context.saga() + " runs and is not there"));
        List<Erased.Part> parts = erasure.steps().stream()
                .filter(step -> step.state() == SagaProgress.StepState.DONE)
                .filter(step -> TenantErasure.DESTROYING.contains(step.name()))
                .map(step -> new Erased.Part(step.name(), Objects.requireNonNull(step.changedAt())))
                .toList();
        write(
                context,
                AuditOutcome.DONE,
                new Erased(
                        "tenant",
                        tenant.id().text(),
                        tenant.name(),
                        tenant.isolation().name(),
                        erasure.createdAt(),
                        parts));
    }

    private void write(SagaContext context, AuditOutcome outcome, @Nullable Erased erased) {
        log.get()
                .begin(new AuditEvent(
                        new AuditEventId(context.saga().ulid()),
                        null,
                        AuditType.TENANT_ERASED.text(),
                        new AuditActor(AuditActor.Kind.OPERATOR, keycloak.clientId()),
                        null,
                        TenantSagaInput.tenant(context).text(),
                        "",
                        INSIDE,
                        outcome,
                        "",
                        null,
                        erased == null ? null : print(erased)));
    }

    private String print(Erased erased) {
        try {
            return json.writeValueAsString(erased);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
