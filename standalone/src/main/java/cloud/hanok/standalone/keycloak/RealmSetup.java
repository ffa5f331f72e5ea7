package cloud.hanok.standalone.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * Brings a realm that was imported by an earlier release to what the realm file says now. It adds and changes what the file names, removes
 * nothing, and may be repeated; what people and the control plane made stays.
 */
final class RealmSetup {
    private static final Set<String> PARTS_OF_THEIR_OWN = Set.of("clients", "users");

    private final KeycloakAdministrator administrator;
    private final JsonNode wanted;
    private final String realm;

    /** @param wanted the realm file, its secrets filled in */
    RealmSetup(KeycloakAdministrator administrator, JsonNode wanted) {
        this.administrator = administrator;
        this.wanted = wanted;
        this.realm = "/realms/" + wanted.path("realm").asText();
    }

    void apply() {
        ObjectNode settings = wanted.deepCopy();
        settings.remove(PARTS_OF_THEIR_OWN);
        administrator.update(realm, settings.toString());
        wanted.path("clients").forEach(this::client);
        wanted.path("users").forEach(this::rolesOfServiceAccount);
    }

    private void client(JsonNode client) {
        if (!administrator.create(realm + "/clients", client.toString())) {
            administrator.update(
                    realm + "/clients/" + idOf(client.path("clientId").asText()), client.toString());
        }
    }

    /** People are made by the first import alone: what became of them since is theirs. */
    private void rolesOfServiceAccount(JsonNode user) {
        String client = user.path("serviceAccountClientId").asText();
        if (client.isEmpty()) {
            return;
        }
        String account = administrator
                .get(realm + "/clients/" + idOf(client) + "/service-account-user")
                .path("id")
                .asText();
        for (Map.Entry<String, JsonNode> ofClient : user.path("clientRoles").properties()) {
            String owner = idOf(ofClient.getKey());
            ArrayNode roles = JsonNodeFactory.instance.arrayNode();
            for (JsonNode name : ofClient.getValue()) {
                roles.add(administrator.get(realm + "/clients/" + owner + "/roles/" + name.asText()));
            }
            administrator.create(realm + "/users/" + account + "/role-mappings/clients/" + owner, roles.toString());
        }
    }

    private String idOf(String clientId) {
        return administrator
                .get(realm + "/clients?clientId=" + KeycloakAdministrator.encoded(clientId))
                .path(0)
                .path("id")
                .asText();
    }
}
