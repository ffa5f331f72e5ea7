package cloud.hanok.standalone.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SharedDependenciesIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aTestGetsAKeyspaceItCanUseAndNoRightsBeyondIt() {
        CassandraForTests cassandra = CassandraForTests.get();
        String keyspace = cassandra.newKeyspace("shared");
        try (CqlSession session = CqlSession.builder()
                .addContactPoint(cassandra.contactPoint())
                .withLocalDatacenter(cassandra.localDatacenter())
                .withAuthCredentials(cassandra.username(), cassandra.password())
                .withKeyspace(keyspace)
                .build()) {
            session.execute("CREATE TABLE words (id int PRIMARY KEY, word text)");
            session.execute("INSERT INTO words (id, word) VALUES (1, '한옥')");
            assertThat(session.execute("SELECT word FROM words WHERE id = 1").all())
                    .singleElement()
                    .satisfies(row -> assertThat(row.getString(0)).isEqualTo("한옥"));
            assertThatThrownBy(() -> session.execute("CREATE ROLE other")).isInstanceOf(UnauthorizedException.class);
            assertThatThrownBy(() -> session.execute("CREATE KEYSPACE other WITH replication = "
                            + "{'class': 'SimpleStrategy', 'replication_factor': 1}"))
                    .isInstanceOf(UnauthorizedException.class);
        }
    }

    @Test
    void openBaoGivesARoleThatCanLogIn() {
        OpenBaoForTests openBao = OpenBaoForTests.get();
        assertThat(openBao.roleId()).isNotBlank();
        assertThat(openBao.auditLog()).exists();
    }

    @Test
    void keycloakGivesTheOperatorATokenForThePlatformAndNobodyAPasswordGrant() throws Exception {
        KeycloakForTests keycloak = KeycloakForTests.get();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = token(
                    http,
                    keycloak,
                    "grant_type=client_credentials&client_id=" + keycloak.operatorClientId() + "&client_secret="
                            + keycloak.operatorClientSecret());
            assertThat(answer.statusCode()).isEqualTo(200);
            JsonNode token = JSON.readTree(answer.body());
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder()
                    .decode(token.path("access_token").asText().split("\\.")[1]));
            assertThat(claims.path("iss").asText()).isEqualTo(keycloak.url() + "/realms/hanok");
            assertThat(claims.path("aud").toString()).contains("hanok-platform");
            assertThat(claims.path("azp").asText()).isEqualTo("hanok-operator");
            HttpResponse<String> direct = token(
                    http,
                    keycloak,
                    "grant_type=password&username=operator&password=x&client_id=" + keycloak.operatorClientId()
                            + "&client_secret=" + keycloak.operatorClientSecret());
            assertThat(direct.statusCode()).isEqualTo(400);
            assertThat(direct.body()).contains("unauthorized_client");
        }
    }

    private static HttpResponse<String> token(HttpClient http, KeycloakForTests keycloak, String form)
            throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(keycloak.url() + "/realms/hanok/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
