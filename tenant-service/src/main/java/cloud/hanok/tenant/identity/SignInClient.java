package cloud.hanok.tenant.identity;

import cloud.hanok.platform.secret.Secret;
import cloud.hanok.tenant.identity.KeycloakHttp.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Signs people in to the console, as the confidential client of a realm (OpenID Connect Core 1.0, code flow with PKCE, RFC 7636). What comes back
 * is not checked here. Blocks.
 *
 * <p>Every method that asks throws {@link IdentityUnavailableException} when there is no answer, or none that says anything.
 */
public final class SignInClient implements AutoCloseable {
    private final KeycloakHttp http;

    /** @param connectTimeout how long connecting may take */
    public SignInClient(Duration connectTimeout) {
        this.http = new KeycloakHttp(connectTimeout);
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
        return URI.create(KeycloakHttp.endpoint(console, "auth") + "?" + KeycloakHttp.form(query));
    }

    /** Where a browser goes to end its sign-in by hand, when that could not be done for it. */
    public static URI endPage(IdentitySettings console, String after) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", console.clientId());
        query.put("post_logout_redirect_uri", after);
        return URI.create(KeycloakHttp.endpoint(console, "logout") + "?" + KeycloakHttp.form(query));
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
        Answer answer = http.post(console, "logout", Map.of("refresh_token", refresh.reveal()));
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

    private Grant grant(IdentitySettings console, Map<String, String> fields) {
        Answer answer = http.post(console, "token", fields);
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
}
