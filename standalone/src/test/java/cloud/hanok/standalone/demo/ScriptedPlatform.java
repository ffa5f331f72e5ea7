package cloud.hanok.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Plays the operator's API and Keycloak's token endpoint, because the real control plane is built on top of this module. That the real one
 * answers the same way is shown by {@code ./hanok up} itself.
 */
final class ScriptedPlatform implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, List<ObjectNode>> collections = new ConcurrentHashMap<>();
    private final List<String> created = new ArrayList<>();
    private volatile String deploymentStatus = "ready";
    private int next = 1;

    ScriptedPlatform() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The paths things were created under, in order. */
    List<String> created() {
        return List.copyOf(created);
    }

    void deploymentsBecome(String status) {
        deploymentStatus = status;
    }

    void forget(String collection) {
        collections.remove(collection);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith("/token")) {
            send(exchange, 200, JSON.createObjectNode().put("access_token", "operator-token"));
        } else if (!"Bearer operator-token".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 401, JSON.createObjectNode());
        } else if (exchange.getRequestMethod().equals("POST")) {
            create(exchange, path);
        } else {
            read(exchange, path);
        }
    }

    private synchronized void create(HttpExchange exchange, String path) throws IOException {
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        String unique = path.endsWith("/versions") ? "version" : "name";
        List<ObjectNode> things = collections.computeIfAbsent(path, each -> new ArrayList<>());
        if (things.stream().anyMatch(each -> each.path(unique).equals(body.path(unique)))) {
            send(exchange, 409, JSON.createObjectNode().put("error", "exists"));
            return;
        }
        ObjectNode thing = ((ObjectNode) body.deepCopy()).put("id", "id_" + next++);
        if (path.endsWith("/tenants")) {
            thing.putObject("log")
                    .put("origin", "hanok.test/1")
                    .put("url", "http://log")
                    .put("vkey", "log+key");
        }
        things.add(thing.deepCopy());
        created.add(path);
        if (path.endsWith("/tenants")) {
            thing.put("adminKey", "hk_admin");
        }
        if (path.endsWith("/api_keys")) {
            thing.put("value", "hk_value");
        }
        send(exchange, path.endsWith("/deployments") ? 202 : 201, thing);
    }

    private synchronized void read(HttpExchange exchange, String path) throws IOException {
        if (collections.containsKey(path)
                || path.substring("/platform/v1/".length()).split("/").length % 2 == 1) {
            ObjectNode list = JSON.createObjectNode().put("object", "list");
            list.putArray("data").addAll(collections.getOrDefault(path, List.of()));
            send(exchange, 200, list);
            return;
        }
        int slash = path.lastIndexOf('/');
        for (ObjectNode thing : collections.getOrDefault(path.substring(0, slash), List.of())) {
            if (thing.path("id").asText().equals(path.substring(slash + 1))) {
                String state = path.contains("/versions/") ? "available" : deploymentStatus;
                send(exchange, 200, thing.deepCopy().put("state", state).put("reason", "no memory left"));
                return;
            }
        }
        send(exchange, 404, JSON.createObjectNode());
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
