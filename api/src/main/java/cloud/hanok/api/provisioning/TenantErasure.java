package cloud.hanok.api.provisioning;

import cloud.hanok.content.background.BackgroundResponses;
import cloud.hanok.content.batch.Batches;
import cloud.hanok.content.file.Files;
import cloud.hanok.content.webhook.Webhooks;
import cloud.hanok.platform.envelope.DataClass;
import cloud.hanok.platform.envelope.EncryptionKeys;
import cloud.hanok.platform.home.HomeSteps;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.saga.SagaContext;
import cloud.hanok.platform.saga.SagaStep;
import cloud.hanok.tenant.identity.Identities;
import cloud.hanok.tenant.key.ApiKeys;
import cloud.hanok.tenant.operator.Operators;
import cloud.hanok.tenant.organization.Isolation;
import cloud.hanok.tenant.organization.TenantStates;
import cloud.hanok.tenant.organization.TenantSteps;
import cloud.hanok.tenant.organization.Tenants;
import cloud.hanok.tenant.project.Project;
import cloud.hanok.tenant.project.Projects;
import cloud.hanok.tenant.request.Page;
import cloud.hanok.tenant.signup.SignupSteps;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What destroys a tenant whose grace is over, in order: what works for it ends, its keys for what people wrote and for who they are are
 * destroyed, then what they sealed is removed. What cannot be reached waits and is tried for ever; nothing leads back. A step does nothing
 * unless the tenant's state was moved by the saga it is of: of two that began at once, one erases.
 *
 * <p>Usage, the transparency log and the audit log stay: {@code docs/decisions/0027-a-closed-tenant-leaves-what-the-law-asks-for.md}.
 */
@Singleton
public final class TenantErasure {
    /** Tables that outlive a dedicated tenant's home: what the law asks for, and what names it. */
    static final List<String> KEPT = List.of(
            "projects",
            "usage_event",
            "usage_minute_mark",
            "usage_hour_mark",
            "usage_minute_rollup",
            "usage_hour_rollup",
            "logs",
            "log_heads",
            "log_checkpoints",
            "log_tiles",
            "log_bundles",
            "log_leaves",
            "audit_events");

    /** Of a step's time, so that the call that is under way ends in it too. */
    private static final Duration AT_ONCE = Duration.ofSeconds(15);

    /** Far more than one tenant has open. */
    private static final int MOST_OPEN = 100_000;

    private final TenantSteps steps;
    private final HomeSteps homes;
    private final Tenants tenants;
    private final TenantStates states;
    private final Projects projects;
    private final ApiKeys apiKeys;
    private final Webhooks webhooks;
    private final BackgroundResponses background;
    private final Batches batches;
    private final Files files;
    private final EncryptionKeys keys;
    private final Identities identities;
    private final Operators operators;
    private final SignupSteps signups;

    public TenantErasure(
            TenantSteps steps,
            HomeSteps homes,
            Tenants tenants,
            TenantStates states,
            Projects projects,
            ApiKeys apiKeys,
            Webhooks webhooks,
            BackgroundResponses background,
            Batches batches,
            Files files,
            EncryptionKeys keys,
            Identities identities,
            Operators operators,
            SignupSteps signups) {
        this.steps = steps;
        this.homes = homes;
        this.tenants = tenants;
        this.states = states;
        this.projects = projects;
        this.apiKeys = apiKeys;
        this.webhooks = webhooks;
        this.background = background;
        this.batches = batches;
        this.files = files;
        this.keys = keys;
        this.identities = identities;
        this.operators = operators;
        this.signups = signups;
    }

