package cloud.hanok.api.clients;

import static cloud.hanok.api.OperatedServer.json;

import cloud.hanok.api.scripted.ScriptedEngine;
import cloud.hanok.api.scripted.ScriptedRequest;
import cloud.hanok.api.scripted.ScriptedRequest.Outcome;
import cloud.hanok.api.slice.Slice;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What one client works with: a model and an engine of its own, so that an engine's death is no other client's, three
 * keys, and a wire to the gateway that counts its requests.
 */
final class ClientBed implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ScriptedEngine engine;
    private final CallTap tap;
    private final String model;
    private final Map<String, String> environment = new HashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();

    /** Offers the model and makes the keys. */
    ClientBed(Slice slice, Slice.Customer customer, MatrixClient client) {
        try {
            engine = ScriptedEngine.start(0);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        int gateway = slice.house().server().port();
        tap = new CallTap(gateway);
        model = "client-" + client.name().toLowerCase(Locale.ROOT).replace('_', '-');
        slice.offer(model, engine);
        String limited = key(slice, customer, "rate_limits/rl_*", "{\"max_concurrent_requests\":1}");
        String spent = key(
                slice, customer, "spend_limit", "{\"threshold_amount\":0,\"currency\":\"KRW\",\"interval\":\"month\"}");
        environment.put("HANOK_BASE_URL", "http://127.0.0.1:" + tap.port() + "/v1");
        environment.put("HANOK_DIRECT_URL", "http://127.0.0.1:" + gateway + "/v1");
        environment.put("HANOK_CALLS", tap.url());
        environment.put("HANOK_ENGINE", "http://127.0.0.1:" + engine.port());
        environment.put("HANOK_MODEL", model);
        environment.put("HANOK_KEY", customer.key());
        environment.put("HANOK_ADMIN_KEY", customer.admin().substring("Bearer ".length()));
        environment.put("HANOK_LIMITED_KEY", limited);
        environment.put("HANOK_SPENT_KEY", spent);
        // Where its endpoint is, and where it is told in plain HTTP what came there last.
        environment.put("HANOK_HOOK", slice.hooks().at("/ok/" + model));
        environment.put("HANOK_HOOKED", slice.hooks().plain("/ok/" + model));
    }

    /** Requests that the client has sent. */
    int calls() {
        return tap.calls();
    }

    /** How its engine's requests of a script went. */
    List<Outcome> outcomes(String script) {
        return engine.requests().stream()
                .filter(request -> request.name().equals(script))
                .map(ScriptedRequest::outcome)
                .toList();
    }

    /** Whose messages its engine was asked with, by the last request of a script. */
    List<String> roles(String script) {
        String body = engine.requests().stream()
                .filter(request -> request.name().equals(script))
                .toList()
                .getLast()
                .body();
        return read(body)
                .path("messages")
                .valueStream()
                .map(message -> message.path("role").asText())
                .toList();
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Asks with the limited key, past the wire that counts; returns when the answer has begun.
     *
     * @return ends with the answer
     */
    Thread askDirectly(String text) {
        String body = JSON.createObjectNode()
                .put("model", model)
                .put("stream", true)
                .set(
                        "messages",
                        JSON.createArrayNode()
                                .add(JSON.createObjectNode().put("role", "user").put("content", text)))
                .toString();
        HttpRequest request = HttpRequest.newBuilder(URI.create(of("HANOK_DIRECT_URL") + "/chat/completions"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + of("HANOK_LIMITED_KEY"))
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            InputStream answer =
                    http.send(request, BodyHandlers.ofInputStream()).body();
            return Thread.ofVirtual().start(() -> {
                try (answer) {
                    answer.transferTo(OutputStream.nullOutputStream());
                } catch (IOException cut) {
                    throw new UncheckedIOException(cut);
                }
            });
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** A value of the environment. */
    String of(String variable) {
        return Objects.requireNonNull(environment.get(variable));
    }

    /** What a script finds all of it by. */
    Map<String, String> environment() {
        return environment;
    }

    /** The model that it asks. */
    String model() {
        return model;
    }

    private static String key(Slice slice, Slice.Customer customer, String limit, String amount) {
        String keys = "/v1/organization/projects/" + customer.project() + "/api_keys";
        JsonNode key = json(slice.house().send(keys, "POST", "{\"name\":\"한도\"}", customer.admin(), null), 201);
        String path = keys + "/" + key.get("id").asText() + "/" + limit;
        json(slice.house().send(path, "POST", amount, customer.admin(), null), 200);
        return key.get("value").asText();
    }

    @Override
    public void close() {
        http.close();
        tap.close();
        try {
            engine.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
