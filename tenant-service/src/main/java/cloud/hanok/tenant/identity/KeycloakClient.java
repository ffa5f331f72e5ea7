package cloud.hanok.tenant.identity;

import cloud.hanok.tenant.identity.KeycloakHttp.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Calls Keycloak's administration as our service account of one realm. The token is kept and replaced before it ends; each status is
 * looked at by whoever calls. Blocks.
 */
final class KeycloakClient implements AutoCloseable {
    /** A token is replaced so long before its end: a call with it may wait in a queue. */
    private static final long RENEW_BEFORE_END_MILLIS = 20_000;

    private final IdentitySettings settings;
    private final Clock clock;
    private final KeycloakHttp http;
    private final ReentrantLock renewing = new ReentrantLock();
    private volatile @Nullable Token token;

    KeycloakClient(IdentitySettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.http = new KeycloakHttp(settings.timeout());
    }

    private record Token(String value, long renewAtMillis) {}

    /**
     * One call below the realm.
     *
     * @param good statuses that are answers; any other 4xx is refused
     * @throws IdentityUnavailableException no answer, or a 5xx or 429: it is not known what was done
     * @throws IdentityRefusedException any other status
     */
    Answer call(String method, String path, @Nullable String body, Set<Integer> good) {
        return administer(method, "/realms/" + settings.realm() + path, body, good);
    }

    /** The same below {@code /admin}: for a client that makes realms. */
    Answer administer(String method, String path, @Nullable String body, Set<Integer> good) {
        Token used = token();
        Answer answer = send(method, path, body, used);
        if (answer.status() == 401) {
            // It may have been withdrawn before its time; a fresh one tells that from a missing right.
            forget(used);
            answer = send(method, path, body, token());
        }
        if (good.contains(answer.status())) {
            return answer;
        }
        if (answer.status() >= 500 || answer.status() == 429) {
            throw new IdentityUnavailableException(
                    "Keycloak at " + settings.url() + " answers " + answer.status() + " to " + method + " " + path,
                    null);
        }
        String next = answer.status() == 403 ? "; the service account of " + settings.clientId() + " lacks a role" : "";
        throw new IdentityRefusedException("Keycloak at " + settings.url() + " refuses " + method + " " + path
                + " with " + answer.status() + ": " + answer.error() + next);
    }

    @Override
    public void close() {
        http.close();
    }

    private Answer send(String method, String path, @Nullable String body, Token used) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.url() + "/admin" + path))
                .header("Authorization", "Bearer " + used.value())
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return http.send(settings, request);
    }

    private Token token() {
        Token current = token;
        if (current != null && clock.millis() < current.renewAtMillis()) {
            return current;
        }
        renewing.lock();
        try {
            current = token;
            if (current == null || clock.millis() >= current.renewAtMillis()) {
                current = login();
                token = current;
            }
            return current;
        } finally {
            renewing.unlock();
        }
    }

    private void forget(Token refused) {
        renewing.lock();
        try {
            if (refused.equals(token)) {
                token = null;
            }
        } finally {
            renewing.unlock();
        }
    }

    private Token login() {
        Answer answer = http.post(settings, "token", Map.of("grant_type", "client_credentials"));
        if (answer.status() == 200) {
            long lifeMillis = answer.body().path("expires_in").asLong() * 1000;
            return new Token(
                    answer.body().path("access_token").asText(),
                    clock.millis() + Math.max(lifeMillis / 2, lifeMillis - RENEW_BEFORE_END_MILLIS));
        }
        if (answer.status() >= 500 || answer.status() == 429) {
            throw new IdentityUnavailableException(
                    "Keycloak at " + settings.url() + " answers " + answer.status() + " to our login", null);
        }
        throw new IdentityRefusedException("Keycloak at " + settings.url() + " refuses our login with "
                + answer.status() + ": look at hanok.keycloak.client-id and hanok.keycloak.client-secret-file");
    }
}
