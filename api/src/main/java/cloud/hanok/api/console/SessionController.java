package cloud.hanok.api.console;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.security.ClientAddresses;
import cloud.hanok.api.security.SignedInPeople;
import cloud.hanok.tenant.identity.IdentitySettings;
import cloud.hanok.tenant.identity.IdentityUnavailableException;
import cloud.hanok.tenant.identity.SignInClient;
import cloud.hanok.tenant.session.ConsoleSession;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The session of a browser: who is signed in, and its end. Lets in by the cookie, as everything the console's pages ask for. */
@Controller("/console")
@Secured(SecurityRule.IS_ANONYMOUS)
@Produces({MediaType.APPLICATION_JSON, MediaType.ALL})
public final class SessionController {
    private static final Logger LOG = LoggerFactory.getLogger(SessionController.class);

    private final ConsoleDoor door;
    private final ConsoleAddress address;
    private final ConsoleRealms realms;
    private final SessionViews views;
    private final SignedInPeople signedIn;
    private final Departures departures;
    private final SignInClient keycloak;
    private final ClientAddresses addresses;

    SessionController(
            ConsoleDoor door,
            ConsoleAddress address,
            ConsoleRealms realms,
            SessionViews views,
            SignedInPeople signedIn,
            Departures departures,
            SignInClient keycloak,
            ClientAddresses addresses) {
        this.door = door;
        this.address = address;
        this.realms = realms;
        this.views = views;
        this.signedIn = signedIn;
        this.departures = departures;
        this.keycloak = keycloak;
        this.addresses = addresses;
    }

    /** Who is signed in to an organization. */
    @Get("/{organization}/session")
    public HttpResponse<SessionView> find(HttpRequest<?> request, String organization) {
        ConsoleSession session = entered(knock(request, organization));
        SessionView view = views.of(session, addresses.of(request));
        return HttpResponse.ok(view).header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    /** Ends the sign-in: here for every organization that this browser was signed in to by it, and at Keycloak for every program. */
    @Post("/{organization}/sign-out")
    public HttpResponse<SignedOut> signOut(HttpRequest<?> request, String organization) {
        ConsoleSession session = door.leave(knock(request, organization));
        departures.of(session.signIn());
        return HttpResponse.ok(new SignedOut(afterwards(session)))
                .header(HttpHeaders.SET_COOKIE, Cookies.noSession(organization, address.secure()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    /**
     * Keycloak says that a sign-in ended there (OpenID Connect Back-Channel Logout 1.0).
     *
     * @param form holds {@code logout_token}
     */
    @Post(value = "/back-channel-logout", consumes = MediaType.APPLICATION_FORM_URLENCODED)
    public HttpResponse<?> ended(@Body Map<String, String> form) {
        String token = form.get("logout_token");
        if (token == null) {
            throw new ApiException(ApiError.about(ErrorCode.MISSING_REQUIRED_PARAMETER, "logout_token"));
        }
        IdentitySettings client = realms.of(signedIn.realmOf(token));
        departures.of(Arrivals.signIn(client, signedIn.ended(token, client)));
        return HttpResponse.ok().header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    /** @param location where the browser goes now */
    public record SignedOut(String location) {}

    /** Where Keycloak could not be told, the browser goes there, so that its person ends the sign-in themselves. */
    private String afterwards(ConsoleSession session) {
        IdentitySettings client = realms.of(session);
        try {
            keycloak.end(client, session.tokens().refresh());
            return address.home();
        } catch (IdentityUnavailableException unavailable) {
            LOG.warn("a sign-in ended here, and not at Keycloak", unavailable);
            return SignInClient.endPage(client, address.home()).toString();
        }
    }

    private ConsoleSession entered(Knock knock) {
        try {
            return door.enter(knock).toCompletableFuture().join();
        } catch (CompletionException refused) {
            throw refused.getCause() instanceof RuntimeException cause ? cause : refused;
        }
    }

    private static Knock knock(HttpRequest<?> request, String organization) {
        return Knock.of(
                organization,
                request.getMethodName(),
                name -> request.getHeaders().getAll(name));
    }
}
