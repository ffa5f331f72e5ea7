package cloud.hanok.api.security;

import cloud.hanok.api.config.KeycloakConfiguration;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.identity.IdentityRealms;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Clock;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks access tokens of Keycloak: signed with RS256 by a key the realm publishes, issued by the realm, for our audience,
 * and not expired. The realm is the one that tenants share, or a dedicated tenant's own, as the token says; each has its own keys.
 * What a token may do follows from its client and its subject, and is decided elsewhere. Keys are fetched
 * when they are first needed, kept, and outlive a Keycloak that is gone for a while. It may block, on that fetch alone.
 */
public final class AccessTokens {
    /** How far Keycloak's clock and ours may differ. */
    static final int ALLOWED_CLOCK_SKEW_SECONDS = 30;

    /** A token is a few kilobytes; longer ones are not looked at. */
    static final int LIMIT_CHARS = 16 * 1024;

    /** One call for the keys. */
    private static final int FETCH_TIMEOUT_MILLIS = 3_000;

    /** The realm's keys are a few kilobytes. */
    private static final int KEYS_LIMIT_BYTES = 256 * 1024;

    /** A key that was withdrawn is refused after this long at the latest, */
    private static final long KEYS_LIVE_MILLIS = 300_000;
    /** a Keycloak that cannot be reached ends nobody's work before this long, */
    private static final long KEYS_OUTLIVE_OUTAGE_MILLIS = 3_600_000;
    /** and unknown key ids make us ask again no more often than this. */
    private static final long KEYS_ASK_AGAIN_MILLIS = 10_000;

    /** A realm's keys could not be fetched: for so long nobody waits for the next try. */
    private static final long UNAVAILABLE_MILLIS = 1_000;

    private static final Set<String> ISSUED = Set.of("exp", "iat");
    private static final Set<String> ISSUED_FOR_SOMEBODY = Set.of("exp", "iat", "azp", "sub");

    private static final Logger LOG = LoggerFactory.getLogger(AccessTokens.class);

    private final KeycloakConfiguration keycloak;
    private final Predicate<TenantId> dedicated;
    private final Clock clock;
    private final DefaultJWTProcessor<SecurityContext> shared;
    /** As many as there are dedicated tenants: one is made only for a realm that is one of ours. */
    private final Map<TenantId, DefaultJWTProcessor<SecurityContext>> own = new ConcurrentHashMap<>();

    /** Tokens that a realm gives to a client about a person, by realm, client and type; as few. */
    private final Map<String, DefaultJWTProcessor<SecurityContext>> toClients = new ConcurrentHashMap<>();

    private final Map<String, JWKSource<SecurityContext>> keys = new ConcurrentHashMap<>();

    /** Until when a realm's keys are not asked for again; of no more realms than there are. */
    private final Map<String, Long> unavailableUntilMillis = new ConcurrentHashMap<>();

    /** @param dedicated whether a tenant has a realm of its own; may block */
    public AccessTokens(KeycloakConfiguration keycloak, Predicate<TenantId> dedicated, Clock clock) {
        this.keycloak = keycloak;
        this.dedicated = dedicated;
        this.clock = clock;
        this.shared = processor(keycloak.realm());
    }

    /**
     * What a token says.
     *
     * @return empty when it is not valid
     * @throws KeysUnavailableException when the realm's keys could not be fetched and none are kept
     */
    Optional<AccessToken> read(String token) {
        if (token.length() > LIMIT_CHARS) {
            return Optional.empty();
        }
        String realm = keycloak.realm();
        try {
            JWT parsed = JWTParser.parse(token);
            TenantId dedicatedTo = dedicatedTo(parsed.getJWTClaimsSet());
            realm = dedicatedTo == null ? realm : IdentityRealms.realmOf(dedicatedTo);
            requireKeys(realm);
            JWTClaimsSet claims = processor(dedicatedTo).process(parsed, null);
            return Optional.of(new AccessToken(
                    claims.getStringClaim("azp"),
                    claims.getSubject(),
                    claims.getStringClaim("email"),
                    Boolean.TRUE.equals(claims.getBooleanClaim("email_verified")),
                    Objects.requireNonNullElse(claims.getStringClaim("name"), ""),
                    organization(claims.getClaim("organization")),
                    claims.getIssueTime().toInstant(),
                    claims.getExpirationTime().toInstant(),
                    dedicatedTo));
        } catch (KeySourceException noKey) {
            throw unavailable(realm, noKey);
        } catch (ParseException | BadJOSEException | JOSEException invalid) {
            return Optional.empty();
        }
    }

    /**
     * What a token says that a realm gave to one of its clients about a person: an ID token, or that of a logout.
     *
     * @param client that it must name as its audience
     * @param type that its head may say, beside that it is a JWT
     * @return empty when it is not valid
     * @throws KeysUnavailableException as {@link #read}
     */
    Optional<JWTClaimsSet> readOfClient(String token, String realm, String client, JOSEObjectType type) {
        if (token.length() > LIMIT_CHARS) {
            return Optional.empty();
        }
        requireKeys(realm);
        try {
            return Optional.of(toClients
                    .computeIfAbsent(
                            String.join(" ", realm, client, type.getType()), absent -> ofClient(realm, client, type))
                    .process(token, null));
        } catch (KeySourceException noKey) {
            throw unavailable(realm, noKey);
        } catch (ParseException | BadJOSEException | JOSEException invalid) {
            return Optional.empty();
        }
    }

