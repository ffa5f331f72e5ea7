package cloud.hanok.standalone.command;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.controlplane.ControlPlane;
import cloud.hanok.standalone.engine.Engines;
import cloud.hanok.standalone.house.House;
import cloud.hanok.standalone.process.Dependency;
import cloud.hanok.standalone.process.StateDirectory;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code ./hanok doctor}, after the script has looked for JDK, Maven and Python: memory, disk, fetched parts, the bucket of files if there is one, servers and where their logs are. */
public final class Doctor {
    private static final long GIB = 1L << 30;
    /** Cassandra 0.8, Keycloak 0.5, control plane 1, engines 0.8, OpenBao 0.1, and room for the build. */
    private static final long MEMORY_BYTES = 5 * GIB;

    private static final long DISK_BYTES = 4 * GIB;

    private final Machine machine;
    private final House house;
    private final ControlPlane controlPlane;
    private boolean healthy = true;

    /** @param program folder with the built control plane */
    public Doctor(Machine machine, StateDirectory state, Path program) {
        this.machine = machine;
        this.house = new House(machine, state);
        this.controlPlane = new ControlPlane(house, program);
    }

    /** Prints one line a finding; returns 0 when nothing needs doing. */
    public int run() {
        memory();
        disk("state", house.state().path());
        disk("cache", machine.parts().root());
        parts();
        bucket();
        List<Dependency> all = new ArrayList<>(house.dependencies());
        all.add(controlPlane);
        for (Dependency each : all) {
            String runs =
                    each.running().map(process -> "runs, pid " + process.pid()).orElse("does not run");
            machine.screen().part(each.name(), runs + ", log " + each.log());
        }
        List<ProcessHandle> engines = Engines.running(house.state());
        long ofEmbeddings = engines.stream().filter(Engines::isOfEmbeddings).count();
        machine.screen()
                .part(
                        "engines",
                        engines.size() - ofEmbeddings + " of texts and " + ofEmbeddings + " of embeddings run");
        return healthy ? 0 : 1;
    }

    private void memory() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            finding(
                    "memory",
                    system.getTotalMemorySize() / GIB + " GiB",
                    system.getTotalMemorySize() >= MEMORY_BYTES,
                    "5 GiB are needed for all servers at once");
        }
    }

    private void disk(String name, Path folder) {
        try {
            Path there = folder;
            for (Path up = folder; up != null; up = up.getParent()) {
                if (Files.exists(up)) {
                    there = up;
                    break;
                }
            }
            long free = Files.getFileStore(there).getUsableSpace();
            finding(
                    name,
                    folder + ", " + free / GIB + " GiB free",
                    free >= DISK_BYTES,
                    "4 GiB are needed for parts, weights and data");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void parts() {
        Map<Path, Path> damaged = machine.parts().damaged();
        damaged.forEach((part, file) -> machine.screen()
                .part(
                        "parts",
                        file + " is not as it was fetched. Remove " + part + ": it is fetched again when needed"));
        healthy &= damaged.isEmpty();
    }

    /** Where files lie, when a person's settings say a bucket. */
    private void bucket() {
        var check = new BucketCheck(house.settings().ofFile());
        check.bucket().ifPresent(bucket -> {
            Optional<String> problem = check.problem();
            healthy &= problem.isEmpty();
            machine.screen()
                    .part(
                            "bucket",
                            bucket
                                    + problem.map(reason ->
                                                    ": cannot be used, " + reason + ". Files are refused until it can")
                                            .orElse(", answers"));
        });
    }

    private void finding(String name, String what, boolean good, String need) {
        healthy &= good;
        machine.screen().part(name, good ? what : what + ": too little, " + need);
    }
}
