package cloud.hanok.api.webhooks;

import cloud.hanok.api.egress.HttpsHost;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Somebody's endpoints on this machine, over real TLS: {@code /ok/…} takes everything, {@code /gone/…} is gone, {@code /bad/…} fails. */
public final class HookHost implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Message> messages = new ArrayList<>();
    private final HttpsHost host;
    private final HttpServer last;

    /**
     * What came.
     *
     * @param headers by names in lower case
     */
    public record Message(String path, Map<String, String> headers, String body) {}

    /** @param folder for its key: {@link PostInside#TRUSTED} */
    public HookHost(Path folder) throws Exception {
        host = HttpsHost.start(folder, this::answer);
        last = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        last.createContext("/", this::tellLast);
        last.start();
    }

    /** What came to a path last, as JSON: its headers and its body. */
    private void tellLast(HttpExchange exchange) throws IOException {
        List<Message> all = to(exchange.getRequestURI().getPath());
        byte[] told = JSON.writeValueAsBytes(all.isEmpty() ? Map.of() : all.getLast());
        exchange.sendResponseHeaders(200, told.length);
        exchange.getResponseBody().write(told);
        exchange.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        synchronized (messages) {
            messages.add(new Message(path, headers, body));
        }
        exchange.sendResponseHeaders(path.startsWith("/gone/") ? 410 : path.startsWith("/bad/") ? 500 : 204, -1);
        exchange.close();
    }

    /** An address of it. */
    public String at(String path) {
        return host.at(path);
    }

    /** Where it is told in plain HTTP what came to a path last. */
    public String plain(String path) {
        return "http://127.0.0.1:" + last.getAddress().getPort() + path;
    }

    /** What came to a path, in order. */
    public List<Message> to(String path) {
        synchronized (messages) {
            return messages.stream()
                    .filter(message -> message.path().equals(path))
                    .toList();
        }
    }

    @Override
    public void close() {
        host.close();
        last.stop(0);
    }
}
