package cloud.hanok.tenant.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks Keycloak, and reads what it says; what that means is for whoever asked. Blocks. */
final class KeycloakHttp implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;

    /** @param connectTimeout how long connecting may take */
    KeycloakHttp(Duration connectTimeout) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectTimeout)
                .build();
    }

    /** What a call said; without a body where it said something that is no JSON. */
    record Answer(int status, JsonNode body) {
        /** What went wrong, in Keycloak's words. */
        String error() {
            return body.path("errorMessage").asText(body.path("error").asText());
        }
    }

    /** What may be put into a path or a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Fields as a form or a query has them. */
    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** An endpoint of OpenID Connect in a client's realm. */
    static String endpoint(IdentitySettings client, String name) {
        return client.url() + "/realms/" + client.realm() + "/protocol/openid-connect/" + name;
    }

    /**
     * Posts a form to an endpoint, with the client's id and secret.
     *
     * @throws IdentityUnavailableException when there is no answer, or none that can be read
     */
    Answer post(IdentitySettings client, String endpoint, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("client_id", client.clientId());
        all.put("client_secret", client.clientSecret().reveal());
        return send(
                client,
                HttpRequest.newBuilder(URI.create(endpoint(client, endpoint)))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form(all))));
    }

    /**
     * Sends a request.
     *
     * @throws IdentityUnavailableException as {@link #post}
     */
    Answer send(IdentitySettings client, HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response =
                    http.send(request.timeout(client.timeout()).build(), HttpResponse.BodyHandlers.ofByteArray());
            byte[] body = response.body();
            // A refusal may come as a page for people; its status says enough.
            boolean json =
                    response.headers().firstValue("Content-Type").orElse("").contains("json");
            return new Answer(
                    response.statusCode(), json && body.length > 0 ? JSON.readTree(body) : MissingNode.getInstance());
        } catch (JsonProcessingException notJson) {
            throw new IdentityUnavailableException(
                    "Keycloak at " + client.url() + " did not answer with JSON", notJson);
        } catch (IOException failure) {
            throw new IdentityUnavailableException("Keycloak at " + client.url() + " does not answer", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IdentityUnavailableException("interrupted while calling Keycloak", interrupted);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
