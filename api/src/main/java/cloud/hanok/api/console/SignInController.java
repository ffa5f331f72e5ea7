package cloud.hanok.api.console;

import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.http.Errors;
import cloud.hanok.tenant.identity.SignInClient;
import cloud.hanok.tenant.session.ConsoleSession;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.net.URI;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a browser goes to sign in, and comes back to. Whatever goes wrong leads to the console's first page, which says what. */
@Controller("/console/sign-in")
@Secured(SecurityRule.IS_ANONYMOUS)
@Produces({MediaType.TEXT_HTML, MediaType.ALL})
public final class SignInController {
    private static final Logger LOG = LoggerFactory.getLogger(SignInController.class);
    private static final Pattern ORGANIZATION = Pattern.compile("|-|[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
    private static final int MAX_CODE_CHARS = 2_048;
    private static final Set<String> LANGUAGES = Set.of("ko", "en");
    private static final String REGISTER = "create";

    private final ConsoleAddress address;
    private final ConsoleRealms realms;
    private final Arrivals arrivals;
    private final Errors errors;
    private final SecureRandom random;

    SignInController(
            ConsoleAddress address, ConsoleRealms realms, Arrivals arrivals, Errors errors, SecureRandom random) {
        this.address = address;
        this.realms = realms;
        this.arrivals = arrivals;
        this.errors = errors;
        this.random = random;
    }

    /**
     * To Keycloak, for one organization, for none ({@code -}), or for whichever the person is in or chooses.
     *
     * @param invitedTo where they sign in for no organization: an organization that invited them, whose people may have a sign-in of their own
     * @param locales {@code ko} or {@code en}: the language of Keycloak's pages; what else is said is left to Keycloak
     * @param prompt {@code create} to register first (OpenID Connect Prompt Create 1.0); nothing else is passed on
     */
    @Get
    public HttpResponse<?> begin(
            HttpRequest<?> request,
            @QueryValue @Nullable String organization,
            @QueryValue("invited_to") @Nullable String invitedTo,
            @QueryValue("return") @Nullable String returnPath,
            @QueryValue("ui_locales") @Nullable String locales,
            @QueryValue @Nullable String prompt) {
        String host = Objects.requireNonNullElse(request.getHeaders().get(HttpHeaders.HOST), "");
        String rightPlace = address.rightPlace(host, request.getUri().toString());
        if (rightPlace != null) {
            return to(rightPlace);
        }
        String wanted = Objects.requireNonNullElse(organization, "");
        String realmOf =
                wanted.equals(ConsoleSession.NO_ORGANIZATION) ? Objects.requireNonNullElse(invitedTo, "") : wanted;
        if (!ORGANIZATION.matcher(wanted).matches()
                || !ORGANIZATION.matcher(realmOf).matches()) {
            return failed(ErrorCode.NOT_A_MEMBER);
        }
        SignInAttempt attempt = SignInAttempt.begin(wanted, realmOf, ReturnPath.of(returnPath), random);
        try {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("scope", scope(wanted));
            query.put("state", attempt.state());
            query.put("nonce", attempt.nonce());
            query.put("code_challenge", attempt.challenge());
            if (locales != null && LANGUAGES.contains(locales)) {
                query.put("ui_locales", locales);
            }
            if (REGISTER.equals(prompt)) {
                query.put("prompt", REGISTER);
            }
            URI page = SignInClient.page(realms.of(realmOf), address.redirectUri(), query);
            return to(page.toString())
                    .header(
                            HttpHeaders.SET_COOKIE,
                            cookie(attempt, attempt.secret().reveal(), SignInAttempt.LIVES_SECONDS));
        } catch (RuntimeException refused) {
            return failed(refused);
        }
    }

    /** Back from Keycloak. */
    @Get("/callback")
    public HttpResponse<?> end(
            HttpRequest<?> request,
            @QueryValue @Nullable String state,
            @QueryValue @Nullable String code,
            @QueryValue @Nullable String iss) {
        List<String> cookies = request.getHeaders().getAll(HttpHeaders.COOKIE);
        SignInAttempt attempt =
                state == null ? null : SignInAttempt.resume(state, cookies).orElse(null);
        if (attempt == null) {
            return failed(ErrorCode.SIGN_IN_FAILED);
        }
        MutableHttpResponse<?> answer = code == null || code.length() > MAX_CODE_CHARS
                ? failed(ErrorCode.SIGN_IN_FAILED)
                : arrived(request, attempt, code, iss);
        return answer.header(HttpHeaders.SET_COOKIE, cookie(attempt, "", 0));
    }

    private MutableHttpResponse<?> arrived(
            HttpRequest<?> request, SignInAttempt attempt, String code, @Nullable String issuer) {
        try {
            Arrivals.Arrived arrived = arrivals.of(request, attempt, code, issuer);
            String organization = arrived.session().organization();
            return to(attempt.returnPath().in(organization))
                    .header(
                            HttpHeaders.SET_COOKIE,
                            Cookies.session(organization, arrived.cookie().reveal(), address.secure()));
        } catch (RuntimeException refused) {
            return failed(refused);
        }
    }

    private MutableHttpResponse<?> failed(RuntimeException refused) {
        ErrorCode code = errors.of(refused).code();
        if (!(refused instanceof ApiException) || code.status() >= HttpStatus.INTERNAL_SERVER_ERROR.getCode()) {
            LOG.error("a sign-in is not finished: {}", code.code(), refused);
        }
        return failed(code == ErrorCode.INVALID_TOKEN ? ErrorCode.SIGN_IN_FAILED : code);
    }

    private static MutableHttpResponse<?> failed(ErrorCode code) {
        return to(ConsoleAddress.ROOT + "?error=" + code.code());
    }

    private String cookie(SignInAttempt attempt, String value, long maxAgeSeconds) {
        return Cookies.attempt(attempt.cookie(), value, maxAgeSeconds, address.secure());
    }

    private static String scope(String organization) {
        return switch (organization) {
            case "" -> "openid organization";
            case ConsoleSession.NO_ORGANIZATION -> "openid";
            default -> "openid organization:" + organization;
        };
    }

    private static MutableHttpResponse<?> to(String location) {
        return HttpResponse.status(HttpStatus.FOUND)
                .header(HttpHeaders.LOCATION, location)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("referrer-policy", "no-referrer");
    }
}
