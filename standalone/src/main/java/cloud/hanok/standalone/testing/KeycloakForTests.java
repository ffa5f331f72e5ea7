package cloud.hanok.standalone.testing;

import cloud.hanok.standalone.keycloak.KeycloakAccess;
import cloud.hanok.standalone.keycloak.KeycloakAdministrator;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.HexFormat;

/**
 * A running Keycloak for tests, with the realm that {@code ./hanok up} has.
 *
 * @param url base address; the issuer is {@code <url>/realms/<realm>}
 * @param realm the realm of shared tenants
 * @param operatorClientId client of the operator's programs (client credentials grant, audience {@code hanok-platform})
 * @param operatorClientSecret its secret
 * @param controlPlaneClientId client of the control plane, with the rights it has in an installation
 * @param controlPlaneClientSecret its secret
 * @param consoleClientSecret that of {@code hanok-console}
 */
public record KeycloakForTests(
        URI url,
        String realm,
        String operatorClientId,
        String operatorClientSecret,
        String controlPlaneClientId,
        String controlPlaneClientSecret,
        String consoleClientSecret) {
    /** The client that {@link #token} asks with: tests make it, an installation has none that takes passwords. */
    public static final String TEST_CLIENT = "hanok-tests";

    private static final String AUDIENCE = "hanok-platform";
    private static final int PASSWORD_BYTES = 16;

    /** The Keycloak of this test run. */
    public static KeycloakForTests get() {
        KeycloakAccess access = SharedDependencies.keycloak().access();
        try {
            return new KeycloakForTests(
                    access.url(),
                    access.realm(),
                    access.operatorClientId(),
                    Files.readString(access.operatorClientSecretFile()).strip(),
                    access.controlPlane(),
                    Files.readString(access.controlPlaneSecretFile()).strip(),
                    Files.readString(access.consoleSecretFile()).strip());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * A person of the realm.
     *
     * @param id the {@code sub} of their tokens
     */
    public record Person(String id, String email, String password) {
        @Override
        public String toString() {
            return "Person[" + email + "]";
        }
    }

    /** The same server, where people are made and sign in in another realm. */
    public KeycloakForTests inRealm(String other) {
        return new KeycloakForTests(
                url,
                other,
                operatorClientId,
                operatorClientSecret,
                controlPlaneClientId,
                controlPlaneClientSecret,
                consoleClientSecret);
    }

    /** Makes a client of this name that asks for tokens by itself, and a token of it for our audience. */
    public String tokenOfNewClient(String clientId) {
        byte[] random = new byte[PASSWORD_BYTES];
        SharedDependencies.state().machine().random().nextBytes(random);
        String secret = HexFormat.of().formatHex(random);
        try (KeycloakAdministrator administrator = administrator()) {
            ObjectNode client = client(clientId)
                    .put("publicClient", false)
                    .put("secret", secret)
                    .put("serviceAccountsEnabled", true);
            administrator.create(path("/clients"), client.toString());
            return administrator
                    .form(
                            "/realms/" + realm + "/protocol/openid-connect/token",
                            "grant_type=client_credentials&client_id=" + clientId + "&client_secret=" + secret)
                    .path("access_token")
                    .asText();
        }
    }

    /** The first administrator, for what only tests do; to be closed. */
    public KeycloakAdministrator administrator() {
        return SharedDependencies.keycloak().administrator();
    }

    /** Makes a person whose address is verified, with a password. */
    public Person newPerson(String email) {
        return newPerson(email, "길동", "홍");
    }

    /** The same, of this name. */
    public Person newPerson(String email, String firstName, String lastName) {
        try (KeycloakAdministrator administrator = administrator()) {
            byte[] random = new byte[PASSWORD_BYTES];
            SharedDependencies.state().machine().random().nextBytes(random);
            String password = HexFormat.of().formatHex(random);
            ObjectNode user = object().put("username", email)
                    .put("email", email)
                    .put("emailVerified", true)
                    .put("firstName", firstName)
                    .put("lastName", lastName)
                    .put("enabled", true);
            user.putArray("credentials")
                    .addObject()
                    .put("type", "password")
                    .put("value", password)
                    .put("temporary", false);
            administrator.create(path("/users"), user.toString());
            String id = administrator
                    .get(path("/users?exact=true&email=" + KeycloakAdministrator.encoded(email)))
                    .path(0)
                    .path("id")
                    .asText();
            return new Person(id, email, password);
        }
    }

    /**
     * Makes an organization without the control plane, or finds it made.
     *
     * @return its id in Keycloak
     */
    public String newOrganization(String alias) {
        try (KeycloakAdministrator administrator = administrator()) {
            ObjectNode organization =
                    object().put("name", alias).put("alias", alias).put("enabled", true);
            organization.putObject("attributes").putArray("tenant").add(alias);
            administrator.create(path("/organizations"), organization.toString());
            return administrator
                    .get(path("/organizations?exact=true&search=" + KeycloakAdministrator.encoded(alias)))
                    .path(0)
                    .path("id")
                    .asText();
        }
    }

    /** Makes a person a member of an organization, by its id in Keycloak. */
    public void join(String organizationId, Person person) {
        try (KeycloakAdministrator administrator = administrator()) {
            administrator.create(path("/organizations/" + organizationId + "/members"), person.id());
        }
    }

    /** A token bound to one organization, as the console and the command line ask for: {@code scope=openid organization:<alias>}. */
    public String tokenFor(Person person, String organizationAlias) {
        return token(person, "openid organization:" + organizationAlias);
    }

    /**
     * An access token for a person, by their password.
     *
     * @param scope separated by spaces, {@code openid} among them
     * @throws cloud.hanok.standalone.StandaloneException when Keycloak refuses, for example a scope of an organization they are not in
     */
    public String token(Person person, String scope) {
        try (KeycloakAdministrator administrator = administrator()) {
            administrator.create(path("/clients"), testClient().toString());
            return administrator
                    .form(
                            "/realms/" + realm + "/protocol/openid-connect/token",
                            "grant_type=password&client_id=" + TEST_CLIENT
                                    + "&username=" + KeycloakAdministrator.encoded(person.email())
                                    + "&password=" + person.password()
                                    + "&scope=" + KeycloakAdministrator.encoded(scope))
                    .path("access_token")
                    .asText();
        }
    }

    @Override
    public String toString() {
        return "KeycloakForTests[" + url + "]";
    }

    private String path(String path) {
        return "/realms/" + realm + path;
    }

    private static ObjectNode testClient() {
        return client(TEST_CLIENT).put("publicClient", true).put("directAccessGrantsEnabled", true);
    }

    private static ObjectNode client(String clientId) {
        ObjectNode client = object().put("clientId", clientId)
                .put("enabled", true)
                .put("standardFlowEnabled", false)
                .put("fullScopeAllowed", false);
        client.putArray("protocolMappers")
                .addObject()
                .put("name", "audience " + AUDIENCE)
                .put("protocol", "openid-connect")
                .put("protocolMapper", "oidc-audience-mapper")
                .putObject("config")
                .put("included.custom.audience", AUDIENCE)
                .put("access.token.claim", "true");
        return client;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
