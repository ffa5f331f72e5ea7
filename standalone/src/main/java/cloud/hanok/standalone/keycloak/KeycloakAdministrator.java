package cloud.hanok.standalone.keycloak;

import cloud.hanok.standalone.StandaloneException;
import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.time.Duration;
import java.util.Set;

/**
 * Calls as the server's first administrator, whose password lies in the state folder of a Keycloak that is run here: the launcher brings
 * the realm up to date with it, and tests make people. It logs in for each short run of calls and keeps no token.
 */
public final class KeycloakAdministrator implements AutoCloseable {
    /** A first call after a start on a busy machine takes seconds. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI url;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /**
     * Logs in.
     *
     * @param url base address of the server
     * @throws StandaloneException when it is refused
     */
    public KeycloakAdministrator(URI url, String password) {
        this.url = url;
        this.token = form(
                        "/realms/master/protocol/openid-connect/token",
                        "grant_type=password&client_id=admin-cli&username=admin&password=" + encoded(password))
                .path("access_token")
                .asText();
    }

    /** What may be sent in a form or a query. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * Reads something.
     *
     * @param path below {@code /admin}
     * @throws StandaloneException when the answer is not 200
     */
    public JsonNode get(String path) {
        return send("GET", path, "", Set.of(200)).body();
    }

    /**
     * Whether there is something.
     *
     * @param path below {@code /admin}
     * @throws StandaloneException when the answer is neither 200 nor 404
     */
    public boolean exists(String path) {
        return send("GET", path, "", Set.of(200, 404)).status() == 200;
    }

    /**
     * Makes something, or finds it made.
     *
     * @param path below {@code /admin}
     * @param body JSON, or the text that this call takes
     * @return whether it was made now
     * @throws StandaloneException with what the server said
     */
    public boolean create(String path, String body) {
        return send("POST", path, body, Set.of(201, 204, 409)).status() != 409;
    }

    /**
     * Changes something: fields that the body does not name stay as they are.
     *
     * @param path below {@code /admin}
     * @throws StandaloneException with what the server said
     */
    public void update(String path, String body) {
        send("PUT", path, body, Set.of(200, 204));
    }

    /**
     * Sends a form to the server, as programs do that ask for a token.
     *
     * @param path below the server's address
     * @throws StandaloneException with what the server said
     */
    public JsonNode form(String path, String form) {
        Answer answer = answer(HttpRequest.newBuilder(URI.create(url + path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
        return require(answer, Set.of(200), "POST " + path).body();
    }

    @Override
    public void close() {
        http.close();
    }

    private record Answer(int status, JsonNode body) {}

    private Answer send(String method, String path, String body, Set<Integer> good) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/admin" + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        return require(answer(request), good, method + " " + path);
    }

    private Answer answer(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(
                    response.statusCode(),
                    response.body().length == 0 ? MissingNode.getInstance() : JSON.readTree(response.body()));
        } catch (JsonProcessingException notJson) {
            throw failed(request.uri() + " was not answered with JSON", notJson);
        } catch (IOException failure) {
            throw failed(request.uri() + " was not answered: " + failure.getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed("interrupted", interrupted);
        }
    }

    private static Answer require(Answer answer, Set<Integer> good, String call) {
        if (!good.contains(answer.status())) {
            throw failed(
                    "Keycloak answered " + answer.status() + " to " + call + ": "
                            + answer.body()
                                    .path("errorMessage")
                                    .asText(answer.body().path("error").asText()),
                    null);
        }
        return answer;
    }

    private static StandaloneException failed(String what, @org.jspecify.annotations.Nullable Throwable cause) {
        String next = "Read its log (./hanok logs keycloak).";
        return cause == null
                ? new StandaloneException(what + ".", next)
                : new StandaloneException(what + ".", next, cause);
    }
}
