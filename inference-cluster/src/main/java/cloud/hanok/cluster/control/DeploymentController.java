package cloud.hanok.cluster.control;

import cloud.hanok.cluster.deployment.Deployment;
import cloud.hanok.cluster.deployment.Deployments;
import cloud.hanok.cluster.deployment.DriverKind;
import cloud.hanok.cluster.driver.Driver;
import cloud.hanok.cluster.driver.ExternalDriver;
import cloud.hanok.cluster.driver.LocalDriver;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.cluster.serving.ServingDirectory;
import cloud.hanok.cluster.serving.ServingSite;
import cloud.hanok.cluster.site.Site;
import cloud.hanok.cluster.site.Sites;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.change.Change;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeKind;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.NodeId;
import cloud.hanok.platform.id.SiteId;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes engines and directory look like what is recorded. One per process: it starts and watches the local deployments
 * of this node, and watches every external one, for what this process can reach is this process's own to know. What is
 * recorded of a deployment's state is written by its node alone.
 *
 * <p>While Cassandra is away, what is known goes on being served; states are written when it is back.
 */
public final class DeploymentController implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeploymentController.class);
    /** Statuses that could not be written are tried again this often. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(15);

    private final Deployments deployments;
    private final Sites sites;
    private final LocalDriver local;
    private final ExternalDriver external;
    private final ServingDirectory directory;
    private final NodeId node;
    private final ControlPace pace;
    private final Clock clock;
    private final Map<DeploymentId, Watched> watched = new ConcurrentHashMap<>();
    private final Set<DeploymentRunner> unwritten = ConcurrentHashMap.newKeySet();
    private final Map<SiteId, ServingSite> knownSites = new HashMap<>();
    private final Semaphore wake = new Semaphore(0);
    private final Object publishing = new Object();
    private volatile boolean changed = true;
    private volatile boolean swept;
    private @Nullable Thread thread;

    public DeploymentController(
            Deployments deployments,
            Sites sites,
            LocalDriver local,
            ExternalDriver external,
            ServingDirectory directory,
            NodeId node,
            ControlPace pace,
            Clock clock) {
        this.deployments = deployments;
        this.sites = sites;
        this.local = local;
        this.external = external;
        this.directory = directory;
        this.node = node;
        this.pace = pace;
        this.clock = clock;
    }

    /** A runner and its thread. */
    private record Watched(DeploymentRunner runner, Thread thread) {}

    /** Starts the loop; it is told of changes by the feed. Call once. */
    public synchronized void start(ChangeFeed feed) {
        feed.subscribe(this::changed);
        thread = Thread.ofVirtual().name("deployments").start(this::loop);
    }

    /** Whether what is recorded was read at least once: before that a process is not ready. */
    public boolean isReady() {
        return swept;
    }

    /** What this process sees of each deployment it watches, by name. */
    public List<EngineView> engines() {
        return watched.values().stream()
                .map(one -> one.runner().view())
                .sorted(java.util.Comparator.comparing(EngineView::name))
                .toList();
    }

    /**
     * Stops watching. Engines go on, and the next controller of this node adopts them; the directory stays as it is, for
     * requests that are still served while this process ends.
     */
    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
            join(thread);
            thread = null;
        }
        watched.values().forEach(one -> one.thread().interrupt());
        watched.values().forEach(one -> join(one.thread()));
    }

    /** Stops watching and ends the engines of this node. Deployments stay recorded; the next start brings them back. */
    public void shutDown() {
        close();
        for (Watched one : watched.values()) {
            try {
                one.runner().stopEngine();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void changed(Change change) {
        if (change.kind() == ChangeKind.DEPLOYMENT) {
            changed = true;
            wake.release();
        }
    }

    private void loop() {
        long sweptNanos = 0;
        try {
            while (true) {
                boolean due = System.nanoTime() - sweptNanos > pace.sweepEvery().toNanos();
                if (changed || due || !swept) {
                    changed = false;
                    if (sweep()) {
                        sweptNanos = System.nanoTime();
                    } else {
                        changed = true;
                    }
                }
                writeStatuses();
                if (wake.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads what is recorded, and begins and ends runners. */
    private boolean sweep() throws InterruptedException {
        try {
            List<Deployment> live = deployments.list();
            for (Deployment deployment : live) {
                take(deployment);
            }
            Set<DeploymentId> ids = live.stream().map(Deployment::id).collect(Collectors.toSet());
            watched.values().stream()
                    .filter(one -> !ids.contains(one.runner().deployment().id()))
                    .forEach(one -> one.runner().undeploy());
            if (!swept) {
                local.removeStrays(ids);
                swept = true;
            }
            publish();
            return true;
        } catch (StoreUnavailableException e) {
            LOG.warn("deployments cannot be read; what is known goes on", e);
            return false;
        } catch (IOException e) {
            LOG.error("engines left by others cannot be looked for", e);
            swept = true;
            return true;
        }
    }

    private void take(Deployment deployment) {
        Watched known = watched.get(deployment.id());
        boolean deleted = deployment.deletedAt() != null;
        if (known != null) {
            known.runner().adopt(deployment);
            if (deleted) {
                known.runner().undeploy();
            }
            return;
        }
        boolean mine = deployment.node().equals(node);
        if (deployment.driver() == DriverKind.LOCAL ? !mine : deleted && !mine) {
            return;
        }
        ServingSite site = site(deployment.site());
        if (site == null) {
            LOG.error("deployment {} is at a site that does not exist: {}", deployment.name(), deployment.site());
            return;
        }
        DeploymentRunner runner = new DeploymentRunner(deployment, site, driver(deployment), pace, clock, listener);
        if (deleted) {
            runner.undeploy();
        }
        Thread runs = Thread.ofVirtual().name("deployment " + deployment.name()).unstarted(runner);
        watched.put(deployment.id(), new Watched(runner, runs));
        runs.start();
    }

    private Driver driver(Deployment deployment) {
        return switch (deployment.driver()) {
            case LOCAL -> local;
            case EXTERNAL -> external;
        };
    }

    private @Nullable ServingSite site(SiteId id) {
        ServingSite known = knownSites.get(id);
        if (known == null) {
            known = sites.find(id).map(Site::serving).orElse(null);
            if (known != null) {
                knownSites.put(id, known);
            }
        }
        return known;
    }

    private final DeploymentRunner.Listener listener = new DeploymentRunner.Listener() {
        @Override
        public void servingChanged() {
            publish();
        }

        @Override
        public void statusChanged(DeploymentRunner runner) {
            unwritten.add(runner);
            wake.release();
        }
    };

    private void publish() {
        synchronized (publishing) {
            List<ServingDeployment> serving = new ArrayList<>();
            for (Watched one : watched.values()) {
                ServingDeployment deployment = one.runner().serving();
                if (deployment != null) {
                    serving.add(deployment);
                }
            }
            directory.publish(serving);
        }
    }

    /** Writes what changed, as far as it is this node's to say. What cannot be written now is tried again. */
    private void writeStatuses() {
        for (DeploymentRunner runner : List.copyOf(unwritten)) {
            unwritten.remove(runner);
            Deployment deployment = runner.deployment();
            boolean mine = deployment.node().equals(node);
            try {
                if (runner.hasEnded()) {
                    if (mine) {
                        deployments.ended(deployment);
                    }
                    watched.remove(deployment.id());
                } else if (mine) {
                    deployments.report(deployment.id(), Objects.requireNonNull(runner.status()));
                }
            } catch (StoreUnavailableException e) {
                LOG.warn("the state of deployment {} is not recorded yet", deployment.name(), e);
                unwritten.add(runner);
            }
        }
    }

    private static void join(Thread ending) {
        try {
            if (!ending.join(CLOSE_PATIENCE)) {
                LOG.warn("{} does not end", ending.getName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
