package cloud.hanok.cluster.deployment;

import cloud.hanok.cluster.endpoint.EndpointPolicy;
import cloud.hanok.cluster.endpoint.EngineCredentials;
import cloud.hanok.cluster.pool.Pool;
import cloud.hanok.cluster.problem.ClusterException;
import cloud.hanok.cluster.problem.ClusterProblem;
import cloud.hanok.cluster.serving.AnswerTimeouts;
import cloud.hanok.cluster.site.Sites;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.change.Change;
import cloud.hanok.platform.change.ChangeKind;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.claim.IdempotencyClaims;
import cloud.hanok.platform.claim.IdempotencyKeyRefusedException;
import cloud.hanok.platform.claim.NameClaim;
import cloud.hanok.platform.claim.NameClaims;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.NodeId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.secret.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The deployments that are recorded: what is wanted, and what was last seen. A name in a pool is one live deployment's; the claims
 * of names are at the same time the list of what lives. Blocks.
 */
public final class Deployments {
    private static final String SCOPE = "deployments";
    /** Whose row is still missing after this long died between its claim and its row. */
    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(1);

    private final Cql cql;
    private final DeploymentTable table;
    private final NameClaims names;
    private final ChangeLog changes;
    private final Sites sites;
    private final EngineCredentials credentials;
    private final CredentialRemovals removals;
    private final DeploymentRules rules;
    private final NodeId node;
    private final Ulids ulids;
    private final Clock clock;

    /** @param node the machine this process runs on: local deployments asked for here run here */
    public Deployments(
            Keyspaces keyspaces,
            ChangeLog changes,
            Sites sites,
            EndpointPolicy policy,
            EngineCredentials credentials,
            CredentialRemovals removals,
            NodeId node,
            Ulids ulids,
            Clock clock) {
        this.cql = keyspaces.platform();
        this.table = new DeploymentTable(keyspaces);
        this.names = new NameClaims(cql, "cluster_names", clock);
        this.changes = changes;
        this.sites = sites;
        this.credentials = credentials;
        this.removals = removals;
        this.rules = new DeploymentRules(policy);
        this.node = node;
        this.ulids = ulids;
        this.clock = clock;
    }

    /**
     * Records that a deployment is wanted. It is pending; {@link #find} tells how far it is.
     *
     * @throws ClusterException when a field is wrong, the site does not exist, the URL is forbidden or the name taken
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be recorded
     */
    public Deployment create(NewDeployment asked) {
        return create(new DeploymentId(ulids.next()), asked, false);
    }

    /**
     * The id of a deployment that is about to be asked for, so that what belongs to it can be recorded ahead of it.
     *
     * @param idempotencyKey when given, the same request with the same key gets the same id for a day
     * @param request what the request says, but for its credential
     * @throws cloud.hanok.platform.claim.IdempotencyKeyRefusedException malformed, or used with another request
     */
    public DeploymentId claim(@Nullable String idempotencyKey, List<String> request) {
        return DeploymentId.parse(IdempotencyClaims.claim(
                cql,
                IdempotencyClaims.PLATFORM,
                idempotencyKey,
                new DeploymentId(ulids.next()).text(),
                Stream.concat(Stream.of("deployment"), request.stream()).toArray(String[]::new)));
    }

    /**
     * What an earlier request with the same key made, whatever became of it since. A credential is in no digest that is
     * stored, so it is compared with the one that is kept.
     *
     * @throws cloud.hanok.platform.claim.IdempotencyKeyRefusedException when it came with another credential
     */
    public Optional<Deployment> findAgain(DeploymentId id, @Nullable Secret credential) {
        Optional<Deployment> made = table.find(id);
        if (made.isPresent() && credential != null) {
            requireSame(id, credential);
        }
        return made;
    }

    /**
     * The same as {@link #create(NewDeployment)} under an id of {@link #claim}.
     *
     * @param repeatable whether the same request may come again under this id: then what could not be recorded now keeps
     *     its credential for it
     */
    public Deployment create(DeploymentId id, NewDeployment asked, boolean repeatable) {
        rules.check(asked);
        if (sites.find(asked.site()).isEmpty()) {
            throw new ClusterException(
                    new ClusterProblem.NotFound("site", asked.site().text(), Optional.of("site")));
        }
        claim(asked, id);
        try {
            if (asked.credential() != null) {
                credentials.keep(id, asked.credential());
                if (repeatable) {
                    requireSame(id, asked.credential());
                }
            }
            Instant createdAt = Instant.ofEpochMilli(id.ulid().epochMillis());
            Deployment deployment = new Deployment(
                    id,
                    asked.name(),
                    asked.pool(),
                    asked.model(),
                    asked.driver(),
                    asked.site(),
                    asked.engine(),
                    asked.url(),
                    asked.credential() != null,
                    Objects.requireNonNullElse(asked.upstreamModel(), asked.name()),
                    DeploymentRules.contextTokens(asked),
                    asked.price(),
                    asked.timeouts(),
                    asked.concurrency(),
                    node,
                    createdAt,
                    null,
                    new DeploymentStatus(DeploymentState.PENDING, null, createdAt));
            table.insert(deployment);
            changes.publish(new Change(ChangeKind.DEPLOYMENT, id.text()));
            return deployment;
        } catch (RuntimeException e) {
            abandon(asked, id, repeatable, e);
            throw e;
        }
    }

