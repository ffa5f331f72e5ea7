package cloud.hanok.api.console;

import cloud.hanok.api.FormFields;
import cloud.hanok.standalone.testing.KeycloakForTests.Person;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a browser does at the console and at Keycloak's pages: keeps cookies by their paths, follows, and fills forms in. */
public final class ConsoleBrowser implements AutoCloseable {
    private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern PATH = Pattern.compile("(?i); *path=([^; ]+)");
    private static final int MOST_HOPS = 12;
    private static final String OF_NAVIGATION = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI console;
    private final Map<Cookie, String> cookies = new LinkedHashMap<>();
    /** As they were set, in order. */
    final List<String> setCookies = new ArrayList<>();

    /** @param console the control plane's address */
    public ConsoleBrowser(URI console) {
        this.console = console;
    }

    private record Cookie(int port, String name, String path) {}

    /**
     * Where the browser is.
     *
     * @param address of the page
     * @param html of it
     */
    public record Page(URI address, String html) {
        public boolean asks(String field) {
            return html.contains("name=\"" + field + "\"");
        }

        /** What stands in a hidden field. */
        public String field(String name) {
            return FormFields.value(html, name);
        }
    }

    /** Opens a path of the console, and whatever it leads to. */
    public Page open(String path) {
        return follow(HttpRequest.newBuilder(console.resolve(path)).GET());
    }

    /** Says at Keycloak's pages who somebody is, on one page or on two. */
    public Page signIn(String path, Person person) {
        Page page = open(path);
        for (int asked = 0; asked < 2 && (page.asks("username") || page.asks("password")); asked++) {
            page = submit(page, Map.of("username", person.email(), "password", person.password()));
        }
        return page;
    }

    /** Fills in a page's form and sends it. */
    public Page submit(Page page, Map<String, String> fields) {
        Matcher action = FORM.matcher(page.html());
        if (!action.find()) {
            throw new AssertionError("no form on the page " + page);
        }
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return follow(
                HttpRequest.newBuilder(page.address().resolve(action.group(1).replace("&amp;", "&")))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)));
    }

    /** A request of a page of the console, with its cookies. */
    public HttpResponse<String> send(String path, HttpRequest.Builder more) {
        return sent(more.uri(console.resolve(path)).setHeader("Accept", "*/*"));
    }

    /** The value of the session's cookie of an organization; empty when there is none. */
    String session(String organization) {
        return cookies.getOrDefault(new Cookie(console.getPort(), Cookies.SESSION, "/console/" + organization), "");
    }

    @Override
    public void close() {
        http.close();
    }

    private Page follow(HttpRequest.Builder first) {
        HttpRequest.Builder next = first;
        for (int hop = 0; hop < MOST_HOPS; hop++) {
            URI at = next.build().uri();
            HttpResponse<String> response = sent(next.setHeader("Accept", OF_NAVIGATION));
            String location = response.headers().firstValue("Location").orElse("");
            if (location.isEmpty()) {
                return new Page(at, response.body());
            }
            next = HttpRequest.newBuilder(at.resolve(location)).GET();
        }
        throw new AssertionError("led on and on, to " + next.build().uri());
    }

    private HttpResponse<String> sent(HttpRequest.Builder request) {
        URI at = request.build().uri();
        String cookie = cookies.entrySet().stream()
                .filter(each -> each.getKey().port() == at.getPort())
                .filter(each -> isBelow(at.getPath(), each.getKey().path()))
                .map(each -> each.getKey().name() + "=" + each.getValue())
                .collect(Collectors.joining("; "));
        if (!cookie.isEmpty()) {
            request.setHeader("Cookie", cookie);
        }
        try {
            HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            response.headers().allValues("Set-Cookie").forEach(each -> keep(at.getPort(), each));
            return response;
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** RFC 6265 section 5.1.4. */
    private static boolean isBelow(String path, String cookiePath) {
        return path.equals(cookiePath)
                || (path.startsWith(cookiePath)
                        && (cookiePath.endsWith("/") || path.charAt(cookiePath.length()) == '/'));
    }

    private void keep(int port, String header) {
        setCookies.add(header);
        String pair = header.substring(0, (header + ";").indexOf(';'));
        int equals = pair.indexOf('=');
        Matcher path = PATH.matcher(header);
        var cookie = new Cookie(port, pair.substring(0, equals), path.find() ? path.group(1) : "/");
        if (header.matches("(?is).*; *max-age=0(;.*)?")) {
            cookies.remove(cookie);
        } else {
            cookies.put(cookie, pair.substring(equals + 1));
        }
    }
}
