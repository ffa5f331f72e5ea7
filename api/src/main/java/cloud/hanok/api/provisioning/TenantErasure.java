package cloud.hanok.api.provisioning;

import cloud.hanok.content.background.BackgroundResponses;
import cloud.hanok.content.background.Outcome;
import cloud.hanok.content.background.Standing;
import cloud.hanok.content.batch.Batch;
import cloud.hanok.content.batch.BatchGoneException;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What destroys a tenant whose grace is over, in order: what works for it ends, its keys for what people wrote and for who they are are
 * destroyed, then what they sealed is removed. What cannot be reached waits and is tried for ever; nothing leads back. A step does nothing
 * unless the tenant's state was moved by the saga it is of: of two that began at once, one erases.
 *
 * <p>Usage, the transparency log and the audit log stay: {@code docs/decisions/0027-a-closed-tenant-leaves-what-the-law-asks-for.md}.
 */
@Singleton
public final class TenantErasure {
    private static final Logger LOG = LoggerFactory.getLogger(TenantErasure.class);

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

    /** The steps that destroy something; the others are there for them. */
    static final Set<String> DESTROYING = Set.of(
            "api_keys",
            "webhooks",
            "running_work",
            "encryption_keys",
            "files",
            "people",
            "organization",
            "realm",
            "keyspace",
            "namespace",
            "home",
            "name");

    /** Of a step's time, so that the call that is under way ends in it too. */
    private static final Duration AT_ONCE = Duration.ofSeconds(15);

    /** Far more than one tenant has open. */
    private static final int MOST_OPEN = 100_000;

    /** Between two looks at whether gateways have let go of what they worked on. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    /** A gateway that cannot end a batch for so long is not waited for: what it writes once the keys are gone, nobody can read. */
    private static final Duration LET_GO_WITHIN = Duration.ofMinutes(2);

    /** In the place of a gateway, of batches that nobody is to work on. */
    private static final String HOLDER = "erasure";

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
    private final ErasureRecords records;
    private final Clock clock;

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
            SignupSteps signups,
            ErasureRecords records,
            Clock clock) {
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
        this.records = records;
        this.clock = clock;
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
                then(steps.announcement(TenantSagaInput::tenant), records::begun),
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
        all.add(named("closed_announcement", then(steps.announcement(TenantSagaInput::tenant), records::ended)));
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
                // Where the tenant is looked for from now on: nobody makes keys for it there, and what was sealed reads
                // as erased.
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

    /**
     * Ends what has not ended, and waits until whoever worked on it let go: no answer is written once the keys are gone. What was answered
     * until then is billed.
     */
    private void endWork(TenantId tenant) {
        Runnable patience = untilLater();
        while (!letGo(openResponses(tenant), this::hasEnded) | !letGo(openBatches(tenant), this::hasEnded)) {
            patience.run();
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    /** Looks at all of them, so that all end at once. */
    private static <T> boolean letGo(List<T> open, Predicate<T> ended) {
        return open.stream().filter(ended.negate()).count() == 0;
    }

    private List<BackgroundResponses.Open> openResponses(TenantId tenant) {
        return IntStream.range(0, BackgroundResponses.LISTS)
                .mapToObj(list -> background.open(list, MOST_OPEN))
                .flatMap(List::stream)
                .filter(open -> open.tenant().equals(tenant))
                .toList();
    }

    private List<Batches.Open> openBatches(TenantId tenant) {
        return IntStream.range(0, Batches.LISTS)
                .mapToObj(list -> batches.open(list, MOST_OPEN))
                .flatMap(List::stream)
                .filter(open -> open.tenant().equals(tenant))
                .toList();
    }

    /** Whoever answers it sees within a second that nobody wants it any more, stops its engine, and ends it. */
    private boolean hasEnded(BackgroundResponses.Open open) {
        Standing standing = background.standing(open.tenant(), open.id()).orElse(null);
        if (standing != null && !standing.ended() && standing.isHeld(clock.instant())) {
            background.decide(open.tenant(), open.id(), Outcome.CANCELLED);
            return false;
        }
        background.delete(open.tenant(), open.id());
        return true;
    }

    /** The same of a batch. One that nobody works on is taken, so that nobody begins. */
    private boolean hasEnded(Batches.Open open) {
        try {
            Batch batch = batches.cancel(open.tenant(), open.id());
            Instant now = clock.instant();
            if (!batch.state().isEnded()
                    && !batches.take(open.tenant(), open.id(), HOLDER, now.plus(LET_GO_WITHIN))
                    && !isLate(batch, now)) {
                return false;
            }
        } catch (BatchGoneException gone) {
            LOG.debug("{} waits for nothing", gone.getMessage());
        }
        batches.forget(open);
        return true;
    }

    private static boolean isLate(Batch batch, Instant now) {
        return batch.course()
                .cancellingAt()
                .or(batch.course()::finalizingAt)
                .filter(since -> since.plus(LET_GO_WITHIN).isBefore(now))
                .isPresent();
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

    /** A step, and what is recorded of it in the same one. */
    private SagaStep then(SagaStep step, Consumer<SagaContext> recording) {
        return new SagaStep(
                step.name(),
                context -> {
                    String output = step.run().apply(context);
                    if (isOurs(context)) {
                        recording.accept(context);
                    }
                    return output;
                },
                step.undo());
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
