package cloud.hanok.cluster.control;

import cloud.hanok.cluster.deployment.CredentialRemovals;
import cloud.hanok.cluster.deployment.Deployment;
import cloud.hanok.cluster.deployment.DeploymentState;
import cloud.hanok.cluster.deployment.Deployments;
import cloud.hanok.cluster.driver.EngineProgram;
import cloud.hanok.cluster.driver.EngineSettings;
import cloud.hanok.cluster.driver.ExternalDriver;
import cloud.hanok.cluster.driver.LocalDriver;
import cloud.hanok.cluster.endpoint.EndpointPolicy;
import cloud.hanok.cluster.endpoint.EngineCredentials;
import cloud.hanok.cluster.endpoint.HostResolver;
import cloud.hanok.cluster.serving.ServingDirectory;
import cloud.hanok.cluster.site.Site;
import cloud.hanok.cluster.site.Sites;
import cloud.hanok.platform.cassandra.CassandraSessions;
import cloud.hanok.platform.cassandra.CassandraSettings;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.FaultInjectingSession;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.SchemaMigrations;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeFeedSettings;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.NodeId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.secret.Secret;
import cloud.hanok.platform.vault.VaultUnavailableException;
import cloud.hanok.standalone.testing.CassandraForTests;
import com.datastax.oss.driver.api.core.CqlSession;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A cluster room on a real Cassandra, with controllers that come and go. */
final class ClusterFixture implements AutoCloseable {
    static final ControlPace QUICK = new ControlPace(
            Duration.ofMillis(100),
            Duration.ofMillis(50),
            Duration.ofSeconds(2),
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20));

    final Clock clock = Clock.systemUTC();
    final SecureRandom random = new SecureRandom();
    final Ulids ulids = new Ulids(clock, random);
    final NodeId node = new NodeId(ulids.next());
    final Keyspaces keyspaces;
    final Sites sites;
    final Deployments deployments;
    final KeptCredentials credentials = new KeptCredentials();
    final CredentialRemovals removals;
    final EndpointPolicy policy = new EndpointPolicy(true, List.of(), HostResolver.system());
    final FaultInjectingSession cassandraFaults;
    private final CqlSession session;
    private final ChangeLog changes;

    ClusterFixture() {
        CassandraForTests cassandra = CassandraForTests.get();
        session = CassandraSessions.open(new CassandraSettings(
                List.of(cassandra.contactPoint().getHostString() + ":"
                        + cassandra.contactPoint().getPort()),
                cassandra.localDatacenter(),
                cassandra.programKeyspace("cluster"),
                cassandra.username(),
                cassandra.password(),
                CassandraSettings.DEFAULT_REQUEST_TIMEOUT));
        new SchemaMigrations(session, clock).migrate();
        cassandraFaults = new FaultInjectingSession(session);
        keyspaces = new Keyspaces(new Cql(cassandraFaults, CassandraSettings.DEFAULT_REQUEST_TIMEOUT));
        changes = new ChangeLog(keyspaces, ulids);
        sites = new Sites(keyspaces, changes, ulids, clock);
        removals = removals();
        removals.start();
        deployments = deploymentsAt(clock);
    }

    Deployments deploymentsAt(Clock other) {
        return deployments(removals, other);
    }

    Deployments deployments(CredentialRemovals with, Clock other) {
        return new Deployments(keyspaces, changes, sites, policy, credentials, with, node, ulids, other);
    }

    /** What removes credentials, as one process has it; not started. */
    CredentialRemovals removals() {
        return new CredentialRemovals(keyspaces, credentials, node);
    }

    Site site() {
        return sites.create("seoul-" + tail(), "KR", "Hanok", null);
    }

    String tail() {
        return ulids.next().toString().toLowerCase(Locale.ROOT);
    }

    /** A controller as one process has it. */
    Running start(EngineSettings settings) {
        return new Running(settings);
    }

    final class Running implements AutoCloseable {
        final ServingDirectory directory = new ServingDirectory();
        final DeploymentController controller;
        private final ChangeFeed feed;

        Running(EngineSettings settings) {
            controller = new DeploymentController(
                    deployments,
                    sites,
                    new LocalDriver(settings, ulids, random, clock),
                    new ExternalDriver(policy, credentials, ulids),
                    directory,
                    node,
                    QUICK,
                    clock);
            feed = new ChangeFeed(keyspaces, clock, ChangeFeedSettings.of(CassandraSettings.DEFAULT_REQUEST_TIMEOUT));
            controller.start(feed);
            feed.start();
        }

        EngineView view(String name) {
            return controller.engines().stream()
                    .filter(engine -> engine.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void close() {
            controller.close();
            feed.close();
        }
    }

    EngineSettings engines(List<EngineProgram> programs, Path folder) {
        return new EngineSettings(programs, folder, 1, 1, true, Duration.ofSeconds(60), Duration.ofSeconds(5));
    }

    Deployment awaitState(DeploymentId id, DeploymentState state) {
        await(
                "state " + state,
                () -> deployments.find(id).orElseThrow().status().state() == state);
        return deployments.find(id).orElseThrow();
    }

    static void await(String what, BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new AssertionError("not within 60 s: " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Override
    public void close() {
        removals.close();
        CassandraForTests.giveBack(session);
    }

    /** In place of the vault: that one is tested with a real OpenBao. */
    static final class KeptCredentials implements EngineCredentials {
        private final Map<DeploymentId, Secret> kept = new ConcurrentHashMap<>();
        private volatile boolean away;

        /** Whether it is kept for any deployment. */
        boolean hold(Secret credential) {
            return kept.containsValue(credential);
        }

        /** From now on nobody answers, or everybody again. */
        void setAway(boolean now) {
            away = now;
        }

        @Override
        public void keep(DeploymentId deployment, Secret credential) {
            kept.putIfAbsent(deployment, credential);
        }

        @Override
        public Optional<Secret> find(DeploymentId deployment) {
            return Optional.ofNullable(kept.get(deployment));
        }

        @Override
        public void remove(DeploymentId deployment) {
            if (away) {
                throw new VaultUnavailableException("away", null);
            }
            kept.remove(deployment);
        }
    }
}