    private DefaultJWTProcessor<SecurityContext> ofClient(String realm, String client, JOSEObjectType type) {
        DefaultJWTProcessor<SecurityContext> processor =
                processor(realm, new Claims(client, keycloak.issuer(realm), ISSUED, clock));
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, type));
        return processor;
    }

    private void requireKeys(String realm) {
        if (clock.millis() < unavailableUntilMillis.getOrDefault(realm, 0L)) {
            throw new KeysUnavailableException(realm);
        }
    }

    private KeysUnavailableException unavailable(String realm, KeySourceException noKey) {
        // Whoever sends tokens of keys that nobody has must not keep the others from being let in.
        if (!(noKey instanceof RateLimitReachedException)) {
            unavailableUntilMillis.put(realm, clock.millis() + UNAVAILABLE_MILLIS);
            LOG.warn("the keys of the realm {} cannot be fetched from {}", realm, keycloak.url(), noKey);
        }
        return new KeysUnavailableException(realm);
    }

    /** Keycloak writes an alias, a list of them, or an object with a member for each, as the realm's mapper is set. */
    private static AccessToken.Organization organization(@Nullable Object claim) {
        Collection<?> aliases = switch (claim) {
            case Collection<?> list -> list;
            case Map<?, ?> object -> object.keySet();
            case String alias -> List.of(alias);
            case null, default -> List.of();
        };
        if (aliases.isEmpty()) {
            return new AccessToken.Organization.None();
        }
        return aliases.size() > 1
                ? new AccessToken.Organization.Several()
                : new AccessToken.Organization.One(
                        String.valueOf(aliases.iterator().next()));
    }

    /** Whose realm the token says it is from, before that is believed: null for the shared one, and for any that is not ours. */
    private @Nullable TenantId dedicatedTo(@Nullable JWTClaimsSet claimed) {
        String issuer = claimed == null ? null : claimed.getIssuer();
        String realms = keycloak.issuer("");
        if (issuer == null || !issuer.startsWith(realms) || issuer.equals(keycloak.issuer())) {
            return null;
        }
        try {
            TenantId tenant = TenantId.parse(issuer.substring(realms.length()));
            return own.containsKey(tenant) || dedicated.test(tenant) ? tenant : null;
        } catch (IllegalArgumentException noTenant) {
            return null;
        }
    }

    private DefaultJWTProcessor<SecurityContext> processor(@Nullable TenantId dedicatedTo) {
        return dedicatedTo == null
                ? shared
                : own.computeIfAbsent(dedicatedTo, tenant -> processor(IdentityRealms.realmOf(tenant)));
    }

    private DefaultJWTProcessor<SecurityContext> processor(String realm) {
        return processor(realm, new Claims(keycloak.audience(), keycloak.issuer(realm), ISSUED_FOR_SOMEBODY, clock));
    }

    private DefaultJWTProcessor<SecurityContext> processor(String realm, Claims claims) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.RS256, keys.computeIfAbsent(realm, absent -> keys(keycloak, absent))));
        processor.setJWTClaimsSetVerifier(claims);
        return processor;
    }

    private static JWKSource<SecurityContext> keys(KeycloakConfiguration keycloak, String realm) {
        try {
            var retriever = new DefaultResourceRetriever(FETCH_TIMEOUT_MILLIS, FETCH_TIMEOUT_MILLIS, KEYS_LIMIT_BYTES);
            return JWKSourceBuilder.<SecurityContext>create(keycloak.keys(realm).toURL(), retriever)
                    .cache(KEYS_LIVE_MILLIS, FETCH_TIMEOUT_MILLIS * 2L)
                    .refreshAheadCache(false)
                    .rateLimited(KEYS_ASK_AGAIN_MILLIS)
                    .outageTolerant(KEYS_OUTLIVE_OUTAGE_MILLIS)
                    .build();
        } catch (MalformedURLException wrong) {
            throw new IllegalArgumentException("hanok.keycloak.url: " + keycloak.url() + " is no URL", wrong);
        }
    }

    /** The claims a token must have, by our clock. */
    private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final Clock clock;

        Claims(String audience, String issuer, Set<String> required, Clock clock) {
            super(audience, new JWTClaimsSet.Builder().issuer(issuer).build(), required);
            this.clock = clock;
            setMaxClockSkew(ALLOWED_CLOCK_SKEW_SECONDS);
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }

    /** Nobody can be let in: the keys that tokens are signed with are not known. */
    public static final class KeysUnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        KeysUnavailableException(String realm) {
            super("the keys of the realm " + realm + " cannot be fetched");
        }
    }
}
