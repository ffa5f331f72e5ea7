package cloud.hanok.api.signup;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.OperatedServer;
import cloud.hanok.standalone.keycloak.KeycloakAdministrator;
import cloud.hanok.standalone.mail.ReadMail;
import cloud.hanok.standalone.testing.KeycloakForTests;
import cloud.hanok.standalone.testing.MailboxForTests;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A person at Keycloak's registration page, and then at their mailbox, as a browser shows both. */
final class RegistrationBrowser implements AutoCloseable {
    private static final String CLIENT = "hanok-test-browser";
    private static final String REDIRECT = "http://127.0.0.1/signed-in";
    private static final String PASSWORD = "long-password-1234567890";
    private static final int MOST_HOPS = 10;
    private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");
    private static final Pattern LINK = Pattern.compile("https?://\\S*/login-actions/action-token\\S*");
    private static final Pattern PROCEED = Pattern.compile("href=\"([^\"]*/login-actions/action-token[^\"]*)\"");

    private final KeycloakForTests keycloak;
    private final HttpClient http = HttpClient.newHttpClient();
    /** Kept by hand: Keycloak marks them as secure on loopback, where browsers send them all the same. */
    private final Map<String, String> cookies = new LinkedHashMap<>();

    RegistrationBrowser(KeycloakForTests keycloak) {
        this.keycloak = keycloak;
        try (KeycloakAdministrator administrator = keycloak.administrator()) {
            administrator.create("/realms/" + keycloak.realm() + "/clients", """
                    {"clientId": "%s", "enabled": true, "publicClient": true, "standardFlowEnabled": true,
                     "redirectUris": ["%s"]}""".formatted(CLIENT, REDIRECT));
        }
    }

    /** Fills in the form; the address is not shown to be theirs yet. */
    KeycloakForTests.Person register(String email) {
        String page = get(keycloak.url() + "/realms/" + keycloak.realm()
                + "/protocol/openid-connect/auth?response_type=code&scope=openid&prompt=create&client_id=" + CLIENT
                + "&redirect_uri=" + KeycloakAdministrator.encoded(REDIRECT));
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("email", email);
        fields.put("password", PASSWORD);
        fields.put("password-confirm", PASSWORD);
        fields.put("firstName", "길동");
        fields.put("lastName", "홍");
        post(found(FORM, page, "a form to register"), fields);
        return new KeycloakForTests.Person("", email, KeycloakAdministrator.encoded(PASSWORD));
    }

    /** Opens the link of the mail that came, and chooses a password. */
    void verify(KeycloakForTests.Person person) {
        MailboxForTests mailbox = MailboxForTests.get();
        OperatedServer.await(
                "the verification mail",
                Duration.ofSeconds(30),
                () -> !mailbox.mailsFor(person.email()).isEmpty());
        ReadMail mail = mailbox.mailsFor(person.email()).getFirst();
        Matcher link = LINK.matcher(mail.text());
        assertThat(link.find()).as(mail.text()).isTrue();
        String page = get(link.group());
        Matcher proceed = PROCEED.matcher(page);
        if (proceed.find()) {
            page = get(unescaped(proceed.group(1)));
        }
        // Keycloak lets nobody choose a password before the address is theirs.
        post(
                found(FORM, page, "a form for the password"),
                Map.of("password-new", PASSWORD, "password-confirm", PASSWORD));
    }

    @Override
    public void close() {
        http.close();
    }

    private String get(String url) {
        return followed(HttpRequest.newBuilder(URI.create(url)).GET());
    }

    private void post(String url, Map<String, String> fields) {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + KeycloakAdministrator.encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        followed(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    /** The page at the end of what a browser would follow. */
    private String followed(HttpRequest.Builder first) {
        HttpRequest.Builder request = first;
        for (int hop = 0; hop < MOST_HOPS; hop++) {
            HttpResponse<String> answer = send(request);
            if (answer.statusCode() / 100 != 3) {
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                return answer.body();
            }
            String location = answer.headers().firstValue("location").orElseThrow();
            if (location.startsWith(REDIRECT)) {
                return "";
            }
            request = HttpRequest.newBuilder(answer.uri().resolve(location)).GET();
        }
        throw new AssertionError("Keycloak leads in circles");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            for (String cookie : answer.headers().allValues("set-cookie")) {
                int equals = cookie.indexOf('=');
                int end = cookie.indexOf(';');
                cookies.put(cookie.substring(0, equals), cookie.substring(equals + 1, end < 0 ? cookie.length() : end));
            }
            return answer;
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private static String found(Pattern pattern, String page, String what) {
        Matcher matcher = pattern.matcher(page);
        assertThat(matcher.find()).as(what + ": " + page).isTrue();
        return unescaped(matcher.group(1));
    }

    private static String unescaped(String attribute) {
        return attribute.replace("&amp;", "&");
    }
}
