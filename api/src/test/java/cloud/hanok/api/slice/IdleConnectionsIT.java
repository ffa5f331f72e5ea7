package cloud.hanok.api.slice;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.OperatedServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ten thousand clients that ask nothing. */
@ExtendWith(Slice.Shared.class)
class IdleConnectionsIT {
    private static final int CONNECTIONS = 10_000;
    /** A connection of HTTP/1.1 is a channel, its pipeline and a decoder's buffer. */
    private static final long MOST_BYTES_EACH = 32 << 10;

    @Test
    void costLittleMemoryAndNobodyElsesAnswer(Slice slice) throws Exception {
        int port = slice.house().server().port();
        String key = "Authorization: " + slice.customer("한가한", "KR").bearer();
        ask(port, key);
        long heapBefore = heapBytes();
        long directBefore = directBytes();
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        Path.of("target", "test-classes").toAbsolutePath().toString(),
                        IdleConnections.class.getName(),
                        Integer.toString(port),
                        Integer.toString(CONNECTIONS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long startNanos = System.nanoTime();
        try (var told = new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(told.readLine()).isEqualTo("open " + CONNECTIONS);
            OperatedServer.await(() -> connections(slice) >= CONNECTIONS);
            long openMillis = millisSince(startNanos);
            long askedNanos = System.nanoTime();
            ask(port, key);
            long answeredMillis = millisSince(askedNanos);
            long heapEach = (heapBytes() - heapBefore) / CONNECTIONS;
            long directEach = (directBytes() - directBefore) / CONNECTIONS;
            System.out.printf(
                    "%d idle connections: open after %d ms, %d bytes of heap and %d of buffers each, a chat beside them took %d ms%n",
                    CONNECTIONS, openMillis, heapEach, directEach, answeredMillis);
            assertThat(heapEach + directEach).isLessThan(MOST_BYTES_EACH);
            assertThat(answeredMillis).isLessThan(2_000);
            holder.getOutputStream().close();
            assertThat(holder.waitFor()).isZero();
        } finally {
            holder.destroyForcibly();
        }
        OperatedServer.await(() -> connections(slice) < CONNECTIONS / 2);
    }

    private static double connections(Slice slice) {
        return slice.house()
                .server()
                .context()
                .getBean(MeterRegistry.class)
                .get("hanok.gateway.connections")
                .gauge()
                .value();
    }

    private static void ask(int port, String key) throws IOException {
        try (var connection = new RawConnection(port)) {
            connection.send(RawConnection.request(
                    "POST /v1/chat/completions HTTP/1.1",
                    List.of(key, "Content-Type: application/json"),
                    Slice.body("idle", "\"tokens\":3", false)));
            assertThat(connection.read().body()).contains("\"completion_tokens\":3");
        }
    }

    private static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static long millisSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }
}
