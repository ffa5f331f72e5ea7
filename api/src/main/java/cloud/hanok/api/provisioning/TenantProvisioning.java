package cloud.hanok.api.provisioning;

import cloud.hanok.api.config.DedicatedClusters;
import cloud.hanok.api.config.TenantsConfiguration;
import cloud.hanok.compliance.receipt.LogIdentity;
import cloud.hanok.compliance.receipt.TransparencyLogs;
import cloud.hanok.platform.home.Homes;
import cloud.hanok.platform.home.TenantHome;
import cloud.hanok.platform.id.SagaId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.saga.SagaProgress;
import cloud.hanok.platform.saga.SagaUnfinishedException;
import cloud.hanok.platform.saga.Sagas;
import cloud.hanok.tenant.key.ApiKeys;
import cloud.hanok.tenant.key.IssuedKey;
import cloud.hanok.tenant.organization.Isolation;
import cloud.hanok.tenant.organization.NewTenant;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.TenantChange;
import cloud.hanok.tenant.organization.TenantState;
import cloud.hanok.tenant.organization.TenantStates;
import cloud.hanok.tenant.organization.TenantStates.Standing;
import cloud.hanok.tenant.organization.TenantSteps.Move;
import cloud.hanok.tenant.organization.Tenants;
import cloud.hanok.tenant.organization.Tenants.Claimed;
import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes, repairs, suspends, resumes, closes and reopens tenants, each by a saga. The first key is not a step: its value exists only in the answer that
 * issues it, so it is issued by the request that is answered, once the tenant is whole. The same request with the same idempotency key
 * finds the tenant again, and its key as long as nobody was given it.
 */
@Singleton
public final class TenantProvisioning {
    /** What the first key of every tenant is called. */
    private static final String FIRST_KEY = "admin";

    /** A person waits; what takes longer goes on without them. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /** A realm, a namespace and a keyspace of some thirty tables take longer. */
    private static final Duration DEDICATED_PATIENCE = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(TenantProvisioning.class);

    private final Tenants tenants;
    private final TenantStates states;
    private final TransparencyLogs logs;
    private final ApiKeys keys;
    private final Sagas sagas;
    private final TenantSagas definitions;
    private final DedicatedClusters clusters;
    private final Homes homes;
    private final TenantsConfiguration configuration;
    private final Ulids ulids;
    private final Clock clock;

    public TenantProvisioning(
            Tenants tenants,
            TenantStates states,
            TransparencyLogs logs,
            ApiKeys keys,
            Sagas sagas,
            TenantSagas definitions,
            DedicatedClusters clusters,
            Homes homes,
            TenantsConfiguration configuration,
            Ulids ulids,
            Clock clock) {
        this.tenants = tenants;
        this.states = states;
        this.logs = logs;
        this.keys = keys;
        this.sagas = sagas;
        this.definitions = definitions;
        this.clusters = clusters;
        this.homes = homes;
        this.configuration = configuration;
        this.ulids = ulids;
        this.clock = clock;
    }

    /**
     * Makes a tenant.
     *
     * @param idempotencyKey the caller's; without one a request that was not answered cannot be continued
     * @throws cloud.hanok.tenant.problem.TenantProblemException when a value will not do: nothing was made
     * @throws cloud.hanok.platform.saga.SagaRefusedException when the name is taken: nothing remains
     * @throws cloud.hanok.platform.saga.SagaUnfinishedException when a part does not answer: it goes on in the background
     */
    public ProvisionedTenant create(NewTenant wanted, @Nullable String idempotencyKey) {
        if (wanted.isolation() == Isolation.DEDICATED) {
            requireHomes(wanted.cluster());
        }
        Claimed claimed = tenants.claim(wanted, idempotencyKey);
        sagas.run(
                sagaOf(claimed.id()),
                definitions.provision(wanted.isolation()),
                TenantSagaInput.of(claimed.id(), claimed.wanted()),
                wanted.isolation() == Isolation.DEDICATED ? DEDICATED_PATIENCE : PATIENCE);
        Tenant tenant = tenants.get(claimed.id());
        LogIdentity log = logs.create(tenant.id());
        IssuedKey key = keys.issueAdmin(tenant, FIRST_KEY, idempotencyKey);
        return new ProvisionedTenant(tenant, log, key);
    }