    /** The deployment of this id, deleted or not, if there ever was one. */
    public Optional<Deployment> find(DeploymentId id) {
        return table.find(id);
    }

    /** The live deployment of this name in a pool, if there is one. */
    public Optional<Deployment> findByName(Pool pool, String name) {
        return names.find(SCOPE, pool.qualified(name)).flatMap(claim -> table.find(DeploymentId.parse(claim.holder())));
    }

    /** All deployments that are not gone yet, by name, at most {@link NameClaims#MAX_LISTED}. */
    public List<Deployment> list() {
        return names.list(SCOPE).stream()
                .flatMap(claim -> table.find(DeploymentId.parse(claim.holder())).stream())
                .toList();
    }

    /**
     * Records that a deployment is no longer wanted: new requests stop reaching it, those in flight go on, then its
     * engine ends and its name is free. Again: nothing more happens.
     *
     * @throws ClusterException when there is none of this id
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be recorded
     */
    public Deployment delete(DeploymentId id) {
        Deployment deployment = known(id);
        if (deployment.deletedAt() == null) {
            table.delete(id, clock.instant());
        }
        changes.publish(new Change(ChangeKind.DEPLOYMENT, id.text()));
        return table.find(id).orElse(deployment);
    }

    /**
     * Records how long a deployment's engines may leave a client without anything. Holds everywhere within five seconds, for
     * requests that come then.
     *
     * @throws ClusterException when there is none of this id
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be recorded
     */
    public Deployment setTimeouts(DeploymentId id, AnswerTimeouts timeouts) {
        known(id);
        table.timeouts(id, timeouts);
        return changed(id);
    }

    /**
     * Records how many requests an external deployment's engine computes at once. Holds everywhere within five seconds.
     *
     * @param concurrency from 1 to {@link DeploymentRules#MAX_CONCURRENCY}, or {@link
     *     cloud.hanok.cluster.serving.ServingReplica#UNKNOWN_CONCURRENCY}
     * @throws ClusterException when there is none of this id, or its engine is started here, with the slots it has
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be recorded
     */
    public Deployment setConcurrency(DeploymentId id, int concurrency) {
        DeploymentRules.checkConcurrency(known(id).driver(), concurrency);
        table.concurrency(id, concurrency);
        return changed(id);
    }

    /** Records how far a deployment is. Only its node does so. */
    public void report(DeploymentId id, DeploymentStatus status) {
        table.status(id, status);
    }

    /** Records that nothing of a deployment is left, frees its name, and gives its credential up. Only its node does so. */
    public void ended(Deployment deployment) {
        if (deployment.hasCredential()) {
            removals.note(deployment.id());
        }
        table.status(deployment.id(), new DeploymentStatus(DeploymentState.DELETED, null, clock.instant()));
        names.release(
                SCOPE,
                deployment.pool().qualified(deployment.name()),
                deployment.id().text());
        changes.publish(new Change(ChangeKind.DEPLOYMENT, deployment.id().text()));
    }

    private Deployment known(DeploymentId id) {
        return table.find(id)
                .orElseThrow(() ->
                        new ClusterException(new ClusterProblem.NotFound("deployment", id.text(), Optional.empty())));
    }

    private Deployment changed(DeploymentId id) {
        changes.publish(new Change(ChangeKind.DEPLOYMENT, id.text()));
        return known(id);
    }

    private void claim(NewDeployment asked, DeploymentId id) {
        if (!names.claim(SCOPE, asked.pool().qualified(asked.name()), id.text(), this::isAbandoned)) {
            throw new ClusterException(new ClusterProblem.NameTaken("deployment", asked.name()));
        }
    }

    private boolean isAbandoned(NameClaim standing) {
        return standing.since().plus(ABANDONED_AFTER).isBefore(clock.instant())
                && table.find(DeploymentId.parse(standing.holder())).isEmpty();
    }

    /** One that is no longer kept was given up with its deployment: there is nothing left to differ from. */
    private void requireSame(DeploymentId id, Secret credential) {
        if (credentials.find(id).filter(kept -> !kept.equals(credential)).isPresent()) {
            throw new IdempotencyKeyRefusedException(IdempotencyKeyRefusedException.Reason.REUSED);
        }
    }

    /** Undoes the claim of a deployment whose row was not written, as far as that can be done now. */
    private void abandon(NewDeployment asked, DeploymentId id, boolean repeatable, RuntimeException why) {
        try {
            if (table.find(id).isEmpty()) {
                names.release(SCOPE, asked.pool().qualified(asked.name()), id.text());
                if (asked.credential() != null && !repeatable) {
                    removals.note(id);
                }
            }
        } catch (RuntimeException e) {
            why.addSuppressed(e);
        }
    }
}
