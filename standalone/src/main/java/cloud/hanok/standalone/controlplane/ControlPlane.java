package cloud.hanok.standalone.controlplane;

import cloud.hanok.standalone.house.House;
import cloud.hanok.standalone.parts.Tool;
import cloud.hanok.standalone.process.Dependency;
import cloud.hanok.standalone.process.HttpProbe;
import cloud.hanok.standalone.process.Probe;
import cloud.hanok.standalone.process.StartCache;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The control plane and gateway of this house, in one process. It brings its own schema up to date. */
public final class ControlPlane extends Dependency {
    private static final String PROGRAM = "program";
    private static final List<String> JVM_OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-Xmx768m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");
    private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

    private final House house;
    private final Path program;

    /**
     * @param house whose dependencies it uses
     * @param program folder with the built program: {@code hanok-api.jar} and {@code lib}
     */
    public ControlPlane(House house, Path program) {
        super(
                "control-plane",
                house.machine(),
                house.controlPlane(),
                new Limits(Duration.ofMinutes(3), Duration.ofSeconds(30)),
                StartCache.in(house.controlPlane()));
        this.house = house;
        this.program = program;
    }

    /** Whether there is a built control plane to start. */
    public boolean built() {
        return Files.exists(jar());
    }

    /** Where users reach it, without {@code /v1}. */
    public URI address() {
        return address(House.CONTROL_PLANE_PORT);
    }

    @Override
    public boolean start() {
        if (running().isPresent() && !state().read(PROGRAM).equals(Optional.of(program.toString()))) {
            machine().screen().part(name(), "was built anew, starts again");
            stop();
        }
        return super.start();
    }

    /** Whether it answers that it can serve. */
    public boolean ready() {
        try (Probe probe = probe()) {
            return probe.ready();
        }
    }

    @Override
    protected Probe probe() {
        return new HttpProbe(address().resolve("/health/readiness"));
    }

    /** On huge pages, where the system has them for programs that ask, the event loop needs some 7 % less for a request. */
    private static List<String> jvmOptions() {
        List<String> options = new ArrayList<>(JVM_OPTIONS);
        try {
            if (!Files.readString(HUGE_PAGES).contains("[never]")) {
                options.add("-XX:+UseTransparentHugePages");
            }
        } catch (IOException notLinux) {
            // Then there are none to ask for.
        }
        return options;
    }

    private Path jar() {
        return program.resolve("hanok-api.jar");
    }

    @Override
    protected ProcessBuilder command() {
        ports().requireFree(House.CONTROL_PLANE_PORT);
        Path configuration = new ControlPlaneConfiguration(house, state()).write(address());
        List<Path> classPath = new ArrayList<>(List.of(jar()));
        classPath.addAll(Tool.jars(program.resolve("lib")));
        ProcessBuilder command = new ProcessBuilder(
                        java(jvmOptions(), classPath, "cloud.hanok.api.Application", List.of()))
                .directory(state().path().toFile());
        // The control plane refuses settings it does not know, and the launcher's own are such.
        command.environment().keySet().removeIf(variable -> variable.startsWith("HANOK_"));
        command.environment().put("MICRONAUT_CONFIG_FILES", configuration.toString());
        state().write(PROGRAM, program.toString());
        return command;
    }
}
