package cloud.hanok.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.standalone.StandaloneException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
    private final SecureRandom random = new SecureRandom();

    @Test
    void aPortIsChosenOnceAndRememberedByTheNextProgram(@TempDir Path folder) {
        int first = new Ports(new StateDirectory(folder), random).port("http");
        Ports later = new Ports(new StateDirectory(folder), random);
        assertThat(later.port("http")).isEqualTo(first);
        assertThat(later.port("management")).isNotEqualTo(first);
        assertThat(later.known("never")).isEmpty();
    }

    @Test
    void twoStateFoldersGetDifferentPorts(@TempDir Path folder) {
        Ports one = new Ports(new StateDirectory(folder.resolve("one")), random);
        int taken = one.port("http");
        try (ServerSocket listener = new ServerSocket(taken, 1, InetAddress.getLoopbackAddress())) {
            assertThat(listener.isBound()).isTrue();
            assertThat(new Ports(new StateDirectory(folder.resolve("two")), random).port("http"))
                    .isNotEqualTo(taken);
        } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @Test
    void aRememberedPortThatSomebodyElseUsesIsNamedWithTheNextStep(@TempDir Path folder) throws Exception {
        Ports ports = new Ports(new StateDirectory(folder), random);
        int port = ports.port("cql");
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(other.isBound()).isTrue();
            assertThatThrownBy(() -> ports.requireFree("cql"))
                    .isInstanceOfSatisfying(
                            StandaloneException.class,
                            failure -> assertThat(failure.nextStep()).contains("ports.properties"))
                    .hasMessageContaining(Integer.toString(port));
        }
        ports.requireFree("cql");
    }
}
