package cloud.hanok.api.security;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.tenant.identity.IdentitySettings;
import cloud.hanok.tenant.key.IpAddress;
import cloud.hanok.tenant.session.ConsoleSession;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the tokens of somebody's sign-in say, once they were checked. May block. */
@Singleton
public final class SignedInPeople {
    private static final String LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout";

    private static final JOSEObjectType LOGOUT = new JOSEObjectType("logout+jwt");

    private final AccessTokens tokens;
    private final TokenHolders holders;

    SignedInPeople(AccessTokens tokens, TokenHolders holders) {
        this.tokens = tokens;
        this.holders = holders;
    }

    /**
     * What an access token says.
     *
     * @param organization that it was asked for, by its alias, or {@link ConsoleSession#NO_ORGANIZATION}
     * @param expiresAt when it ends
     */
    public record Access(String subject, String organization, Instant expiresAt) {}

    /**
     * What an ID token says.
     *
     * @param nonce of the sign-in that it answers; empty for none
     * @param session the id of the sign-in in its realm; empty for none
     */
    public record Identity(String subject, String nonce, String session) {}

    /**
     * What an access token says.
     *
     * @throws ApiException when it is not good, names several organizations, or cannot be checked now
     */
    public Access access(String token) {
        AccessToken read = checked(token);
        return new Access(
                read.subject(),
                switch (read.organization()) {
                    case AccessToken.Organization.None() -> ConsoleSession.NO_ORGANIZATION;
                    case AccessToken.Organization.One(var alias) -> alias;
                    case AccessToken.Organization.Several() ->
                        throw new ApiException(ApiError.of(ErrorCode.TOKEN_ORGANIZATION_AMBIGUOUS));
                },
                read.expiresAt());
    }

    /**
     * Who the holder of an access token is here.
     *
     * @throws ApiException also when they are not a member, or may not come in from there
     */
    public Actor actor(String token, IpAddress address) {
        return holders.of(checked(token), address, new ProjectPath.Across());
    }

    /**
     * What an ID token says that was given to a client.
     *
     * @throws ApiException when it is not good, or cannot be checked now
     */
    public Identity identity(String token, IdentitySettings client) {
        JWTClaimsSet claims = ofClient(token, client, JOSEObjectType.JWT);
        return new Identity(text(claims.getSubject()), claim(claims, "nonce"), claim(claims, "sid"));
    }

    /** The last part of a token's issuer, before anything of it is believed: of our realms that is their name. Empty where there is none. */
    public String realmOf(String token) {
        try {
            JWTClaimsSet said = JWTParser.parse(token).getJWTClaimsSet();
            String issuer = said == null ? "" : text(said.getIssuer());
            return issuer.substring(issuer.lastIndexOf('/') + 1);
        } catch (ParseException noToken) {
            return "";
        }
    }

    /**
     * The id of the sign-in that ended, as its realm told a client (OpenID Connect Back-Channel Logout 1.0, section 2.6).
     *
     * @throws ApiException as {@link #identity}
     */
    public String ended(String logoutToken, IdentitySettings client) {
        JWTClaimsSet claims = ofClient(logoutToken, client, LOGOUT);
        String session = claim(claims, "sid");
        boolean said = claims.getClaim("events") instanceof Map<?, ?> events && events.containsKey(LOGOUT_EVENT);
        if (!said || session.isEmpty() || claims.getClaim("nonce") != null) {
            throw invalid();
        }
        return session;
    }

    private JWTClaimsSet ofClient(String token, IdentitySettings client, JOSEObjectType type) {
        return known(() -> tokens.readOfClient(token, client.realm(), client.clientId(), type)
                .orElseThrow(SignedInPeople::invalid));
    }

    private AccessToken checked(String token) {
        return known(() -> tokens.read(token).orElseThrow(SignedInPeople::invalid));
    }

    private static <T> T known(Supplier<T> read) {
        try {
            return read.get();
        } catch (AccessTokens.KeysUnavailableException unavailable) {
            throw new ApiException(ApiError.of(ErrorCode.IDENTITY_PROVIDER_UNAVAILABLE), unavailable);
        }
    }

    private static String claim(JWTClaimsSet claims, String name) {
        try {
            return text(claims.getStringClaim(name));
        } catch (ParseException noText) {
            throw new ApiException(ApiError.of(ErrorCode.INVALID_TOKEN), noText);
        }
    }

    private static String text(@Nullable String claim) {
        return Objects.requireNonNullElse(claim, "");
    }

    private static ApiException invalid() {
        return new ApiException(ApiError.of(ErrorCode.INVALID_TOKEN));
    }
}
