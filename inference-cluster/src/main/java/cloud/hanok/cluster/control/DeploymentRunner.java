package cloud.hanok.cluster.control;

import cloud.hanok.cluster.deployment.Deployment;
import cloud.hanok.cluster.deployment.DeploymentState;
import cloud.hanok.cluster.deployment.DeploymentStatus;
import cloud.hanok.cluster.deployment.DriverKind;
import cloud.hanok.cluster.deployment.StateReason;
import cloud.hanok.cluster.driver.Driver;
import cloud.hanok.cluster.driver.EngineFailedException;
import cloud.hanok.cluster.driver.EngineRun;
import cloud.hanok.cluster.driver.Observation;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.cluster.serving.ServingReplica;
import cloud.hanok.cluster.serving.ServingSite;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings one deployment to life, keeps it alive, and ends it when it is no longer wanted. Runs on a thread of its own. */
final class DeploymentRunner implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(DeploymentRunner.class);
    private static final Duration DRAIN_LOOK = Duration.ofMillis(50);

    private final ServingSite site;
    private final Driver driver;
    private final ControlPace pace;
    private final Clock clock;
    private final Listener listener;
    private final CountDownLatch unwanted = new CountDownLatch(1);
    /** As it is recorded now: some of its settings change. */
    private volatile Deployment deployment;

    private volatile DeploymentStatus status;
    private volatile @Nullable EngineRun run;
    private volatile boolean served;
    private volatile boolean ended;
    private volatile int restarts;
    private int failures;

    /** Is told when something changed; on the runner's thread. */
    interface Listener {
        /** The directory has to be made anew. */
        void servingChanged();

        /** The status is another one. */
        void statusChanged(DeploymentRunner runner);
    }

    DeploymentRunner(
            Deployment deployment, ServingSite site, Driver driver, ControlPace pace, Clock clock, Listener listener) {
        this.deployment = deployment;
        this.site = site;
        this.driver = driver;
        this.pace = pace;
        this.clock = clock;
        this.listener = listener;
        this.status = deployment.status();
        // An earlier process has tried it and may have served it: until its engine is found again, the model is not
        // unknown but unavailable, which a client retries.
        this.served = deployment.deletedAt() == null && deployment.status().state() != DeploymentState.PENDING;
    }

    Deployment deployment() {
        return deployment;
    }

    DeploymentStatus status() {
        return status;
    }

    /** Whether nothing of it is left. */
    boolean hasEnded() {
        return ended;
    }

    /** Takes over the settings that were changed; the directory has to be made anew. */
    void adopt(Deployment changed) {
        deployment = changed;
        EngineRun current = run;
        if (current != null) {
            size(current);
        }
    }

    /** Of an engine that somebody else runs, the deployment says how much it takes; one that is started here knows its slots. */
    private void size(EngineRun engine) {
        if (deployment.driver() == DriverKind.EXTERNAL) {
            engine.replica().setConcurrency(deployment.concurrency());
        }
    }

    /** No longer wanted: drain, end, remove. */
    void undeploy() {
        unwanted.countDown();
    }

    /** What the gateway may use now; null when it never served, or serves no more. */
    @Nullable
    ServingDeployment serving() {
        if (!served || unwanted.getCount() == 0) {
            return null;
        }
        EngineRun current = run;
        List<ServingReplica> replicas = current == null ? List.of() : List.of(current.replica());
        var artifact = deployment.model().artifact();
        return new ServingDeployment(
                deployment.id(),
                deployment.name(),
                deployment.pool(),
                deployment.model().version(),
                artifact == null ? "" : artifact.digest(),
                deployment.model().publisher(),
                deployment.model().licence(),
                deployment.model().capabilities(),
                deployment.engine(),
                deployment.upstreamModel(),
                deployment.contextTokens(),
                site,
                deployment.price(),
                deployment.timeouts(),
                deployment.createdAt(),
                replicas);
    }

    EngineView view() {
        EngineRun current = run;
        return new EngineView(
                deployment.id(),
                deployment.name(),
                deployment.driver(),
                status,
                restarts,
                current == null ? null : current.replica(),
                current == null ? null : current.facts());
    }

    /** Ends the engine without ending the deployment. After {@link #run} returned. */
    void stopEngine() throws InterruptedException {
        EngineRun current = run;
        if (current != null) {
            current.stop();
        }
    }

    @Override
    public void run() {
        try {
            while (unwanted.getCount() > 0) {
                try {
                    live();
                } catch (RuntimeException e) {
                    LOG.error("deployment {} could not be looked after", deployment.name(), e);
                    fail(new StateReason(
                            "internal_error",
                            "예상하지 못한 오류가 발생했습니다. 제어 평면의 로그를 확인하십시오.",
                            "an unexpected error. See the log of the control plane."));
                }
            }
            end();
        } catch (InterruptedException e) {
            // This process ends; the engine goes on and is found by the next one.
            Thread.currentThread().interrupt();
        }
    }

    /** From opening an engine until it is gone, or the deployment is no longer wanted. */
    private void live() throws InterruptedException {
        EngineRun engine = run;
        if (engine == null) {
            change(DeploymentState.STARTING, status.reason());
            try {
                engine = driver.open(deployment);
            } catch (EngineFailedException e) {
                fail(e.reason());
                return;
            }
            run = engine;
            // After it can be seen: whoever changes the deployment now finds it, or was before this.
            size(engine);
            listener.servingChanged();
        }
        long openedNanos = System.nanoTime();
        while (unwanted.getCount() > 0) {
            switch (engine.observe()) {
                case Observation.Starting() -> change(DeploymentState.STARTING, status.reason());
                case Observation.Serving() -> {
                    if (!served) {
                        served = true;
                        listener.servingChanged();
                    }
                    if (System.nanoTime() - openedNanos > pace.steadyAfter().toNanos()) {
                        failures = 0;
                    }
                    change(DeploymentState.READY, null);
                }
                case Observation.Unwell(StateReason reason) -> change(DeploymentState.FAILED, reason);
                case Observation.Gone(StateReason reason) -> {
                    engine.replica().close();
                    run = null;
                    listener.servingChanged();
                    fail(reason);
                    return;
                }
            }
            pause(status.state() == DeploymentState.STARTING ? pace.startingProbeEvery() : pace.probeEvery());
        }
    }

    private void fail(StateReason reason) throws InterruptedException {
        failures++;
        restarts++;
        Duration wait = pace.backOff(failures);
        LOG.warn("deployment {}: {}; trying again in {}", deployment.name(), reason.english(), wait);
        change(DeploymentState.FAILED, reason);
        pause(wait);
    }

    private void end() throws InterruptedException {
        change(DeploymentState.STOPPING, null);
        listener.servingChanged();
        EngineRun engine = run;
        if (engine != null) {
            engine.replica().close();
            drain(engine.replica());
            engine.stop();
            run = null;
        }
        driver.remove(deployment.id());
        ended = true;
        listener.statusChanged(this);
    }

    private void drain(ServingReplica replica) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + pace.drainTimeout().toNanos();
        while (replica.inFlight() > 0) {
            if (System.nanoTime() - deadlineNanos > 0) {
                LOG.warn("deployment {} ends with {} requests in flight", deployment.name(), replica.inFlight());
                return;
            }
            TimeUnit.MILLISECONDS.sleep(DRAIN_LOOK.toMillis());
        }
    }

    private void pause(Duration wait) throws InterruptedException {
        // Whether the wait ended by its time or by undeploying is asked by the loops.
        var _ = unwanted.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void change(DeploymentState state, @Nullable StateReason reason) {
        DeploymentStatus now = status;
        if (now.state() != state || !Objects.equals(now.reason(), reason)) {
            status = new DeploymentStatus(state, reason, clock.instant());
            listener.statusChanged(this);
        }
    }
}
