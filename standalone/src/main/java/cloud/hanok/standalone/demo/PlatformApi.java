package cloud.hanok.standalone.demo;

import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.keycloak.KeycloakAccess;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The operator's API, called as any operator would, with a token of Keycloak's operator client. */
final class PlatformApi implements AutoCloseable {
    /** Importing a model copies and hashes it before it answers. */
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private static final Duration TOKEN_USE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI api;
    private final KeycloakAccess keycloak;
    private final Clock clock;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private String token = "";
    private Instant tokenEnds = Instant.MIN;

    PlatformApi(URI api, KeycloakAccess keycloak, Clock clock) {
        this.api = api;
        this.keycloak = keycloak;
        this.clock = clock;
    }

    /** An answer: its status and its JSON, missing when there is none. */
    record Answer(int status, JsonNode body) {
        boolean ok() {
            return status / 100 == 2;
        }
    }

    /** Reads a resource; 404 is an answer like another. */
    Answer get(String path) {
        return send(authorised(path).GET().build(), "GET " + path);
    }

    /** Creates a resource; the caller looks at the status. */
    Answer post(String path, Map<String, ?> body) {
        return write("POST", path, body);
    }

    /** Sets a resource; the caller looks at the status. */
    Answer put(String path, Map<String, ?> body) {
        return write("PUT", path, body);
    }

    private Answer write(String method, String path, Map<String, ?> body) {
        try {
            return send(
                    authorised(path)
                            .header("Content-Type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                            .build(),
                    method + " " + path);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What to say when the API refuses what the launcher asked. */
    static StandaloneException refused(String call, Answer answer) {
        return new StandaloneException(
                "The control plane answered " + answer.status() + " to " + call + ": " + answer.body() + ".",
                "Read its log: ./hanok logs control-plane.");
    }

    private HttpRequest.Builder authorised(String path) {
        return HttpRequest.newBuilder(api.resolve(path)).timeout(TIMEOUT).header("Authorization", "Bearer " + token());
    }

    private String token() {
        Instant now = Instant.now(clock);
        if (now.isBefore(tokenEnds)) {
            return token;
        }
        String form = "grant_type=client_credentials&client_id=" + encoded(keycloak.operatorClientId())
                + "&client_secret=" + encoded(secret(keycloak.operatorClientSecretFile()));
        Answer answer = send(
                HttpRequest.newBuilder(keycloak.tokenUrl())
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                "the token request");
        if (!answer.ok()) {
            throw new StandaloneException(
                    "Keycloak gave the operator no token: " + answer.status() + " "
                            + answer.body().path("error_description").asText() + ".",
                    "Read its log: ./hanok logs keycloak.");
        }
        token = answer.body().path("access_token").asText();
        tokenEnds = now.plus(TOKEN_USE);
        return token;
    }

    private Answer send(HttpRequest request, String call) {
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode body = response.body().length == 0 ? MissingNode.getInstance() : JSON.readTree(response.body());
            return new Answer(response.statusCode(), body);
        } catch (IOException failure) {
            throw new StandaloneException(
                    call + " to " + request.uri() + " failed: " + failure + ".", "Run ./hanok status.", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StandaloneException(call + " was interrupted.", "Run ./hanok up again.", interrupted);
        }
    }

    private static String secret(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw new StandaloneException(file + " cannot be read.", "Check that it is there and yours.", failure);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
