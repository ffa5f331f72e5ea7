package cloud.hanok.cluster.driver;

import cloud.hanok.cluster.driver.EngineFolder.Started;
import cloud.hanok.cluster.serving.EngineEndpoint;
import cloud.hanok.cluster.serving.ServingReplica;
import cloud.hanok.platform.secret.Secret;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** An engine that runs as a child process, or did so for the control plane before this one. */
final class LocalEngine implements EngineRun {
    /** A machine whose cores are all busy misses one health check, not two. */
    private static final int UNWELL_AFTER = 2;
    /** With five seconds for each, a minute without any answer. */
    private static final int HUNG_AFTER = 12;

    /** The system says that a process ended a moment before it says how. */
    private static final long EXIT_PATIENCE_MILLIS = 1_000;

    private static final Duration LOAD_EVERY = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final EngineFolder folder;
    private final Started started;
    private final Secret key;
    private final Optional<Process> child;
    private final EngineProgram program;
    private final ProbeClient probes;
    private final EngineSettings settings;
    private final long startNanos = System.nanoTime();
    private final ServingReplica replica;
    private boolean wasReady;
    private int failures;
    private long loadNanos = startNanos - LOAD_EVERY.toNanos();
    private volatile EngineLoad load = EngineLoad.UNKNOWN;

    /**
     * @param child empty when it was adopted
     */
    LocalEngine(
            EngineFolder folder,
            Started started,
            Secret key,
            Optional<Process> child,
            EngineProgram program,
            ProbeClient probes,
            EngineSettings settings) {
        this.folder = folder;
        this.started = started;
        this.key = key;
        this.child = child;
        this.program = program;
        this.probes = probes;
        this.settings = settings;
        this.replica = new ServingReplica(
                started.replica(), EngineEndpoint.loopback(started.port()), key, false, settings.parallel());
    }

    @Override
    public ServingReplica replica() {
        return replica;
    }

    @Override
    public EngineFacts facts() {
        return new EngineFacts(OptionalLong.of(started.process().pid()), Optional.of(folder.logFile()), load);
    }

    @Override
    public Observation observe() throws InterruptedException {
        folder.boundLog();
        int mark = replica.probeMark();
        if (!started.process().lives()) {
            replica.probed(mark, false);
            return new Observation.Gone(Reasons.ended(howItEnded(), folder.logFile()));
        }
        Health health = ask();
        if (health == Health.WELL) {
            wasReady = true;
            failures = 0;
            replica.probed(mark, true);
            readLoad();
            return new Observation.Serving();
        }
        return wasReady ? unwell(mark, health) : notYet();
    }

    @Override
    public void stop() throws InterruptedException {
        replica.close();
        started.process().end(settings.stopTimeout());
        folder.forget();
    }

    private enum Health {
        WELL,
        LATE,
        REFUSING
    }

    /**
     * Health alone would not do at first: another engine may have taken the port in between, and answers as well. Only
     * ours takes our key.
     */
    private Health ask() {
        EngineEndpoint endpoint = replica.endpoint();
        try {
            boolean well = probes.get(endpoint, "/health", null).status() == OK;
            if (well && !wasReady) {
                well = probes.get(endpoint, "/v1/models", key).status() == OK;
            }
            return well ? Health.WELL : Health.LATE;
        } catch (ConnectException e) {
            return Health.REFUSING;
        } catch (IOException e) {
            return Health.LATE;
        }
    }

    private Observation notYet() throws InterruptedException {
        if (System.nanoTime() - startNanos < settings.startTimeout().toNanos()) {
            return new Observation.Starting();
        }
        Path log = folder.logFile();
        stop();
        return new Observation.Gone(Reasons.startTimeout(settings.startTimeout(), log));
    }

    private Observation unwell(int mark, Health health) throws InterruptedException {
        failures++;
        if (failures >= HUNG_AFTER) {
            Path log = folder.logFile();
            stop();
            return new Observation.Gone(Reasons.hung(log));
        }
        if (health == Health.REFUSING || failures >= UNWELL_AFTER) {
            replica.probed(mark, false);
            return new Observation.Unwell(Reasons.slow());
        }
        return new Observation.Serving();
    }

    private void readLoad() {
        Optional<String> path = program.metricsPath();
        if (path.isEmpty() || System.nanoTime() - loadNanos < LOAD_EVERY.toNanos()) {
            return;
        }
        loadNanos = System.nanoTime();
        try {
            ProbeClient.Answer answer = probes.get(replica.endpoint(), path.get(), key);
            load = answer.status() == OK ? program.load(answer.body()) : EngineLoad.UNKNOWN;
        } catch (IOException e) {
            load = EngineLoad.UNKNOWN;
        }
    }

    private String howItEnded() throws InterruptedException {
        boolean known = child.isPresent() && child.get().waitFor(EXIT_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        return known ? "exit status " + child.get().exitValue() : "exit status unknown";
    }
}
