package cloud.hanok.standalone.openbao;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.standalone.TestMachine;
import cloud.hanok.standalone.process.StateDirectory;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenBaoIT {
    @Test
    void theControlPlaneMayUseItsSecretsAndKeysAndNothingElse(@TempDir Path folder) throws Exception {
        OpenBao openBao = new OpenBao(TestMachine.get(), new StateDirectory(folder));
        try {
            openBao.start();
            assertThat(folder.resolve("root-token")).doesNotExist();
            try (OpenBaoClient client = new OpenBaoClient(openBao.access().address())) {
                String token = login(client, openBao.access());
                client.require("POST", "hanok/data/pepper", token, Map.of("data", Map.of("v1", "secret-value")));
                client.require("POST", "transit/keys/log-receipts", token, Map.of("type", "ed25519"));
                JsonNode signed =
                        client.require("POST", "transit/sign/log-receipts", token, Map.of("input", "aGFub2s="));
                assertThat(signed.path("data").path("signature").asText()).startsWith("vault:v1:");
                client.require("POST", "transit/keys/log-receipts/config", token, Map.of("deletion_allowed", true));
                client.require("DELETE", "transit/keys/log-receipts", token, Map.of());

                assertThat(client.call("GET", "sys/mounts", token, Map.of()).status())
                        .isEqualTo(403);
                assertThat(client.call("POST", "auth/token/create", token, Map.of("policies", "root"))
                                .status())
                        .isEqualTo(403);
                assertThat(client.call("GET", "transit/export/signing-key/log-receipts", token, Map.of())
                                .status())
                        .isEqualTo(403);
            }
            assertThat(Files.readString(openBao.access().auditLog()))
                    .contains("hanok/data/pepper")
                    .describedAs("the root token ends with the set-up")
                    .contains("auth/token/revoke-self")
                    .doesNotContain("secret-value");
        } finally {
            openBao.kill();
        }
    }

    @Test
    void aServerThatWasKilledComesBackUnsealedWithItsData(@TempDir Path folder) throws Exception {
        OpenBao openBao = new OpenBao(TestMachine.get(), new StateDirectory(folder));
        try {
            openBao.start();
            OpenBaoAccess access = openBao.access();
            try (OpenBaoClient client = new OpenBaoClient(access.address())) {
                client.require(
                        "POST", "hanok/data/pepper", login(client, access), Map.of("data", Map.of("v1", "kept")));
            }
            openBao.kill();
            assertThat(openBao.running()).isEmpty();

            OpenBao next = new OpenBao(TestMachine.get(), new StateDirectory(folder));
            assertThat(next.start()).isTrue();
            assertThat(next.access()).isEqualTo(access);
            try (OpenBaoClient client = new OpenBaoClient(access.address())) {
                JsonNode read = client.require("GET", "hanok/data/pepper", login(client, access), Map.of());
                assertThat(read.path("data").path("data").path("v1").asText()).isEqualTo("kept");
            }
        } finally {
            openBao.kill();
        }
    }

    @Test
    void anInstallationOfAnOlderProgramGetsThePolicyOfThisOne(@TempDir Path folder) throws Exception {
        OpenBao openBao = new OpenBao(TestMachine.get(), new StateDirectory(folder));
        try {
            openBao.start();
            OpenBaoAccess access = openBao.access();
            try (OpenBaoClient client = new OpenBaoClient(access.address())) {
                String root = new OpenBaoSetup(new StateDirectory(folder), client).borrowRoot();
                String older = "path \"hanok/data/*\" { capabilities = [\"read\"] }";
                client.require("PUT", "sys/policies/acl/" + OpenBaoSetup.ROLE, root, Map.of("policy", older));
                Files.writeString(folder.resolve("policy"), older);
                String create = "transit/keys/tenant-1-people";
                Map<String, String> type = Map.of("type", "aes256-gcm96");
                assertThat(client.call("POST", create, login(client, access), type)
                                .status())
                        .isEqualTo(403);

                assertThat(openBao.start()).describedAs("it runs already").isFalse();

                client.require("POST", create, login(client, access), type);
                assertThat(folder.resolve("policy")).content().contains("transit/keys/tenant-*");
            }
        } finally {
            openBao.kill();
        }
    }

    @Test
    void aStateThatWasMovedIsReadAtItsNewPlace(@TempDir Path folder) throws Exception {
        OpenBao before = new OpenBao(TestMachine.get(), new StateDirectory(folder.resolve("before")));
        try {
            before.start();
        } finally {
            before.stop();
        }
        Files.move(folder.resolve("before"), folder.resolve("after"));
        OpenBao after = new OpenBao(TestMachine.get(), new StateDirectory(folder.resolve("after")));
        try {
            after.start();
            try (OpenBaoClient client = new OpenBaoClient(after.access().address())) {
                assertThat(login(client, after.access())).isNotEmpty();
            }
            assertThat(after.access().auditLog()).content().contains("auth/approle/login");
        } finally {
            after.kill();
        }
    }

    private static String login(OpenBaoClient client, OpenBaoAccess access) throws Exception {
        return client.require(
                        "POST",
                        "auth/approle/login",
                        "",
                        Map.of(
                                "role_id", Files.readString(access.roleIdFile()),
                                "secret_id", Files.readString(access.secretIdFile())))
                .path("auth")
                .path("client_token")
                .asText();
    }
}
