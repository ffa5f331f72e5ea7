package cloud.hanok.cluster.fairness;

import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.cluster.serving.ServingDirectory;
import cloud.hanok.platform.id.DeploymentId;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queues of this gateway, one for each deployment that was asked, and the clockwork that ends waits in time. */
public final class FairQueues implements AutoCloseable {
    /** How late a deadline, or a replica that came or went, may be seen. */
    private static final long TICK_MILLIS = 50;

    /** Long enough that each of some waiting tenants had turns. */
    private static final long MEASURED_MILLIS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(FairQueues.class);

    private final ServingDirectory directory;
    private final FairnessSettings settings;
    private final ConcurrentMap<DeploymentId, FairQueue> queues = new ConcurrentHashMap<>();
    private volatile double jain = 1;
    private final CountDownLatch closing = new CountDownLatch(1);

    public FairQueues(ServingDirectory directory, FairnessSettings settings) {
        this.directory = directory;
        this.settings = settings;
    }

    /** The queue of a deployment. */
    public FairQueue of(ServingDeployment deployment) {
        FairQueue known = queues.get(deployment.id());
        return known == null
                ? queues.computeIfAbsent(deployment.id(), id -> new FairQueue(deployment, settings, System::nanoTime))
                : known;
    }

    /** All there are. */
    public Collection<FairQueue> all() {
        return queues.values();
    }

    /** Requests that wait, in all. */
    public int waiting() {
        int waiting = 0;
        for (FairQueue queue : queues.values()) {
            waiting += queue.waiting();
        }
        return waiting;
    }

    /** Requests that wait for a deployment. */
    public int waiting(DeploymentId deployment) {
        FairQueue queue = queues.get(deployment);
        return queue == null ? 0 : queue.waiting();
    }

    /**
     * Jain's index of what waiting tenants were served in the last period of {@link #MEASURED_MILLIS}, of the deployment
     * where it is least; 1 where fewer than two waited throughout.
     */
    public double jainIndex() {
        return jain;
    }

    /** Begins to end waits in time. */
    public void start() {
        Thread.ofVirtual().name("fair-queues").start(this::run);
    }

    @Override
    public void close() {
        closing.countDown();
    }

    ConcurrentMap<DeploymentId, FairQueue> byDeployment() {
        return queues;
    }

    private void run() {
        try {
            int ticks = 0;
            while (!closing.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (++ticks * TICK_MILLIS >= MEASURED_MILLIS) {
                    ticks = 0;
                    measure();
                }
                for (FairQueue queue : queues.values()) {
                    try {
                        tick(queue);
                    } catch (RuntimeException e) {
                        LOG.error("a fair queue was left as it is for now", e);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void measure() {
        double least = 1;
        for (FairQueue queue : queues.values()) {
            least = Math.min(least, JainIndex.of(queue.servedSinceLastAsked()));
        }
        jain = least;
        queues.values().removeIf(queue -> queue.waiting() == 0 && now(queue.deployment()) == null);
    }

    /** As it serves now; null when it no longer does. */
    private @Nullable ServingDeployment now(ServingDeployment known) {
        ServingDeployment named = directory.find(known.pool().tenant(), known.name());
        return named != null && named.id().equals(known.id()) ? named : null;
    }

    private void tick(FairQueue queue) {
        if (queue.waiting() > 0) {
            ServingDeployment now = now(queue.deployment());
            if (now != null) {
                queue.update(now);
            }
            queue.tick();
        }
    }
}