    private void requireHomes(@Nullable String cluster) {
        if (cluster != null && !clusters.names().contains(cluster)) {
            String known = String.join(", ", clusters.names());
            throw new TenantProblemException(new TenantProblem.InvalidValue(
                    "cluster",
                    "'cluster' names no cluster of this installation (hanok.dedicated.clusters). "
                            + (known.isEmpty() ? "There are none: leave it out." : "There are: " + known + "."),
                    "'cluster'에 지정한 클러스터가 이 설치에 없습니다(hanok.dedicated.clusters). "
                            + (known.isEmpty() ? "설정된 클러스터가 없으므로 이 값을 빼 주세요." : "사용할 수 있는 클러스터: " + known + ".")));
        }
        if (!clusters.makesTenants(cluster)) {
            throw new TenantProblemException(new TenantProblem.IsolationUnavailable(Isolation.DEDICATED.name()));
        }
    }

    /** How far the making of a tenant is; empty for one that an earlier release made. */
    public Optional<SagaProgress> progress(TenantId tenant) {
        return sagas.find(sagaOf(tenant));
    }

    /**
     * Gives a tenant what tenants of this release have; may be repeated.
     *
     * @throws TenantProblemException when it is closed
     * @throws cloud.hanok.platform.saga.SagaUnfinishedException when a part does not answer: it goes on in the background
     */
    public Tenant repair(Tenant tenant) {
        TenantChange.requireOpen(tenant.state());
        NewTenant wanted = new NewTenant(
                tenant.name(),
                tenant.isolation(),
                tenant.allowedJurisdictions(),
                tenant.creditLimitWon(),
                tenant.policy(),
                null);
        sagas.run(new SagaId(ulids.next()), definitions.repair(), TenantSagaInput.of(tenant.id(), wanted), PATIENCE);
        return tenants.get(tenant.id());
    }

    /**
     * Suspends, resumes, closes or reopens a tenant. One that stands so already is told to the identity provider and the gateways again if that was not
     * done yet, and stays as it is.
     *
     * @param reason why, for whoever looks later
     * @throws TenantProblemException when the tenant's state does not allow it
     * @throws cloud.hanok.platform.saga.SagaUnfinishedException when a part does not answer: it goes on in the background
     */
    public Tenant move(TenantId tenant, TenantChange change, String reason) {
        Standing standing = states.of(tenant);
        change.require(standing.state());
        TenantState state = change.to();
        SagaId saga = standing.state() == state ? standing.saga() : new SagaId(ulids.next());
        if (saga != null) {
            Instant endsAt = state == TenantState.CLOSING ? clock.instant().plus(configuration.closingGrace()) : null;
            Move move = new Move(tenant, standing.revision(), state, reason, endsAt);
            sagas.run(saga, definitions.move(), TenantSagaInput.of(move), PATIENCE);
        }
        return tenants.get(tenant);
    }

    /** Since when, why and until when at least a tenant is being closed; empty for one that is not. */
    public Optional<Standing> closing(Tenant tenant) {
        return tenant.state() == TenantState.CLOSING
                ? Optional.of(states.of(tenant.id())).filter(now -> now.state() == TenantState.CLOSING)
                : Optional.empty();
    }

    /**
     * Begins to destroy a tenant whose grace is over; it goes on in the background. Does nothing when the tenant moved otherwise since.
     *
     * @return false when it is not due
     */
    boolean erase(TenantId id) {
        Standing standing = states.of(id);
        Instant endsAt = standing.endsAt();
        if (standing.state() != TenantState.CLOSING
                || endsAt == null
                || clock.instant().isBefore(endsAt)) {
            return false;
        }
        Tenant tenant = tenants.get(id);
        Move move = new Move(
                id, standing.revision(), TenantState.ERASING, Objects.requireNonNullElse(standing.reason(), ""), null);
        String cluster = homes.tenants().find(id).map(TenantHome::cluster).orElse(null);
        String input = TenantSagaInput.erasure(move, cluster, progress(id).map(SagaProgress::input));
        try {
            sagas.run(new SagaId(ulids.next()), definitions.erase(tenant.isolation()), input, Duration.ZERO);
        } catch (SagaUnfinishedException goesOn) {
            LOG.info("{} is being erased: {}", id, goesOn.getMessage());
        }
        return true;
    }

    /** How far the erasure of a tenant is, or was at its end; empty for one that was not begun to be erased. */
    public Optional<SagaProgress> erasure(Tenant tenant) {
        return tenant.state().isOver()
                ? Optional.ofNullable(states.of(tenant.id()).saga()).flatMap(sagas::find)
                : Optional.empty();
    }

    private static SagaId sagaOf(TenantId tenant) {
        return new SagaId(tenant.ulid());
    }

    /**
     * A whole tenant.
     *
     * @param tenant its record
     * @param log its log
     * @param adminKey its first key, whose value is not kept
     */
    public record ProvisionedTenant(Tenant tenant, LogIdentity log, IssuedKey adminKey) {}
}
