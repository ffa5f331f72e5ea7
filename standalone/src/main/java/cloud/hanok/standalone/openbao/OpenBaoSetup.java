package cloud.hanok.standalone.openbao;

import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.process.Probe;
import cloud.hanok.standalone.process.Resource;
import cloud.hanok.standalone.process.StateDirectory;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Initialises, unseals and prepares a server; each step can be repeated after an interruption. */
final class OpenBaoSetup implements Probe {
    static final String ROLE = "hanok-control-plane";
    static final String ROLE_ID = "role-id";
    static final String SECRET_ID = "secret-id";
    static final String PROVISIONER = "hanok-provisioner";
    static final String PROVISIONER_ROLE_ID = "provisioner-role-id";
    static final String PROVISIONER_SECRET_ID = "provisioner-secret-id";
    private static final String UNSEAL_KEY = "unseal-key";
    /** Exists only until the set-up is done and the token revoked. */
    private static final String ROOT_TOKEN = "root-token";

    private static final String READY = "set-up";
    /** The policies that the roles of this program have. */
    private static final String POLICY = "policy";

    private static final int NOT_OFFERED = 405;

    private final StateDirectory state;
    private final OpenBaoClient client;

    OpenBaoSetup(StateDirectory state, OpenBaoClient client) {
        this.state = state;
        this.client = client;
    }

    /** Brings the server a step further and says whether it is ready for the control plane. */
    @Override
    public boolean ready() {
        int health = health();
        if (health == 501) {
            initialise();
            return false;
        }
        if (health == 503) {
            unseal();
            return false;
        }
        if (health != 200) {
            return false;
        }
        if (state.read(READY).isEmpty()) {
            prepare();
        } else if (!state.read(POLICY).equals(Optional.of(policies()))) {
            renewRoles();
        }
        return true;
    }

    @Override
    public void close() {
        client.close();
    }

    /** 200 active, 429 standby, 501 not initialised, 503 sealed, 0 no answer yet. */
    private int health() {
        try {
            return client.call("GET", "sys/health", "", Map.of()).status();
        } catch (IOException notYet) {
            return 0;
        }
    }

    private void initialise() {
        JsonNode born = client.require("PUT", "sys/init", "", Map.of("secret_shares", 1, "secret_threshold", 1));
        state.write(UNSEAL_KEY, born.path("keys_base64").path(0).asText());
        state.write(ROOT_TOKEN, born.path("root_token").asText());
    }

    /** Unseals it with the key that lies in the state. */
    void unseal() {
        String key = state.read(UNSEAL_KEY)
                .orElseThrow(() -> new StandaloneException(
                        "OpenBao is sealed and its unseal key is not in " + state.file(UNSEAL_KEY) + ".",
                        "Put the key back there. Without it the data cannot be read: to start empty, remove "
                                + state.path() + " and what was encrypted with its keys."));
        client.require("PUT", "sys/unseal", "", Map.of("key", key));
    }

    private void prepare() {
        String root = state.read(ROOT_TOKEN)
                .orElseThrow(() -> new StandaloneException(
                        "OpenBao was initialised but never set up, and its first token is gone.",
                        "Remove " + state.path() + " to start with an empty one."));
        JsonNode mounts = client.require("GET", "sys/mounts", root, Map.of()).path("data");
        if (!mounts.has("hanok/")) {
            client.require("POST", "sys/mounts/hanok", root, Map.of("type", "kv", "options", Map.of("version", "2")));
        }
        if (!mounts.has("transit/")) {
            client.require("POST", "sys/mounts/transit", root, Map.of("type", "transit"));
        }
        if (!client.require("GET", "sys/auth", root, Map.of()).path("data").has("approle/")) {
            client.require("POST", "sys/auth/approle", root, Map.of("type", "approle"));
        }
        writeRoles(root);
        client.require("POST", "auth/token/revoke-self", root, Map.of());
        state.write(READY, "1");
        state.remove(ROOT_TOKEN);
    }

    /** Seals the server, as an operator does who wants its keys out of reach. */
    void seal() {
        client.require("PUT", "sys/seal", borrowRoot(), Map.of());
    }

    /** Gives an installation of an older program the roles and policies of this one. */
    private void renewRoles() {
        String root = borrowRoot();
        writeRoles(root);
        client.require("POST", "auth/token/revoke-self", root, Map.of());
    }

    private void writeRoles(String root) {
        writeRole(root, ROLE, ROLE_ID, SECRET_ID);
        writeRole(root, PROVISIONER, PROVISIONER_ROLE_ID, PROVISIONER_SECRET_ID);
        state.write(POLICY, policies());
    }

    /** An AppRole with the policy of its name; its ids are drawn once. */
    private void writeRole(String root, String name, String roleIdFile, String secretIdFile) {
        client.require("PUT", "sys/policies/acl/" + name, root, Map.of("policy", policy(name)));
        String role = "auth/approle/role/" + name;
        client.require(
                "POST",
                role,
                root,
                Map.of(
                        "token_policies",
                        List.of(name),
                        "token_ttl",
                        "1h",
                        "token_max_ttl",
                        "24h",
                        "secret_id_ttl",
                        "0"));
        state.write(
                roleIdFile,
                client.require("GET", role + "/role-id", root, Map.of())
                        .path("data")
                        .path("role_id")
                        .asText());
        if (state.read(secretIdFile).isEmpty()) {
            state.write(
                    secretIdFile,
                    client.require("POST", role + "/secret-id", root, Map.of("metadata", "{}"))
                            .path("data")
                            .path("secret_id")
                            .asText());
        }
    }

    private static String policies() {
        return policy(ROLE) + "\n" + policy(PROVISIONER);
    }

    private static String policy(String name) {
        return Resource.text(OpenBaoSetup.class, name + ".hcl").strip();
    }

    /**
     * A root token, made with the unseal key: whoever has that can make one. The first answer has a one-time pad, the
     * second the token under it.
     */
    String borrowRoot() {
        String attempt = "sys/generate-root/attempt";
        try {
            if (client.call("DELETE", attempt, "", Map.of()).status() == NOT_OFFERED) {
                throw new StandaloneException(
                        "OpenBao runs with the settings of an older program, which do not let its policy be changed.",
                        "./hanok down, then ./hanok up.");
            }
        } catch (IOException failure) {
            throw new StandaloneException(
                    "OpenBao did not answer: " + failure.getMessage() + ".", "Try again.", failure);
        }
        JsonNode begun = client.require("PUT", attempt, "", Map.of("attempt", true));
        String key = state.read(UNSEAL_KEY).orElse("");
        JsonNode made = client.require(
                "PUT",
                "sys/generate-root/update",
                "",
                Map.of("key", key, "nonce", begun.path("nonce").asText()));
        byte[] pad = begun.path("otp").asText().getBytes(StandardCharsets.US_ASCII);
        byte[] token = Base64.getDecoder().decode(made.path("encoded_token").asText());
        for (int i = 0; i < token.length; i++) {
            token[i] ^= pad[i];
        }
        return new String(token, StandardCharsets.US_ASCII);
    }
}
