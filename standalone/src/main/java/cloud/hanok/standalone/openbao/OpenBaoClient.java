package cloud.hanok.standalone.openbao;

import cloud.hanok.standalone.StandaloneException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** The few calls that setting up a server needs. */
final class OpenBaoClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI address;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    OpenBaoClient(URI address) {
        this.address = address;
    }

    /** An answer: its status and its body, missing when there is none. */
    record Answer(int status, JsonNode body) {
        boolean ok() {
            return status / 100 == 2;
        }
    }

    /** Sends a call; {@code token} may be empty before there is one. */
    Answer call(String method, String path, String token, Map<String, ?> body) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve("/v1/" + path)).timeout(TIMEOUT);
        if (!token.isEmpty()) {
            request.header("X-Vault-Token", token);
        }
        request.method(
                method,
                body.isEmpty()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            JsonNode answer = response.body().length == 0 ? MissingNode.getInstance() : JSON.readTree(response.body());
            return new Answer(response.statusCode(), answer);
        } catch (JsonProcessingException notJson) {
            throw new IOException("OpenBao at " + address + " did not answer with JSON", notJson);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    /**
     * Sends a call that has to succeed.
     *
     * @throws StandaloneException with what the server said
     */
    JsonNode require(String method, String path, String token, Map<String, ?> body) {
        try {
            Answer answer = call(method, path, token, body);
            if (!answer.ok()) {
                throw new StandaloneException(
                        "OpenBao answered " + answer.status() + " to " + method + " " + path + ": "
                                + answer.body().path("errors") + ".",
                        "Read its log (./hanok logs openbao).");
            }
            return answer.body();
        } catch (IOException failure) {
            throw new StandaloneException(
                    "OpenBao at " + address + " did not answer " + method + " " + path + ": " + failure.getMessage()
                            + ".",
                    "Read its log (./hanok logs openbao).",
                    failure);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
