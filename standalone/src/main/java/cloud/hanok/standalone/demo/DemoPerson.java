package cloud.hanok.standalone.demo;

import cloud.hanok.standalone.keycloak.Keycloak;
import cloud.hanok.standalone.keycloak.KeycloakAdministrator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Somebody who can sign in to the demo's console.
 *
 * @param email under which they sign in; no mail leaves this machine for it
 * @param lastName what they are, where a page shows a name
 */
record DemoPerson(String email, String lastName) {
    private static final String USERS = "/realms/hanok/users";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Makes them at Keycloak, or finds them made.
     *
     * @return their id there
     */
    String make(Keycloak keycloak, String password) {
        ObjectNode person = JSON.createObjectNode()
                .put("username", email)
                .put("email", email)
                .put("emailVerified", true)
                .put("firstName", "데모")
                .put("lastName", lastName)
                .put("enabled", true);
        person.putArray("credentials")
                .addObject()
                .put("type", "password")
                .put("value", password)
                .put("temporary", false);
        try (KeycloakAdministrator administrator = keycloak.administrator()) {
            boolean unused = administrator.create(USERS, person.toString());
            return administrator
                    .get(USERS + "?exact=true&email=" + KeycloakAdministrator.encoded(email))
                    .path(0)
                    .path("id")
                    .asText();
        }
    }
}
