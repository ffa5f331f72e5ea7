package cloud.hanok.api.provisioning;

import cloud.hanok.api.FormFields;
import cloud.hanok.standalone.testing.KeycloakForTests;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a browser does to sign somebody in: it fills in Keycloak's forms, keeps its cookies, and comes back with a code. */
final class SignInPages implements AutoCloseable {
    private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern INPUT = Pattern.compile("<input[^>]*>", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("name=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern CHARACTER = Pattern.compile("&#x([0-9a-fA-F]+);");
    private static final Pattern VALUE = Pattern.compile("value=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");
    private static final Pattern PATH = Pattern.compile("(?i); *path=([^; ]+)");
    private static final String VERIFIER = "abcdefghijklmnopqrstuvwxyz0123456789-._~ABCDEFGHIJ";
    private static final int CODE_SECONDS = 30;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Cookie, String> cookies = new LinkedHashMap<>();
    private final String issuer;
    private final String client;
    private final String secret;
    private final String redirectUri;

    SignInPages(String issuer, String client, String secret, String redirectUri) {
        this.issuer = issuer;
        this.client = client;
        this.secret = secret;
        this.redirectUri = redirectUri;
    }

    /** @param path below which it is sent: two realms of one server have cookies of one name */
    private record Cookie(String name, String path) {}

    /**
     * Where the browser is.
     *
     * @param address of the page, or that it was sent back to with a code
     * @param html of the page; empty once it was sent back
     */
    record Page(URI address, String html) {
        /** Whether it was sent back with a code: somebody is signed in. */
        boolean signedIn() {
            return CODE.matcher(address.toString()).find();
        }

        /** Whether the page asks for this. */
        boolean asks(String field) {
            return html.toLowerCase(Locale.ROOT).contains("name=\"" + field.toLowerCase(Locale.ROOT) + "\"");
        }

        /** Whether a browser submits the page without being asked: that is how SAML passes its messages on. */
        boolean goesOnByItself() {
            return asks("SAMLRequest") || asks("SAMLResponse");
        }

        /** What stands in its hidden fields. */
        Map<String, String> hidden() {
            Map<String, String> fields = new LinkedHashMap<>();
            Matcher input = INPUT.matcher(html);
            while (input.find()) {
                Matcher name = NAME.matcher(input.group());
                Matcher value = VALUE.matcher(input.group());
                if (name.find() && value.find()) {
                    fields.put(name.group(1), unescaped(value.group(1)));
                }
            }
            return fields;
        }

        /** What the page says in a field. */
        String field(String name) {
            return FormFields.value(html, name);
        }
    }

    /** Asks to sign in through an identity provider. */
    Page openThrough(String provider) throws IOException, InterruptedException {
        return open("openid", "&kc_idp_hint=" + provider);
    }

    /** Asks to sign in. */
    Page open(String scope) throws IOException, InterruptedException {
        return open(scope, "");
    }

    private Page open(String scope, String more) throws IOException, InterruptedException {
        return follow(HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/auth?"
                        + form(Map.of(
                                "response_type",
                                "code",
                                "client_id",
                                client,
                                "redirect_uri",
                                redirectUri,
                                "scope",
                                scope,
                                "code_challenge_method",
                                "S256",
                                "code_challenge",
                                challenge()))
                        + more))
                .GET());
    }

    /** Says who somebody is and their password, on one page or on two; returns what comes after them. */
    Page signIn(Page login, KeycloakForTests.Person person) throws IOException, InterruptedException {
        Page page = login;
        for (int asked = 0; asked < 2 && (page.asks("username") || page.asks("password")); asked++) {
            page = submit(page, Map.of("username", person.email(), "password", person.password()));
        }
        return page;
    }

    /** Fills in a page's form and sends it. */
    Page submit(Page page, Map<String, String> fields) throws IOException, InterruptedException {
        return follow(posted(page, fields));
    }

    private static HttpRequest.Builder posted(Page page, Map<String, String> fields) {
        Matcher action = FORM.matcher(page.html());
        if (!action.find()) {
            throw new AssertionError("no form on the page " + page.html());
        }
        return HttpRequest.newBuilder(page.address().resolve(unescaped(action.group(1))))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(fields)));
    }

    private static String unescaped(String html) {
        String text = CHARACTER
                .matcher(html)
                .replaceAll(
                        found -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), 16))));
        return text.replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    /** What the console gets for the code it was sent back with: JSON. */
    String exchange(Page signedIn) throws IOException, InterruptedException {
        Matcher code = CODE.matcher(signedIn.address().toString());
        if (!code.find()) {
            throw new AssertionError("nobody is signed in: " + signedIn);
        }
        Map<String, String> fields = Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                client,
                "client_secret",
                secret,
                "redirect_uri",
                redirectUri,
                "code_verifier",
                VERIFIER,
                "code",
                code.group(1));
        return http.send(
                        HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(form(fields)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** What an authenticator shows now (RFC 6238 with SHA-1, six digits, 30 seconds). */
    static String oneTimeCode(String secret, long nowSeconds) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES)
                    .putLong(nowSeconds / CODE_SECONDS)
                    .array());
            int offset = hash[hash.length - 1] & 0xf;
            int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & Integer.MAX_VALUE;
            return "%06d".formatted(number % 1_000_000);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        http.close();
    }

    private Page follow(HttpRequest.Builder first) throws IOException, InterruptedException {
        HttpRequest.Builder next = first;
        while (true) {
            String at = next.build().uri().getPath();
            String sent = cookies.entrySet().stream()
                    .filter(cookie -> at.startsWith(cookie.getKey().path()))
                    .map(cookie -> cookie.getKey().name() + "=" + cookie.getValue())
                    .collect(Collectors.joining("; "));
            HttpRequest request =
                    sent.isEmpty() ? next.build() : next.header("Cookie", sent).build();
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            response.headers().allValues("Set-Cookie").forEach(this::keep);
            String location = response.headers().firstValue("Location").orElse("");
            Page page = new Page(request.uri(), response.body());
            if (location.isEmpty() && page.goesOnByItself()) {
                next = posted(page, page.hidden());
                continue;
            }
            if (location.isEmpty()) {
                return page;
            }
            URI target = request.uri().resolve(location);
            if (location.startsWith(redirectUri)) {
                return new Page(target, "");
            }
            next = HttpRequest.newBuilder(target).GET();
        }
    }

    private void keep(String cookie) {
        String pair = cookie.substring(0, (cookie + ";").indexOf(';'));
        int equals = pair.indexOf('=');
        Matcher path = PATH.matcher(cookie);
        cookies.put(
                new Cookie(pair.substring(0, equals), path.find() ? path.group(1) : "/"), pair.substring(equals + 1));
    }

    private static String challenge() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
