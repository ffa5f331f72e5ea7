package cloud.hanok.tenant.identity;

import cloud.hanok.platform.secret.Secret;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Signs people in to the console, as the confidential client of a realm (OpenID Connect Core 1.0, code flow with PKCE, RFC 7636). What comes back
 * is not checked here. Blocks.
 *
 * <p>Every method that asks throws {@link IdentityUnavailableException} when there is no answer, or none that says anything.
 */
public final class SignInClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;

    /** @param connectTimeout how long connecting may take */
    public SignInClient(Duration connectTimeout) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectTimeout)
                .build();
    }

    /** What asking for tokens came to. */
    public sealed interface Grant {}

    /** They were given. */
    public record Granted(Secret access, Secret refresh, Secret id) implements Grant {}

    /** @param error why not, in the words of OAuth: {@code invalid_grant} */
    public record Refused(String error) implements Grant {}

    /**
     * Where a browser goes to sign in.
     *
     * @param more further parameters: {@code scope}, {@code state}, {@code nonce}, {@code code_challenge}
     */
    public static URI page(IdentitySettings console, String redirectUri, Map<String, String> more) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", console.clientId());
        query.put("redirect_uri", redirectUri);
        query.put("code_challenge_method", "S256");
        query.putAll(more);
        return URI.create(endpoint(console, "auth") + "?" + form(query));
    }

    /** Where a browser goes to end its sign-in by hand, when that could not be done for it. */
    public static URI endPage(IdentitySettings console, String after) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", console.clientId());
        query.put("post_logout_redirect_uri", after);
        return URI.create(endpoint(console, "logout") + "?" + form(query));
    }

    /** What a code is good for. */
    public Grant exchange(IdentitySettings console, String redirectUri, String code, String verifier) {
        return grant(
                console,
                Map.of(
                        "grant_type", "authorization_code",
                        "redirect_uri", redirectUri,
                        "code", code,
                        "code_verifier", verifier));
    }

    /** The next tokens. */
    public Grant refresh(IdentitySettings console, Secret refresh) {
        return grant(console, Map.of("grant_type", "refresh_token", "refresh_token", refresh.reveal()));
    }

    /** Ends the sign-in that a refresh token is of, for every client: neither it nor the browser's sign-in page lets anybody in again. */
    public void end(IdentitySettings console, Secret refresh) {
        Answer answer = post(console, "logout", Map.of("refresh_token", refresh.reveal()));
        // 400: there is none any more.
        if (answer.status() != 204 && answer.status() != 200 && answer.status() != 400) {
            throw new IdentityUnavailableException(
                    "Keycloak at " + console.url() + " answers " + answer.status() + " to the end of a sign-in", null);
        }
    }

    @Override
    public void close() {
        http.close();
    }

    private record Answer(int status, JsonNode body) {}

    private Grant grant(IdentitySettings console, Map<String, String> fields) {
        Answer answer = post(console, "token", fields);
        JsonNode body = answer.body();
        if (answer.status() == 200 && body.hasNonNull("access_token") && body.hasNonNull("refresh_token")) {
            return new Granted(
                    new Secret(body.path("access_token").asText()),
                    new Secret(body.path("refresh_token").asText()),
                    new Secret(body.path("id_token").asText()));
        }
        String error = body.path("error").asText();
        if (answer.status() == 400 && !error.isEmpty()) {
            return new Refused(error);
        }
        // 401 is about us, and not about the person: their session may go on once the client's secret is right again.
        throw new IdentityUnavailableException(
                "Keycloak at " + console.url() + " answers " + answer.status() + " " + error + " to "
                        + console.clientId() + " in the realm " + console.realm(),
                null);
    }

    private Answer post(IdentitySettings console, String endpoint, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("client_id", console.clientId());
        all.put("client_secret", console.clientSecret().reveal());
        HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint(console, endpoint)))
                .timeout(console.timeout())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(all)))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            boolean json =
                    response.headers().firstValue("Content-Type").orElse("").contains("json");
            return new Answer(
                    response.statusCode(),
                    json && response.body().length > 0 ? JSON.readTree(response.body()) : MissingNode.getInstance());
        } catch (JsonProcessingException notJson) {
            throw new IdentityUnavailableException(
                    "Keycloak at " + console.url() + " did not answer with JSON", notJson);
        } catch (IOException failure) {
            throw new IdentityUnavailableException("Keycloak at " + console.url() + " does not answer", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IdentityUnavailableException("interrupted while calling Keycloak", interrupted);
        }
    }

    private static String endpoint(IdentitySettings console, String name) {
        return console.url() + "/realms/" + console.realm() + "/protocol/openid-connect/" + name;
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + KeycloakClient.encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }
}
