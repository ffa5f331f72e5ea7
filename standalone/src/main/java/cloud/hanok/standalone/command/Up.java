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
import cloud.hanok.standalone.process.StartCache;
import cloud.hanok.standalone.process.StateDirectory;
import cloud.hanok.standalone.screen.Screen;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

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
            if (!controlPlane.built()) {
                throw new StandaloneException(
                        "The control plane is not built: there is no api module in this checkout.",
                        "Get a checkout that has it.");
            }
            startAll();
            PythonParts weights = new PythonParts(machine.parts(), Tool.python(machine.environment()));
            DemoRecord demo = new Demo(
                            house,
                            controlPlane.address(),
                            weights::demoWeights,
                            weights::embeddingWeights,
                            FAILURE_PATIENCE)
                    .ensure();
            Duration took = Duration.between(start, Instant.now(machine.clock()));
            new Welcome(house, controlPlane.address(), demo).print(machine.screen(), took, farewell(detached));
            StartCache.keep(
                    started.stream()
                            .map(Dependency::learner)
                            .flatMap(Optional::stream)
                            .toList(),
                    house.state().file("start-cache.log"));
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

    /** All at once. The control plane waits for what it cannot begin without; it asks Keycloak only when a caller comes. */
    private void startAll() {
        try (Starts starts = new Starts()) {
            List<Starts.Start> ground = new ArrayList<>();
            for (Dependency dependency : house.dependencies()) {
                Starts.Start begun = starts.begin(() -> startSaying(dependency), List.of());
                if (house.isGround(dependency)) {
                    ground.add(begun);
                }
            }
            starts.begin(() -> startSaying(controlPlane), ground);
            starts.await();
        }
    }

    private String farewell(boolean detached) {
        if (detached) {
            return "Runs in the background: ./hanok status, ./hanok logs NAME, ./hanok down.";
        }
        if (started.isEmpty()) {
            return "All of it ran before: Ctrl-C ends this command only, ./hanok down stops the servers.";
        }
        boolean all = started.size() == house.dependencies().size() + 1;
        return "Ctrl-C stops "
                + (all ? "it" : started.stream().map(Dependency::name).collect(Collectors.joining(", ")))
                + "; data, addresses and keys stay for the next time.";
    }

    /** Says at once when it fails: the reason comes when the others, which go on meanwhile, are ready. */
    private void startSaying(Dependency dependency) {
        try {
            startOne(dependency);
        } catch (StandaloneException failure) {
            machine.screen().part(dependency.name(), "failed: " + failure.getMessage());
            throw failure;
        }
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

    /** Refuses once everything is being stopped: nothing may start behind the back of that. */
    private synchronized void remember(Dependency dependency) {
        if (stopping) {
            throw new StandaloneException("The start was interrupted.", "Run ./hanok up again.");
        }
        if (!started.contains(dependency)) {
            started.add(dependency);
        }
    }

    /** Stays while anything lives; says once when something died or was stopped from elsewhere. */
    private int watch() {
        List<Dependency> watched = new ArrayList<>(house.dependencies());
        watched.add(controlPlane);
        boolean died = false;
        while (!stopping && !watched.isEmpty()) {
            LockSupport.parkNanos(WATCH.toNanos());
            for (Dependency each : List.copyOf(watched)) {
                if (!stopping && each.running().isEmpty()) {
                    died |= !each.stopped();
                    machine.screen().part(each.name(), each.stopped() ? "was stopped from elsewhere" : ended(each));
                    watched.remove(each);
                }
            }
        }
        return died && !stopping ? 1 : 0;
    }

    private static String ended(Dependency dependency) {
        return "ended; read " + dependency.log() + ", then ./hanok up -d starts it again";
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
