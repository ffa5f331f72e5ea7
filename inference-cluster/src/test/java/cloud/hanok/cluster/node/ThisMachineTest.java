package cloud.hanok.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.platform.id.NodeId;
import cloud.hanok.platform.id.Ulids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThisMachineTest {
    @TempDir
    private Path root;

    private final Ulids ulids = new Ulids(Clock.systemUTC(), new Random(1));

    @Test
    void keepsItsIdOverRestarts() throws IOException {
        NodeId first = ThisMachine.id(root.resolve("node-id"), ulids);
        assertThat(ThisMachine.id(root.resolve("node-id"), ulids)).isEqualTo(first);

        Files.writeString(root.resolve("node-id"), "nonsense");
        assertThatThrownBy(() -> ThisMachine.id(root.resolve("node-id"), ulids))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void aMachineWithoutAcceleratorsHasItsProcessorsOnly() {
        Node node = new ThisMachine(root).describe(new NodeId(ulids.next()), Instant.EPOCH);

        assertThat(node.accelerators()).isEqualTo(Map.of("cpu", 1));
        assertThat(node.cores()).isPositive();
        assertThat(node.memoryBytes()).isGreaterThan(1L << 28);
    }

    @Test
    void acceleratorsThatAreThereAreCounted() throws IOException {
        Files.createDirectories(root.resolve("proc/driver/nvidia/gpus/0000:01:00.0"));
        Files.createDirectories(root.resolve("proc/driver/nvidia/gpus/0000:02:00.0"));
        Path npu = Files.createDirectories(root.resolve("sys/bus/pci/devices/0000:03:00.0"));
        Files.writeString(npu.resolve("vendor"), "0x1eff\n");
        Path nic = Files.createDirectories(root.resolve("sys/bus/pci/devices/0000:04:00.0"));
        Files.writeString(nic.resolve("vendor"), "0x8086\n");

        assertThat(new ThisMachine(root)
                        .describe(new NodeId(ulids.next()), Instant.EPOCH)
                        .accelerators())
                .isEqualTo(Map.of("nvidia.com/gpu", 2, "rebellions.ai/npu", 1));
    }
}
