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
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OperatorTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    private TokenIssuer issuer;
    private OperatorTokens tokens;

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
            assertThat(tokens.operatorOf(issuer.token(NOW, UnaryOperator.identity())))
                    .hasValue("hanok-operator");
        }
        assertThat(issuer.fetches()).isEqualTo(1);
    }

    @Test
    void aTokenOfAnotherClientAudienceOrIssuerIsRefused() throws JOSEException {
        assertRefused(issuer.token(NOW, claims -> claims.claim("azp", "hanok-console")));
        assertRefused(issuer.token(NOW, claims -> claims.claim("azp", null)));
        assertRefused(issuer.token(NOW, claims -> claims.audience("account")));
        assertRefused(issuer.token(NOW, claims -> claims.issuer(issuer.url() + "/realms/other")));
    }

    @Test
    void anExpiredTokenIsRefusedOnceTheAllowedSkewIsOver() throws JOSEException {
        String token = issuer.token(NOW, UnaryOperator.identity());
        assertThat(at(NOW.plusSeconds(60 + OperatorTokens.ALLOWED_CLOCK_SKEW_SECONDS - 1))
                        .operatorOf(token))
                .isPresent();
        assertThat(at(NOW.plusSeconds(60 + OperatorTokens.ALLOWED_CLOCK_SKEW_SECONDS + 1))
                        .operatorOf(token))
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
    void whatIsNoTokenIsRefused() {
        assertRefused("");
        assertRefused("a.b.c");
        assertRefused("x".repeat(OperatorTokens.LIMIT_CHARS + 1));
    }

    @Test
    void withoutKeysNobodyIsLetInAndThatIsNotTheCallersFault() throws JOSEException {
        String token = issuer.token(NOW, UnaryOperator.identity());
        issuer.close();
        assertThatThrownBy(() -> tokens.operatorOf(token)).isInstanceOf(OperatorTokens.KeysUnavailableException.class);
    }

    private void assertRefused(String token) {
        assertThat(tokens.operatorOf(token)).isEmpty();
    }

    private OperatorTokens at(Instant instant) {
        return new OperatorTokens(
                new KeycloakConfiguration(URI.create(issuer.url()), "hanok", "hanok-operator", "hanok-platform"),
                Clock.fixed(instant, ZoneOffset.UTC));
    }
}