    /** More is left of a step than fits into its time: it goes on at the next call. */
    static final class MoreIsLeftException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MoreIsLeftException() {
            super("more is left than fits into one call; it goes on");
        }
    }

    /** The steps. */
    List<SagaStep> steps(Isolation isolation) {
        List<SagaStep> all = new ArrayList<>(List.of(
                steps.move(TenantSagaInput::move),
                steps.announcement(TenantSagaInput::tenant),
                step("api_keys", this::revokeKeys),
                step("webhooks", webhooks::deleteAll),
                step("running_work", this::endWork),
                step("encryption_keys", this::destroyKeys),
                step("files", tenant -> files.erase(tenant, projects(tenant), untilLater()))));
        all.addAll(
                switch (isolation) {
                    case SHARED -> shared();
                    case DEDICATED -> dedicated();
                });
        all.add(SagaStep.of("name", this::releaseName, _ -> {}));
        all.add(steps.closed(TenantSagaInput::move));
        all.add(named("closed_announcement", steps.announcement(TenantSagaInput::tenant)));
        return all;
    }

    private List<SagaStep> shared() {
        return List.of(step("people", this::removePeople), step("organization", identities::deleteOrganization));
    }

    private List<SagaStep> dedicated() {
        return List.of(
                ofHome("records", context -> homes.keepRecords(TenantSagaInput.home(context), KEPT, untilLater())),
                ofHome("realm", steps.realm(TenantSagaInput::tenant, _ -> "").undo()),
                ofHome("keyspace", homes.keyspace(TenantSagaInput::home).undo()),
                ofHome("namespace", homes.namespace(TenantSagaInput::home).undo()),
                ofHome("home", homes.home(TenantSagaInput::home).undo()),
                // Noted where the tenant is looked for from now on: nobody makes keys for it there, and what the old
                // ones sealed reads as
                // erased.
                step("key_notes", keys::destroy));
    }

    private void revokeKeys(TenantId tenant) {
        Runnable each = untilLater();
        List<@Nullable ProjectId> owners = new ArrayList<>(projects(tenant));
        owners.add(null);
        for (ProjectId owner : owners) {
            apiKeys.revokeAll(tenant, owner, _ -> {
                each.run();
                return true;
            });
        }
    }

    /** Takes what has not ended from the lists of those who would go on with it. */
    private void endWork(TenantId tenant) {
        for (int list = 0; list < BackgroundResponses.LISTS; list++) {
            background.open(list, MOST_OPEN).stream()
                    .filter(open -> open.tenant().equals(tenant))
                    .forEach(open -> background.delete(tenant, open.id()));
        }
        for (int list = 0; list < Batches.LISTS; list++) {
            batches.open(list, MOST_OPEN).stream()
                    .filter(open -> open.tenant().equals(tenant))
                    .forEach(batches::forget);
        }
    }

    /** Who did what is kept, and so is the key it is sealed with. */
    private void destroyKeys(TenantId tenant) {
        keys.destroy(tenant, DataClass.CONTENT);
        keys.destroy(tenant, DataClass.PEOPLE);
    }

    /** Its identity provider first: Keycloak deletes who came from there when they leave, whatever else they are in. */
    private void removePeople(TenantId tenant) {
        identities.organization(tenant).ifPresent(identities::removeProvider);
        identities.removePeople(tenant, person -> operators.find(person).isPresent(), untilLater());
    }

    private void releaseName(SagaContext context) {
        if (isOurs(context)) {
            tenants.releaseName(tenants.get(TenantSagaInput.tenant(context)));
            if (SignupSagaInput.isSignup(context)) {
                signups.release(SignupSagaInput.wanted(context));
            }
        }
    }

    private List<ProjectId> projects(TenantId tenant) {
        List<ProjectId> all = new ArrayList<>();
        ProjectId last = null;
        for (boolean more = true; more; ) {
            Page<Project> page = projects.list(tenant, last, Page.MAX_LIMIT);
            for (Project project : page.items()) {
                last = project.id();
                all.add(last);
            }
            more = page.hasMore();
        }
        return all;
    }

    private boolean isOurs(SagaContext context) {
        return context.saga().equals(states.of(TenantSagaInput.tenant(context)).saga());
    }

    private SagaStep step(String name, Consumer<TenantId> work) {
        return ofHome(name, context -> work.accept(TenantSagaInput.tenant(context)));
    }

    private SagaStep ofHome(String name, Consumer<SagaContext> work) {
        return SagaStep.of(
                name,
                context -> {
                    if (isOurs(context)) {
                        work.accept(context);
                    }
                },
                _ -> {});
    }

    private static SagaStep named(String name, SagaStep step) {
        return new SagaStep(name, step.run(), step.undo());
    }

    private static Runnable untilLater() {
        long end = System.nanoTime() + AT_ONCE.toNanos();
        return () -> {
            if (System.nanoTime() > end) {
                throw new MoreIsLeftException();
            }
        };
    }
}
