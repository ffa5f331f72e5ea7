package cloud.hanok.api.security;

import static cloud.hanok.api.OperatedServer.assertCode;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.OperatedServer;
import cloud.hanok.compliance.receipt.TransparencyLogs;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.standalone.testing.KeycloakForTests;
import cloud.hanok.tenant.key.ApiKeys;
import cloud.hanok.tenant.member.EmailAddress;
import cloud.hanok.tenant.member.MemberRole;
import cloud.hanok.tenant.member.Members;
import cloud.hanok.tenant.member.Person;
import cloud.hanok.tenant.organization.Isolation;
import cloud.hanok.tenant.organization.NewTenant;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.Tenants;
import cloud.hanok.tenant.project.Project;
import cloud.hanok.tenant.project.Projects;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Tokens at the gateway's door that Keycloak never gives out, and a Keycloak that is away. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ForgedTokensIT {
    private static final String SUBJECT = "subject-of-a-member";

    /** The caller was let in, and only then it turned out that nothing is deployed. */
    private static final String LET_IN = "model_not_found";

    @TempDir
    private static Path folder;

    private static TokenIssuer issuer;
    private static OperatedServer house;
    private static Tenant tenant;
    private static ProjectId project;
    private static String key;

    @BeforeAll
    static void start() throws IOException, JOSEException {
        issuer = new TokenIssuer();
        house = OperatedServer.start(
                folder, Map.of("hanok.keycloak.url", issuer.url(), "hanok.keycloak.realm", "hanok"));
        tenant = bean(Tenants.class).create(new NewTenant("위조", Isolation.SHARED, Set.of("KR"), 1_000_000), null);
        bean(TransparencyLogs.class).create(tenant.id());
        Project made = bean(Projects.class).create(tenant, "상담", null);
        project = made.id();
        key = "Bearer " + bean(ApiKeys.class).issue(made, "서버", null).value().reveal();
        bean(Members.class)
                .add(
                        tenant.id(),
                        SUBJECT,
                        new Person(EmailAddress.of("email", "member@forged.example"), "홍길동"),
                        MemberRole.DEVELOPER);
    }

    @AfterAll
    static void stop() {
        house.close();
        issuer.close();
    }

    private static <T> T bean(Class<T> type) {
        return house.server().context().getBean(type);
    }

    /** What Keycloak would give the member, changed. */
    private static String token(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        return issuer.token(Instant.now(), claims -> change.apply(ours(claims)));
    }

    private static JWTClaimsSet.Builder ours(JWTClaimsSet.Builder claims) {
        return claims.subject(SUBJECT)
                .claim("azp", KeycloakForTests.TEST_CLIENT)
                .claim("organization", List.of(tenant.id().text()));
    }

    private static HttpResponse<String> ask(String bearer) {
        return house.server()
                .send(house.server()
                        .request("/v1/chat/completions")
                        .header("Content-Type", "application/json")
                        .header("Authorization", bearer)
                        .header(MemberCallers.PROJECT_HEADER, project.text())
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"model\":\"none\",\"messages\":[{\"role\":\"user\",\"content\":\"안녕\"}]}")));
    }

    private static void assertRefused(String token) {
        assertCode(ask("Bearer " + token), 401, "invalid_token");
    }

    @Test
    @Order(1)
    void withoutTheRealmsKeysATokenIsAskedToComeBackAndKeysGoOnWorking() throws JOSEException {
        String token = token(UnaryOperator.identity());
        issuer.fail(true);
        assertCode(ask("Bearer " + token), 503, "identity_provider_unavailable");
        assertCode(ask("Bearer " + token), 503, "identity_provider_unavailable");
        assertCode(ask(key), 404, LET_IN);
        issuer.fail(false);
        OperatedServer.await(() -> ask("Bearer " + token).statusCode() == 404);
    }

    @Test
    @Order(2)
    void onlyATokenOfThisRealmForThisAudienceInItsTimeIsTaken() throws JOSEException {
        Instant now = Instant.now();
        assertCode(ask("Bearer " + token(UnaryOperator.identity())), 404, LET_IN);
        assertRefused(token(claims -> claims.audience("account")));
        assertRefused(token(claims -> claims.issuer(issuer.url() + "/realms/other")));
        assertRefused(token(claims -> claims.expirationTime(Date.from(now.minusSeconds(120)))));
        assertRefused(token(claims -> claims.claim("azp", "some-other-client")));
        assertRefused(issuer.foreign(now));
        assertRefused(issuer.confused(now));
        assertRefused(issuer.token(JWSAlgorithm.RS512, now));
        assertRefused("eyJ" + "x".repeat(AccessTokens.LIMIT_CHARS));
        assertCode(
                ask("Bearer "
                        + token(claims ->
                                claims.claim("organization", List.of(tenant.id().text(), "ten_2")))),
                401,
                "token_organization_ambiguous");
        assertCode(ask("Bearer " + token(claims -> claims.subject("somebody-else"))), 403, "not_a_member");
        assertCode(
                ask("Bearer " + token(claims -> claims.claim("organization", List.of("ten_1")))), 403, "not_a_member");
    }

    @Test
    @Order(3)
    void aTokenThatIsRememberedEndsWhenItSays() throws JOSEException {
        // It ends within the allowed skew: it is good to its last second, and not remembered beyond it.
        Instant end = Instant.now().minusSeconds(AccessTokens.ALLOWED_CLOCK_SKEW_SECONDS - 3);
        String ending = token(claims -> claims.expirationTime(Date.from(end)));
        assertCode(ask("Bearer " + ending), 404, LET_IN);
        OperatedServer.await(() -> ask("Bearer " + ending).statusCode() == 401);
        assertThat(Instant.now()).isAfter(end.plusSeconds(AccessTokens.ALLOWED_CLOCK_SKEW_SECONDS - 1));
    }

    @Test
    @Order(4)
    void aRealmThatIsGoneEndsNobodysWork() throws JOSEException {
        String known = token(UnaryOperator.identity());
        assertCode(ask("Bearer " + known), 404, LET_IN);
        issuer.fail(true);
        assertCode(ask("Bearer " + known), 404, LET_IN);
        assertCode(ask("Bearer " + token(claims -> claims.claim("more", 1))), 404, LET_IN);
        assertCode(ask(key), 404, LET_IN);
    }

    @Test
    @Order(5)
    void whoSendsManyThatAreNotGoodHasToWait() {
        int refused = 0;
        while (ask("Bearer eyJ.eyJ." + refused).statusCode() == 401) {
            refused++;
            assertThat(refused).as("refusals before the first wait").isLessThan(400);
        }
        assertCode(ask("Bearer eyJ.eyJ.last"), 429, "too_many_invalid_keys");
        assertCode(ask(key), 404, LET_IN);
    }
}
