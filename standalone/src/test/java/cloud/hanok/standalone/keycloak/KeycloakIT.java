package cloud.hanok.standalone.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.standalone.TestMachine;
import cloud.hanok.standalone.process.ProcessIdentity;
import cloud.hanok.standalone.process.StateDirectory;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeycloakIT {
    @Test
    void theSecondStartKeepsTheRealmAndItsSecretsAndTheFirstLeavesNoProcessBehind(@TempDir Path folder)
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
        } finally {
            keycloak.kill();
        }
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
