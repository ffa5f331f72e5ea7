package cloud.hanok.api;

import cloud.hanok.api.tls.TestIdentity;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The program on a free port of loopback, and plain ways to speak to it. */
public final class RunningServer implements AutoCloseable {
    private final EmbeddedServer server;
    private final boolean encrypted;
    private final HttpClient client;

    private RunningServer(EmbeddedServer server, boolean encrypted) {
        this.server = server;
        this.encrypted = encrypted;
        this.client = encrypted
                ? HttpClient.newBuilder()
                        .sslContext(TestIdentity.trustingEverybody())
                        .build()
                : HttpClient.newHttpClient();
    }

    /** Starts it with these settings over those of a standalone installation, on a port of its own unless they name one. */
    public static RunningServer start(Map<String, Object> settings) {
        var all = new HashMap<String, Object>(settings);
        all.putIfAbsent("hanok.standalone", true);
        all.putIfAbsent("micronaut.server.port", -1);
        return new RunningServer(
                ApplicationContext.run(EmbeddedServer.class, all, "test"),
                all.containsKey("hanok.tls.certificate-file"));
    }

    /** Its beans. */
    public ApplicationContext context() {
        return server.getApplicationContext();
    }

    /** Its port on loopback. */
    public int port() {
        return server.getPort();
    }

    /** Where it listens, without a slash at the end. */
    public String address() {
        return (encrypted ? "https" : "http") + "://127.0.0.1:" + port();
    }

    /** A request to this path. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address() + path));
    }

    /** Sends it. */
    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** Sends these characters as they are, and reads until the server closes or has sent its answer. */
    public String raw(String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            var answer = new StringBuilder();
            InputStream input = socket.getInputStream();
            byte[] buffer = new byte[8192];
            int read = input.read(buffer);
            while (read > 0) {
                answer.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                if (answer.indexOf("\"request_id\"") > 0) {
                    break;
                }
                read = input.read(buffer);
            }
            return answer.toString();
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
