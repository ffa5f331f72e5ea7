package cloud.hanok.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.api.config.KeycloakConfiguration;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    private TokenIssuer issuer;
    private AccessTokens tokens;

    @BeforeEach
    void start() throws IOException, JOSEException {
        issuer = new TokenIssuer();
        tokens = at(NOW);
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void theOperatorsTokenIsTakenAndTheKeysAreFetchedOnce() throws JOSEException {
        for (int time = 0; time < 3; time++) {
            assertThat(tokens.read(issuer.token(NOW, UnaryOperator.identity())).map(AccessToken::client))
                    .hasValue("hanok-operator");
        }
        assertThat(issuer.fetches()).isEqualTo(1);
    }

    @Test
    void aTokenWithoutAClientOrOfAnotherAudienceOrIssuerIsRefused() throws JOSEException {
        assertRefused(issuer.token(NOW, claims -> claims.claim("azp", null)));
        assertRefused(issuer.token(NOW, claims -> claims.audience("account")));
        assertRefused(issuer.token(NOW, claims -> claims.issuer(issuer.url() + "/realms/other")));
    }

    @Test
    void anExpiredTokenIsRefusedOnceTheAllowedSkewIsOver() throws JOSEException {
        String token = issuer.token(NOW, UnaryOperator.identity());
        assertThat(at(NOW.plusSeconds(60 + AccessTokens.ALLOWED_CLOCK_SKEW_SECONDS - 1))
                        .read(token))
                .isPresent();
        assertThat(at(NOW.plusSeconds(60 + AccessTokens.ALLOWED_CLOCK_SKEW_SECONDS + 1))
                        .read(token))
                .isEmpty();
        assertRefused(issuer.token(NOW, claims -> claims.expirationTime(null)));
        assertRefused(issuer.token(NOW, claims -> claims.notBeforeTime(Date.from(NOW.plus(Duration.ofHours(1))))));
    }

    @Test
    void onlyRs256ByAPublishedKeyIsTaken() throws JOSEException {
        assertRefused(issuer.token(JWSAlgorithm.RS512, NOW));
        assertRefused(issuer.token(JWSAlgorithm.PS256, NOW));
        assertRefused(issuer.confused(NOW));
        assertRefused(issuer.foreign(NOW));
        assertRefused(new PlainJWT(new JWTClaimsSet.Builder()
                        .issuer(issuer.url() + "/realms/hanok")
                        .audience("hanok-platform")
                        .claim("azp", "hanok-operator")
                        .expirationTime(Date.from(NOW.plusSeconds(60)))
                        .build())
                .serialize());
    }

    @Test
    void aTokenActsForTheOneOrganizationItWasAskedForWhicheverWayItIsWritten() throws JOSEException {
        assertOrganization(null, new AccessToken.Organization.None());
        assertOrganization(List.of(), new AccessToken.Organization.None());
        assertOrganization("ten_1", new AccessToken.Organization.One("ten_1"));
        assertOrganization(List.of("ten_1"), new AccessToken.Organization.One("ten_1"));
        assertOrganization(Map.of("ten_1", Map.of("id", "7")), new AccessToken.Organization.One("ten_1"));
        assertOrganization(List.of("ten_1", "ten_2"), new AccessToken.Organization.Several());
        assertOrganization(Map.of("ten_1", Map.of(), "ten_2", Map.of()), new AccessToken.Organization.Several());
    }

    private void assertOrganization(@Nullable Object claim, AccessToken.Organization expected) throws JOSEException {
        String token = issuer.token(NOW, claims -> claims.claim("organization", claim));
        assertThat(tokens.read(token).map(AccessToken::organization)).hasValue(expected);
    }

    @Test
    void whatIsNoTokenIsRefused() {
        assertRefused("");
        assertRefused("a.b.c");
        assertRefused("x".repeat(AccessTokens.LIMIT_CHARS + 1));
    }

    @Test
    void withoutKeysNobodyIsLetInAndThatIsNotTheCallersFault() throws JOSEException {
        String token = issuer.token(NOW, UnaryOperator.identity());
        issuer.close();
        assertThatThrownBy(() -> tokens.read(token)).isInstanceOf(AccessTokens.KeysUnavailableException.class);
    }

    @Test
    void whoSendsTokensOfUnknownKeysLetsNobodyInAndKeepsNobodyOut() throws JOSEException {
        for (int time = 0; time < 3; time++) {
            try {
                assertRefused(issuer.unknown(NOW));
            } catch (AccessTokens.KeysUnavailableException asksTooOften) {
                assertThat(issuer.fetches()).isLessThanOrEqualTo(2);
            }
            assertThat(tokens.read(issuer.token(NOW, UnaryOperator.identity()))).isPresent();
        }
    }

    @Test
    void aRealmWhoseKeysCannotBeFetchedIsNotAskedAgainAtOnce() throws JOSEException {
        issuer.fail(true);
        String token = issuer.token(NOW, UnaryOperator.identity());
        assertThatThrownBy(() -> tokens.read(token)).isInstanceOf(AccessTokens.KeysUnavailableException.class);
        int asked = issuer.fetches();
        assertThatThrownBy(() -> tokens.read(token)).isInstanceOf(AccessTokens.KeysUnavailableException.class);
        assertThat(issuer.fetches()).isEqualTo(asked);
    }

    private void assertRefused(String token) {
        assertThat(tokens.read(token)).isEmpty();
    }

    private AccessTokens at(Instant instant) {
        return new AccessTokens(
                new KeycloakConfiguration(
                        URI.create(issuer.url()),
                        "hanok",
                        "hanok-operator",
                        List.of(),
                        "hanok-platform",
                        "hanok-control-plane",
                        "",
                        Duration.ofSeconds(5)),
                tenant -> false,
                Clock.fixed(instant, ZoneOffset.UTC));
    }
}
