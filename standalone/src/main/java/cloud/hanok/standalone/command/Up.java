package cloud.hanok.standalone.command;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.controlplane.ControlPlane;
import cloud.hanok.standalone.demo.Demo;
import cloud.hanok.standalone.demo.DemoRecord;
import cloud.hanok.standalone.engine.Engines;
import cloud.hanok.standalone.house.House;
import cloud.hanok.standalone.parts.PythonParts;
import cloud.hanok.standalone.parts.Tool;
import cloud.hanok.standalone.process.Dependency;
import cloud.hanok.standalone.process.StateDirectory;
import cloud.hanok.standalone.screen.Screen;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** {@code ./hanok up}: starts what does not run and leaves alone what does. */
public final class Up {
    /** As a shell reports a program that Ctrl-C ended. */
    private static final int INTERRUPTED = 130;

    private static final Duration FAILURE_PATIENCE = Duration.ofSeconds(15);
    private static final Duration WATCH = Duration.ofSeconds(1);

    private final Machine machine;
    private final House house;
    private final ControlPlane controlPlane;
    /** What this run started; the only things it may stop. */
    private final List<Dependency> started = new ArrayList<>();

    private volatile boolean stopping;

    /** @param program folder with the built control plane */
    public Up(Machine machine, StateDirectory state, Path program) {
        this.machine = machine;
        this.house = new House(machine, state);
        this.controlPlane = new ControlPlane(house, program);
    }

    /** Starts everything; in the foreground it then stays until it is told to end, and stops what it started. */
    public int run(boolean detached) {
        Instant start = Instant.now(machine.clock());
        Thread end = new Thread(this::stopStarted, "stop");
        Runtime.getRuntime().addShutdownHook(end);
        try (StartLock lock = StartLock.take(house.state(), machine.screen())) {
            lock.requireHeld();
            startDependencies();
            if (!controlPlane.built()) {
                throw new StandaloneException(
                        "The control plane is not built: there is no api module in this checkout.",
                        "Get a checkout that has it; the dependencies can be used until then.");
            }
            startOne(controlPlane);
            PythonParts weights = new PythonParts(machine.parts(), Tool.python(machine.environment()));
            DemoRecord demo = new Demo(house, controlPlane.address(), weights::demoWeights, FAILURE_PATIENCE).ensure();
            Duration took = Duration.between(start, Instant.now(machine.clock()));
            new Welcome(house, controlPlane.address(), demo).print(machine.screen(), took, detached);
        } catch (StandaloneException failure) {
            if (stopping) {
                return INTERRUPTED;
            }
            throw failure;
        }
        if (detached) {
            Runtime.getRuntime().removeShutdownHook(end);
            return 0;
        }
        return watch();
    }

    private void startDependencies() {
        try (ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> starts = new ArrayList<>();
            for (Dependency dependency : house.dependencies()) {
                starts.add(starters.submit(() -> startOne(dependency)));
            }
            StandaloneException first = null;
            for (Future<?> each : starts) {
                try {
                    each.get();
                } catch (ExecutionException failure) {
                    first = first == null ? asStandalone(failure) : first;
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
            if (first != null) {
                throw first;
            }
        }
    }

    private static StandaloneException asStandalone(ExecutionException failure) {
        return failure.getCause() instanceof StandaloneException known
                ? known
                : new StandaloneException("Unexpected: " + failure.getCause() + ".", "Run ./hanok doctor.", failure);
    }

    private void startOne(Dependency dependency) {
        Instant start = Instant.now(machine.clock());
        boolean runsAlready = dependency.running().isPresent();
        if (!runsAlready) {
            remember(dependency);
        }
        if (dependency.start()) {
            remember(dependency);
            machine.screen()
                    .part(
                            dependency.name(),
                            "ready in " + Screen.seconds(Duration.between(start, Instant.now(machine.clock()))));
        } else {
            machine.screen().part(dependency.name(), "runs already");
        }
    }

    private synchronized void remember(Dependency dependency) {
        if (!started.contains(dependency)) {
            started.add(dependency);
        }
    }

    /** Stays while everything lives; says once when something died. */
    private int watch() {
        List<Dependency> watched = new ArrayList<>(house.dependencies());
        watched.add(controlPlane);
        while (!stopping && !watched.isEmpty()) {
            LockSupport.parkNanos(WATCH.toNanos());
            for (Dependency each : List.copyOf(watched)) {
                if (!stopping && each.running().isEmpty()) {
                    machine.screen()
                            .part(each.name(), "ended; read " + each.log() + ", then ./hanok up -d starts it again");
                    watched.remove(each);
                }
            }
        }
        return watched.isEmpty() ? 1 : 0;
    }

    private synchronized void stopStarted() {
        stopping = true;
        if (started.isEmpty()) {
            return;
        }
        if (started.contains(controlPlane)) {
            stopOne(controlPlane);
            Engines.running(house.state()).forEach(ProcessHandle::destroy);
        }
        try (ExecutorService enders = Executors.newVirtualThreadPerTaskExecutor()) {
            started.stream().filter(each -> each != controlPlane).forEach(each -> enders.execute(() -> stopOne(each)));
            enders.shutdown();
            if (!enders.awaitTermination(1, TimeUnit.MINUTES)) {
                machine.screen().line("some servers did not end within a minute; ./hanok down ends them");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopOne(Dependency dependency) {
        dependency.stop();
        machine.screen().part(dependency.name(), "stopped");
    }
}
