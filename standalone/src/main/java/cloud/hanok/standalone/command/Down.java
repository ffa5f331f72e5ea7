package cloud.hanok.standalone.command;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.controlplane.ControlPlane;
import cloud.hanok.standalone.engine.Engines;
import cloud.hanok.standalone.house.House;
import cloud.hanok.standalone.process.Dependency;
import cloud.hanok.standalone.process.StateDirectory;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** {@code ./hanok down}: stops the servers of this state folder; data, addresses and keys stay. */
public final class Down {
    private final Machine machine;
    private final House house;
    private final ControlPlane controlPlane;

    /** @param program folder with the built control plane */
    public Down(Machine machine, StateDirectory state, Path program) {
        this.machine = machine;
        this.house = new House(machine, state);
        this.controlPlane = new ControlPlane(house, program);
    }

    /** Stops users' entry first, then the engines it left, then what both stood on. */
    public int run() {
        try (StartLock lock = StartLock.take(house.state(), machine.screen())) {
            lock.requireHeld();
            stop(controlPlane);
            Engines.running(house.state()).forEach(engine -> {
                engine.destroy();
                machine.screen().part("engine", "stopped");
            });
            try (ExecutorService enders = Executors.newVirtualThreadPerTaskExecutor()) {
                house.dependencies().forEach(dependency -> enders.execute(() -> stop(dependency)));
            }
        }
        return 0;
    }

    private void stop(Dependency dependency) {
        boolean ran = dependency.running().isPresent();
        dependency.stop();
        machine.screen().part(dependency.name(), ran ? "stopped" : "did not run");
    }
}
