package cloud.hanok.cluster.node;

import cloud.hanok.platform.id.NodeId;
import cloud.hanok.platform.id.Ulids;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Looks at the machine this process runs on. Only what is really there is reported. */
public final class ThisMachine {
    /** PCI vendor of Rebellions' accelerators. */
    private static final String REBELLIONS = "0x1eff";

    private final Path systemRoot;

    /** This machine. */
    public ThisMachine() {
        this(Path.of("/"));
    }

    ThisMachine(Path systemRoot) {
        this.systemRoot = systemRoot;
    }

    /**
     * The machine's id, which is made at its first start and kept in a file.
     *
     * @throws IOException when the file can be neither read nor made
     */
    public static NodeId id(Path file, Ulids ulids) throws IOException {
        try {
            Files.writeString(
                    file, new NodeId(ulids.next()).text(), StandardOpenOption.CREATE_NEW, StandardOpenOption.DSYNC);
        } catch (FileAlreadyExistsException e) {
            // Made at an earlier start.
        }
        try {
            return NodeId.parse(Files.readString(file).strip());
        } catch (IllegalArgumentException e) {
            throw new IOException("the node's id in " + file + " is damaged; remove the file to get another one", e);
        }
    }

    /** What it is made of. */
    public Node describe(NodeId id, Instant now) {
        return new Node(
                id,
                Nodes.REGION,
                host(),
                Runtime.getRuntime().availableProcessors(),
                memoryBytes(),
                accelerators(),
                now);
    }

    private Map<String, Integer> accelerators() {
        Map<String, Integer> found = new HashMap<>();
        count(found, "nvidia.com/gpu", entries("proc/driver/nvidia/gpus").size());
        count(found, "rebellions.ai/npu", (int) entries("sys/bus/pci/devices").stream()
                .filter(ThisMachine::isRebellions)
                .count());
        if (found.isEmpty()) {
            found.put("cpu", 1);
        }
        return found;
    }

    private static void count(Map<String, Integer> found, String resource, int count) {
        if (count > 0) {
            found.put(resource, count);
        }
    }

    private java.util.List<Path> entries(String folder) {
        Path path = systemRoot.resolve(folder);
        try (Stream<Path> entries = Files.list(path)) {
            return entries.toList();
        } catch (IOException absent) {
            return java.util.List.of();
        }
    }

    private static boolean isRebellions(Path device) {
        try {
            return Files.readString(device.resolve("vendor"))
                    .strip()
                    .toLowerCase(Locale.ROOT)
                    .equals(REBELLIONS);
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static long memoryBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
