package cloud.hanok.tenant.identity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the realm of every dedicated tenant has: the same clients as the shared realm, but for the operator's.
 *
 * @param controlPlane our client there
 * @param console the web console's client
 * @param commandLine the command line's client
 * @param audience that tokens name
 * @param redirectUris where the console is
 * @param mailServer by which such a realm sends its mail, as Keycloak takes it; asked when one is made, empty for none
 */
public record RealmTemplate(
        String controlPlane,
        String console,
        String commandLine,
        String audience,
        List<String> redirectUris,
        Supplier<Map<String, String>> mailServer) {
    /** A Keycloak that does not have it shows its own. */
    private static final String THEME = "hanok";

    public RealmTemplate {
        redirectUris = List.copyOf(redirectUris);
    }

    /** The realm as Keycloak's administration takes it. */
    ObjectNode realm(String name, String displayName, String controlPlaneSecret, String consoleSecret) {
        ObjectNode realm = object().put("realm", name)
                .put("displayName", displayName)
                .put("enabled", true)
                .put("sslRequired", "external")
                .put("organizationsEnabled", true)
                .put("registrationAllowed", false)
                .put("registrationEmailAsUsername", true)
                .put("loginWithEmailAllowed", true)
                .put("duplicateEmailsAllowed", false)
                .put("verifyEmail", true)
                .put("resetPasswordAllowed", true)
                .put("passwordPolicy", "length(10)")
                .put("bruteForceProtected", true)
                .put("otpPolicyType", "totp")
                .put("otpPolicyAlgorithm", "HmacSHA1")
                .put("otpPolicyDigits", 6)
                .put("otpPolicyPeriod", 30)
                .put("otpPolicyLookAheadWindow", 1)
                .put("internationalizationEnabled", true)
                .put("defaultLocale", "ko")
                .put("loginTheme", THEME)
                .put("emailTheme", THEME);
        realm.putArray("supportedLocales").add("ko").add("en");
        Map<String, String> mail = mailServer.get();
        if (!mail.isEmpty()) {
            ObjectNode smtp = realm.putObject("smtpServer");
            mail.forEach(smtp::put);
        }
        ArrayNode clients = realm.putArray("clients");
        clients.add(client(controlPlane)
                .put("publicClient", false)
                .put("secret", controlPlaneSecret)
                .put("serviceAccountsEnabled", true));
        clients.add(consoleClient(consoleSecret));
        clients.add(commandLineClient());
        ObjectNode account = realm.putArray("users")
                .addObject()
                .put("username", "service-account-" + controlPlane)
                .put("serviceAccountClientId", controlPlane)
                .put("enabled", true);
        account.putObject("clientRoles")
                .putArray("realm-management")
                .add("manage-organizations")
                .add("manage-users")
                .add("manage-identity-providers");
        return realm;
    }

    private ObjectNode consoleClient(String secret) {
        ObjectNode client = client(console)
                .put("publicClient", false)
                .put("secret", secret)
                .put("standardFlowEnabled", true)
                .put("fullScopeAllowed", false);
        ArrayNode redirects = client.putArray("redirectUris");
        redirectUris.forEach(redirects::add);
        client.putArray("webOrigins").add("+");
        client.putObject("attributes").put("pkce.code.challenge.method", "S256").put("post.logout.redirect.uris", "+");
        audienceOf(client);
        return client;
    }

    private ObjectNode commandLineClient() {
        ObjectNode client = client(commandLine).put("publicClient", true).put("fullScopeAllowed", false);
        client.putObject("attributes").put("oauth2.device.authorization.grant.enabled", "true");
        audienceOf(client);
        return client;
    }

    private static ObjectNode client(String id) {
        return object().put("clientId", id)
                .put("enabled", true)
                .put("protocol", "openid-connect")
                .put("standardFlowEnabled", false)
                .put("implicitFlowEnabled", false)
                .put("directAccessGrantsEnabled", false)
                .put("serviceAccountsEnabled", false);
    }

    private void audienceOf(ObjectNode client) {
        client.putArray("protocolMappers")
                .addObject()
                .put("name", "audience " + audience)
                .put("protocol", "openid-connect")
                .put("protocolMapper", "oidc-audience-mapper")
                .putObject("config")
                .put("included.custom.audience", audience)
                .put("access.token.claim", "true")
                .put("id.token.claim", "false")
                .put("introspection.token.claim", "true");
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
