package cloud.hanok.cluster.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.cluster.serving.EngineEndpoint;
import cloud.hanok.platform.secret.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

class ProbeClientTest {
    private final ProbeClient client = new ProbeClient(
            Duration.ofSeconds(2), Duration.ofMillis(600), (SSLSocketFactory) SSLSocketFactory.getDefault());

    @Test
    void readsAnAnswerOfKnownLengthOverAConnectionThatStaysOpen() throws Exception {
        try (Server server = new Server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", true)) {
            assertThat(client.get(server.endpoint(), "/v1/models", new Secret("key-1")))
                    .isEqualTo(new ProbeClient.Answer(200, "ok"));
            assertThat(server.request.join())
                    .startsWith("GET /v1/models HTTP/1.1\r\n")
                    .contains("Authorization: Bearer key-1\r\n")
                    .contains("Host: 127.0.0.1:");
        }
    }

    @Test
    void readsAChunkedAnswer() throws Exception {
        String answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=1\r\nde\r\n0\r\n\r\n";
        try (Server server = new Server(answer, false)) {
            assertThat(client.get(server.endpoint(), "/", null).body()).isEqualTo("abcde");
        }
    }

    @Test
    void doesNotFollowRedirects() throws Exception {
        String answer = "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n";
        try (Server server = new Server(answer, false)) {
            assertThat(client.get(server.endpoint(), "/", null).status()).isEqualTo(302);
        }
    }

    @Test
    void givesUpOnAnAnswerThatDoesNotEnd() throws Exception {
        try (Server server = new Server("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok", true)) {
            assertThatThrownBy(() -> client.get(server.endpoint(), "/", null))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void keepsNoMoreThanItsBoundOfAnEndlessAnswer() throws Exception {
        String answer = "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(3 * ProbeClient.MAX_ANSWER_BYTES);
        try (Server server = new Server(answer, false)) {
            assertThat(client.get(server.endpoint(), "/", null).body())
                    .hasSizeLessThanOrEqualTo(ProbeClient.MAX_ANSWER_BYTES + 8 * 1024);
        }
    }

    @Test
    void tellsWhenNobodyListensOrWhatListensIsNoHttp() throws Exception {
        assertThatThrownBy(() -> client.get(EngineEndpoint.loopback(1), "/", null))
                .isInstanceOf(ConnectException.class);
        try (Server server = new Server("SSH-2.0-OpenSSH\r\n\r\n", false)) {
            assertThatThrownBy(() -> client.get(server.endpoint(), "/", null)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void missingMetricsAreUnknownAndNotZero() {
        EngineLoad load = EngineLoad.ofLlamaMetrics("""
                # HELP llamacpp:requests_processing Number of requests processing.
                llamacpp:requests_processing 2
                llamacpp:prompt_tokens_total 5
                """);

        assertThat(load.running()).hasValue(2);
        assertThat(load.waiting()).isEmpty();
        assertThat(EngineLoad.ofLlamaMetrics("llamacpp:requests_processing NaN-ish")
                        .running())
                .isEmpty();
    }

    /** Says one thing to whoever connects first. */
    private static final class Server implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final CompletableFuture<String> request = new CompletableFuture<>();
        private final CompletableFuture<Void> closing = new CompletableFuture<>();
        private final Thread thread;

        Server(String answer, boolean staysOpen) throws IOException {
            thread = Thread.ofVirtual().start(() -> {
                try (Socket connection = socket.accept()) {
                    byte[] buffer = new byte[4096];
                    int count = connection.getInputStream().read(buffer);
                    request.complete(new String(buffer, 0, Math.max(0, count), StandardCharsets.ISO_8859_1));
                    OutputStream out = connection.getOutputStream();
                    out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
                    out.flush();
                    if (staysOpen) {
                        closing.join();
                    }
                } catch (IOException e) {
                    request.completeExceptionally(e);
                }
            });
        }

        EngineEndpoint endpoint() {
            return EngineEndpoint.loopback(socket.getLocalPort());
        }

        @Override
        public void close() throws IOException, InterruptedException {
            closing.complete(null);
            socket.close();
            thread.join();
        }
    }
}
