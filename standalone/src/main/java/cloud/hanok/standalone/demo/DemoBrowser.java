package cloud.hanok.standalone.demo;

import cloud.hanok.standalone.StandaloneException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Signs a person in to the console as a browser does, for no organization, and asks with their session. */
final class DemoBrowser implements AutoCloseable {
    private static final String CONSOLE = "/console/-";
    private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"", Pattern.CASE_INSENSITIVE);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    /** The console, Keycloak, its pages for name and password, and the way back. */
    private static final int MOST_HOPS = 12;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI api;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    /** By port and name: the two servers have none of the same name that differ. */
    private final Map<String, String> cookies = new HashMap<>();

    /** @param api address of the control plane */
    DemoBrowser(URI api) {
        this.api = api;
    }

    /**
     * Signs somebody in.
     *
     * @throws StandaloneException when that leads elsewhere than into the console
     */
    void signIn(String user, String password) {
        String form = "username=" + encoded(user) + "&password=" + encoded(password);
        HttpRequest.Builder next =
                request(api.resolve("/console/sign-in?organization=-")).GET();
        for (int hop = 0; hop < MOST_HOPS; hop++) {
            HttpResponse<String> answer = send(next);
            URI at = answer.uri();
            String location = answer.headers().firstValue("Location").orElse("");
            Matcher page = FORM.matcher(answer.body());
            if (!location.isEmpty()) {
                next = request(at.resolve(location)).GET();
            } else if (page.find() && at.getPort() != api.getPort()) {
                next = request(at.resolve(page.group(1).replace("&amp;", "&")))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form));
            } else if (at.getPath().startsWith(CONSOLE)) {
                return;
            } else {
                break;
            }
        }
        throw new StandaloneException(
                user + " could not sign in to the console.",
                "Read ./hanok logs control-plane and ./hanok logs keycloak.");
    }

    /** What the person's POST to the API is answered. */
    PlatformApi.Answer post(String path, Map<String, ?> body) {
        try {
            String csrf = JSON.readTree(
                            send(request(api.resolve(CONSOLE + "/session")).GET())
                                    .body())
                    .path("csrf")
                    .asText();
            HttpResponse<String> answer = send(request(api.resolve(CONSOLE + "/api" + path))
                    .header("Content-Type", "application/json")
                    .header("x-hanok-csrf", csrf)
                    .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
            JsonNode said = JSON.readTree(answer.body());
            return new PlatformApi.Answer(answer.statusCode(), said);
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    @Override
    public void close() {
        http.close();
    }

    private static HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address).timeout(TIMEOUT);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        String server = request.build().uri().getPort() + " ";
        String sent = cookies.entrySet().stream()
                .filter(cookie -> cookie.getKey().startsWith(server))
                .map(cookie -> cookie.getKey().substring(server.length()) + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        if (!sent.isEmpty()) {
            request.header("Cookie", sent);
        }
        try {
            HttpResponse<String> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            for (String cookie : answer.headers().allValues("Set-Cookie")) {
                String pair = cookie.substring(0, (cookie + ";").indexOf(';'));
                int equals = pair.indexOf('=');
                cookies.put(server + pair.substring(0, equals), pair.substring(equals + 1));
            }
            return answer;
        } catch (IOException failure) {
            throw failed(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed(interrupted);
        }
    }

    private static StandaloneException failed(Exception cause) {
        return new StandaloneException("The console does not answer: " + cause + ".", "Run ./hanok status.", cause);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
