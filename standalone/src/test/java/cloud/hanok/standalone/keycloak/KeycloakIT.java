package cloud.hanok.standalone.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.standalone.TestMachine;
import cloud.hanok.standalone.process.ProcessIdentity;
import cloud.hanok.standalone.process.StateDirectory;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeycloakIT {
    private static final String SETTLED = "true true true true | code S256 | device";

    /** In one, for a start takes a core for half a minute. */
    @Test
    void theSecondStartKeepsTheRealmAndItsSecretsAndTheNextReleaseBringsThemUpToDate(@TempDir Path folder)
            throws Exception {
        Keycloak keycloak = new Keycloak(TestMachine.get(), new StateDirectory(folder));
        try {
            keycloak.start();
            KeycloakAccess access = keycloak.access();
            assertThat(folder.resolve("home/data/import")).isEmptyDirectory();
            assertThat(tokenStatus(access)).isEqualTo(200);
            ProcessHandle process = keycloak.running().orElseThrow();
            assertThat(process.children()).isEmpty();
            keycloak.stop();
            assertThat(ProcessIdentity.lives(process)).isFalse();

            Keycloak next = new Keycloak(TestMachine.get(), new StateDirectory(folder));
            next.start();
            assertThat(next.access()).isEqualTo(access);
            assertThat(tokenStatus(access)).isEqualTo(200);

            aRealmOfAnEarlierReleaseIsBroughtUpToDateAndKeepsWhatPeopleMade(next, folder);
        } finally {
            keycloak.kill();
        }
    }

    private static void aRealmOfAnEarlierReleaseIsBroughtUpToDateAndKeepsWhatPeopleMade(Keycloak keycloak, Path folder)
            throws Exception {
        String realm = "/realms/hanok";
        try (KeycloakAdministrator administrator = keycloak.administrator()) {
            assertThat(settled(administrator)).isEqualTo(SETTLED);
            administrator.update(realm, "{\"verifyEmail\":false,\"registrationEmailAsUsername\":false}");
            administrator.update(
                    realm + "/clients/" + idOf(administrator, "hanok-console"),
                    "{\"clientId\":\"hanok-gone\",\"attributes\":{\"pkce.code.challenge.method\":\"\"}}");
            administrator.update(
                    realm + "/clients/" + idOf(administrator, "hanok-cli"),
                    "{\"directAccessGrantsEnabled\":true,\"implicitFlowEnabled\":true}");
            administrator.create(realm + "/users", "{\"username\":\"a@hana.example\",\"email\":\"a@hana.example\"}");
        }
        // What an earlier release wrote there.
        Files.writeString(folder.resolve("realm-ready"), "1");

        keycloak.start();

        try (KeycloakAdministrator administrator = keycloak.administrator()) {
            assertThat(settled(administrator)).isEqualTo(SETTLED);
            assertThat(administrator.get(realm + "/users?email=a@hana.example")).hasSize(1);
            String account = administrator
                    .get(realm + "/clients/" + idOf(administrator, "hanok-control-plane") + "/service-account-user")
                    .path("id")
                    .asText();
            assertThat(administrator
                            .get(realm + "/users/" + account + "/role-mappings/clients/"
                                    + idOf(administrator, "realm-management"))
                            .findValuesAsText("name"))
                    .containsExactlyInAnyOrder("manage-organizations", "manage-users", "manage-identity-providers");
        }
        assertThat(Files.readString(folder.resolve("realm-ready"))).hasSize(64);
    }

    private static String settled(KeycloakAdministrator administrator) {
        JsonNode realm = administrator.get("/realms/hanok");
        JsonNode console = administrator
                .get("/realms/hanok/clients?clientId=hanok-console")
                .path(0);
        JsonNode cli =
                administrator.get("/realms/hanok/clients?clientId=hanok-cli").path(0);
        return realm.path("organizationsEnabled").asText() + " "
                + realm.path("bruteForceProtected").asText() + " "
                + realm.path("verifyEmail").asText() + " "
                + realm.path("registrationEmailAsUsername").asText()
                + " | " + flows(console)
                + " "
                + console.path("attributes").path("pkce.code.challenge.method").asText()
                + " | " + flows(cli);
    }

    private static String flows(JsonNode client) {
        assertThat(client.path("optionalClientScopes").toString()).contains("\"organization\"");
        assertThat(client.path("defaultClientScopes").toString()).contains("\"basic\"", "\"email\"");
        assertThat(client.path("protocolMappers").toString()).contains("hanok-platform");
        List<String> flows = new ArrayList<>();
        if (client.path("standardFlowEnabled").asBoolean()) {
            flows.add("code");
        }
        if (client.path("implicitFlowEnabled").asBoolean()) {
            flows.add("implicit");
        }
        if (client.path("directAccessGrantsEnabled").asBoolean()) {
            flows.add("password");
        }
        if (client.path("attributes")
                .path("oauth2.device.authorization.grant.enabled")
                .asBoolean()) {
            flows.add("device");
        }
        return String.join(" ", flows);
    }

    private static String idOf(KeycloakAdministrator administrator, String clientId) {
        return administrator
                .get("/realms/hanok/clients?clientId=" + clientId)
                .path(0)
                .path("id")
                .asText();
    }

    private static int tokenStatus(KeycloakAccess access) throws Exception {
        String secret = URLEncoder.encode(
                Files.readString(access.operatorClientSecretFile()).strip(), StandardCharsets.UTF_8);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(access.tokenUrl())
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&client_id="
                                            + access.operatorClientId() + "&client_secret=" + secret))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
