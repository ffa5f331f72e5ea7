package cloud.hanok.standalone.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.standalone.process.StateDirectory;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedDependenciesIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aTestGetsAKeyspaceItCanUseAndNoRightsBeyondIt() {
        CassandraForTests cassandra = CassandraForTests.get();
        String keyspace = cassandra.newKeyspace("shared");
        try (CqlSession session = session(cassandra, keyspace)) {
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
    void aKeyspaceThatWasGivenBackHasItsTablesAndNoRowsForWhoeverTakesItInAnyJvm(@TempDir Path folder) {
        CassandraForTests cassandra = CassandraForTests.get();
        var free = new StateDirectory(folder.resolve("free"));
        var keyspaces = new TestKeyspaces(SharedDependencies.cassandra(), free, false);
        var ofAnotherJvm = new TestKeyspaces(SharedDependencies.cassandra(), free, false);
        String keyspace = keyspaces.program(() -> "shared_" + System.nanoTime());
        try (CqlSession session = session(cassandra, keyspace)) {
            session.execute("CREATE TABLE schema_versions (name text PRIMARY KEY)");
            session.execute("INSERT INTO schema_versions (name) VALUES ('001_words')");
            session.execute("CREATE TABLE words (id int PRIMARY KEY, word text)");
            session.execute("CREATE TABLE leases (id int PRIMARY KEY, owner text)");
            session.execute("CREATE TABLE never_written (id int PRIMARY KEY)");
            session.execute("INSERT INTO words (id, word) VALUES (1, '한옥')");
            session.execute("INSERT INTO leases (id, owner) VALUES (1, '하나') IF NOT EXISTS");

            keyspaces.giveBack(keyspace);
            assertThat(ofAnotherJvm.program(() -> "other")).isEqualTo(keyspace);

            assertThat(session.execute("SELECT * FROM words").all()).isEmpty();
            assertThat(session.execute("INSERT INTO leases (id, owner) VALUES (1, '두리') IF NOT EXISTS")
                            .wasApplied())
                    .isTrue();
            assertThat(session.execute("SELECT * FROM never_written").all()).isEmpty();
            assertThat(session.execute("SELECT * FROM schema_versions").all()).hasSize(1);
            assertThat(keyspaces.program(() -> "shared_" + System.nanoTime())).isNotEqualTo(keyspace);

            session.execute("INSERT INTO words (id, word) VALUES (2, '마루')");
            ofAnotherJvm.giveBack(keyspace);
            assertThat(session.execute("SELECT * FROM words").all()).isEmpty();
            keyspaces.giveBack(keyspace);
            assertThat(keyspaces.program(() -> "other")).isEqualTo(keyspace);
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

    @Test
    void aPersonsTokenIsBoundToTheOneOrganizationThatItsScopeNames() throws Exception {
        KeycloakForTests keycloak = KeycloakForTests.get();
        String first = "ten_01J0000000000000000000000A";
        String second = "ten_01J0000000000000000000000B";
        KeycloakForTests.Person person = keycloak.newPerson("member@hana.example");
        keycloak.join(keycloak.newOrganization(first), person);
        keycloak.join(keycloak.newOrganization(second), person);
        keycloak.newOrganization("ten_01J0000000000000000000000C");

        JsonNode claims = claims(keycloak.tokenFor(person, second));
        // What the control plane will see:
        // {"iss":"http://127.0.0.1:PORT/realms/hanok","aud":"hanok-platform","sub":"<user id>",
        // "typ":"Bearer","azp":"hanok-tests","scope":"openid email profile
        // organization:ten_...B","email_verified":true,
        // "organization":["ten_...B"],"preferred_username":"member@hana.example","email":"member@hana.example", ...}
        System.out.println("claims of a person's token: " + claims);
        assertThat(claims.path("organization").toString()).isEqualTo("[\"" + second + "\"]");
        assertThat(claims.path("sub").asText()).isEqualTo(person.id());
        assertThat(claims.path("aud").asText()).isEqualTo("hanok-platform");
        assertThat(claims.path("email").asText()).isEqualTo(person.email());
        assertThat(claims.path("email_verified").asBoolean()).isTrue();
        assertThat(claims.path("scope").asText()).contains("organization:" + second);
        assertThat(claims.has("realm_access")).isFalse();

        assertThat(claims(keycloak.token(person, "openid")).has("organization")).isFalse();
        assertThat(claims(keycloak.token(person, "openid organization:*")).path("organization"))
                .as("a token of every organization exists, and is for the control plane to refuse")
                .hasSize(2);
        assertThat(claims(keycloak.tokenFor(person, "ten_01J0000000000000000000000C"))
                        .has("organization"))
                .as("Keycloak does not refuse the scope of an organization the person is not in: the claim is missing")
                .isFalse();
        assertThatThrownBy(() -> keycloak.tokenFor(person, "ten_01J0000000000000000000000D"))
                .as("an organization that does not exist")
                .hasMessageContaining("invalid_scope");
    }

    private static CqlSession session(CassandraForTests cassandra, String keyspace) {
        return CqlSession.builder()
                .addContactPoint(cassandra.contactPoint())
                .withLocalDatacenter(cassandra.localDatacenter())
                .withAuthCredentials(cassandra.username(), cassandra.password())
                .withKeyspace(keyspace)
                .build();
    }

    private static JsonNode claims(String token) throws Exception {
        return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
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
