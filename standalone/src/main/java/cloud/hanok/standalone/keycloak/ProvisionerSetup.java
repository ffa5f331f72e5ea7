package cloud.hanok.standalone.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Makes the client by which the control plane makes realms of dedicated tenants: it may do that, and administer what it made. */
final class ProvisionerSetup {
    /** Only clients of the server's own realm make realms. */
    static final String REALM = "master";

    static final String CLIENT = "hanok-provisioner";
    private static final String RIGHT = "create-realm";

    private final KeycloakAdministrator administrator;

    ProvisionerSetup(KeycloakAdministrator administrator) {
        this.administrator = administrator;
    }

    void apply(String secret) {
        ObjectNode client = JsonNodeFactory.instance
                .objectNode()
                .put("clientId", CLIENT)
                .put("name", "Control plane: makes realms of dedicated tenants")
                .put("enabled", true)
                .put("protocol", "openid-connect")
                .put("publicClient", false)
                .put("secret", secret)
                .put("serviceAccountsEnabled", true)
                .put("standardFlowEnabled", false)
                .put("directAccessGrantsEnabled", false);
        administrator.create("/realms/" + REALM + "/clients", client.toString());
        String id = administrator
                .get("/realms/" + REALM + "/clients?clientId=" + CLIENT)
                .path(0)
                .path("id")
                .asText();
        String account = administrator
                .get("/realms/" + REALM + "/clients/" + id + "/service-account-user")
                .path("id")
                .asText();
        JsonNode right = administrator.get("/realms/" + REALM + "/roles/" + RIGHT);
        administrator.create(
                "/realms/" + REALM + "/users/" + account + "/role-mappings/realm",
                JsonNodeFactory.instance.arrayNode().add(right).toString());
    }
}
