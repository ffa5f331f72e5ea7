package cloud.hanok.tenant.organization;

import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.change.Change;
import cloud.hanok.platform.change.ChangeKind;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.home.HomeSecrets;
import cloud.hanok.platform.home.TenantVaults;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.saga.Refusal;
import cloud.hanok.platform.saga.SagaContext;
import cloud.hanok.platform.saga.SagaRefusedException;
import cloud.hanok.platform.saga.SagaStep;
import cloud.hanok.tenant.identity.Identities;
import cloud.hanok.tenant.identity.RealmAdministration;
import cloud.hanok.tenant.organization.TenantStates.Standing;
import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What this room does when a tenant is made, suspended or resumed. Who orders the steps knows what a saga's input says. */
public final class TenantSteps {
    /** A tenant moved this often while Keycloak was told of it: the step is taken again later. */
    private static final int MOST_ROUNDS = 4;

    private final Tenants tenants;
    private final TenantStates states;
    private final Identities identities;
    private final RealmAdministration realms;
    private final TenantVaults vaults;
    private final ChangeLog changes;

    public TenantSteps(
            Tenants tenants,
            TenantStates states,
            Identities identities,
            RealmAdministration realms,
            TenantVaults vaults,
            ChangeLog changes) {
        this.tenants = tenants;
        this.states = states;
        this.identities = identities;
        this.realms = realms;
        this.vaults = vaults;
        this.changes = changes;
    }

    /**
     * A move of a tenant's state.
     *
     * @param revision the state's before
     * @param endsAt until when the state lasts at least; null when for as long as nobody moves it
     */
    public record Move(
            TenantId tenant,
            long revision,
            TenantState state,
            String reason,
            @Nullable Instant endsAt) {}

    /** Its record and its name. Refused when the name is another's. */
    public SagaStep record(Function<SagaContext, TenantId> tenant, Function<SagaContext, NewTenant> wanted) {
        return SagaStep.of(
                "record",
                context -> {
                    try {
                        tenants.record(tenant.apply(context), wanted.apply(context));
                    } catch (TenantProblemException refused) {
                        throw new SagaRefusedException(refusal(refused.problem()), refused);
                    }
                },
                context -> tenants.forget(
                        tenant.apply(context), wanted.apply(context).name()));
    }

    /** A dedicated tenant's own realm in Keycloak, with our client in it. */
    public SagaStep realm(Function<SagaContext, TenantId> tenant, Function<SagaContext, String> displayName) {
        return SagaStep.of(
                "realm",
                context -> {
                    HomeSecrets secrets = HomeSecrets.read(vaults.of(tenant.apply(context)));
                    realms.create(
                            tenant.apply(context),
                            displayName.apply(context),
                            secrets.identityClientSecret(),
                            secrets.consoleClientSecret());
                },
                context -> realms.delete(tenant.apply(context)));
    }

    /** Its organization in Keycloak: in the shared realm, or in its own. */
    public SagaStep organization(Function<SagaContext, TenantId> tenant, Function<SagaContext, String> displayName) {
        return new SagaStep(
                "organization",
                context -> identities
                        .ensureOrganization(tenant.apply(context), displayName.apply(context))
                        .id(),
                context -> identities.deleteOrganization(tenant.apply(context)));
    }

    /** Moves the state. When it moved otherwise since the saga was begun, that stands. */
    public SagaStep move(Function<SagaContext, Move> move) {
        return SagaStep.of(
                "state",
                context -> {
                    states.move(move.apply(context), context.saga());
                },
                context -> {});
    }

    /** The last of an erasure that {@link #move} began: the tenant is closed, if the erasure is still what the state says. */
    public SagaStep closed(Function<SagaContext, Move> erasing) {
        return SagaStep.of(
                "closed",
                context -> {
                    Move begun = erasing.apply(context);
                    Standing now = states.of(begun.tenant());
                    if (context.saga().equals(now.saga()) && now.state() == TenantState.ERASING) {
                        Move ended = new Move(
                                begun.tenant(), begun.revision() + 1, TenantState.CLOSED, begun.reason(), null);
                        states.move(ended, context.saga());
                    }
                },
                context -> {});
    }

    /** Tells every gateway that the tenant changed. */
    public SagaStep announcement(Function<SagaContext, TenantId> tenant) {
        return SagaStep.of(
                "announcement",
                context -> changes.publish(
                        new Change(ChangeKind.TENANT, tenant.apply(context).text())),
                context -> {});
    }

    /**
     * Lets Keycloak sign people in, or not, as the tenant's state says now: of two sagas that pass each other, the later state
     * remains. A tenant without an organization has nobody to refuse.
     */
    public SagaStep signIn(Function<SagaContext, TenantId> tenant) {
        return SagaStep.of("sign_in", context -> agree(tenant.apply(context)), context -> {});
    }

    private void agree(TenantId tenant) {
        Standing told = states.of(tenant);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            identities.setEnabled(tenant, told.state() == TenantState.ACTIVE);
            Standing now = states.of(tenant);
            if (now.revision() == told.revision()) {
                return;
            }
            told = now;
        }
        throw new StoreUnavailableException(
                tenant + " moves faster than Keycloak can be told",
                new IllegalStateException("moved " + told.revision()));
    }

    private static Refusal refusal(TenantProblem problem) {
        return new Refusal(problem.code(), problem.field(), problem.english(), problem.korean());
    }
}
