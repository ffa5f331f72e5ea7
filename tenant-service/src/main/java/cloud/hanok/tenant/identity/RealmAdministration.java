package cloud.hanok.tenant.identity;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.secret.Secret;
import cloud.hanok.tenant.identity.KeycloakHttp.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Makes and removes realms of dedicated tenants, as a client that may do just that. In such a realm nobody signs in without a second
 * factor, or through the tenant's own identity provider. A client lives for one call, so that nobody holds these rights while nothing is
 * made. Blocks; each call may be repeated, and throws what {@link Identities} throws.
 */
public final class RealmAdministration {
    /** The flow by which people sign in. */
    private static final String FLOW = "browser with second factor";

    private static final Set<Integer> OK = Set.of(200);
    private static final Set<Integer> DONE = Set.of(200, 202, 204);
    private static final Set<Integer> MADE_OR_THERE = Set.of(201, 204, 409);
    private static final Set<Integer> GONE = Set.of(204, 404);

    private final Supplier<IdentitySettings> administrator;
    private final RealmTemplate template;
    private final IdentityRealms realms;
    private final Clock clock;

    /**
     * @param administrator our client in Keycloak's own realm, with {@code create-realm} and nothing else
     * @param template what every such realm has
     */
    public RealmAdministration(
            Supplier<IdentitySettings> administrator, RealmTemplate template, IdentityRealms realms, Clock clock) {
        this.administrator = administrator;
        this.template = template;
        this.realms = realms;
        this.clock = clock;
    }

    /**
     * Makes a tenant's realm, or brings it to what such a realm has.
     *
     * @param displayName what people read when they sign in
     * @param clientSecret of the client by which we keep its people
     * @param consoleSecret of the console's client
     */
    public void create(TenantId tenant, String displayName, Secret clientSecret, Secret consoleSecret) {
        try (KeycloakClient keycloak = new KeycloakClient(administrator.get(), clock)) {
            String realm = path(tenant);
            if (keycloak.administer("GET", realm, null, Set.of(200, 404)).status() == 404) {
                ObjectNode body = template.realm(
                        IdentityRealms.realmOf(tenant), displayName, clientSecret.reveal(), consoleSecret.reveal());
                keycloak.administer("POST", "/realms", body.toString(), MADE_OR_THERE);
            }
            requireSecondFactor(keycloak, realm);
        }
    }

    /** Removes a tenant's realm with everybody in it, for good; does nothing when there is none. */
    public void delete(TenantId tenant) {
        realms.forget(tenant);
        try (KeycloakClient keycloak = new KeycloakClient(administrator.get(), clock)) {
            keycloak.administer("DELETE", path(tenant), null, GONE);
        }
    }

    /**
     * The server's own flow asks for a second factor only of those who have one. In this copy of it everybody is asked, and whoever has
     * none must set one up before they are let in.
     */
    private static void requireSecondFactor(KeycloakClient keycloak, String realm) {
        String flows = realm + "/authentication/flows/";
        String ours = KeycloakHttp.encoded(FLOW);
        keycloak.administer(
                "POST", flows + "browser/copy", object().put("newName", FLOW).toString(), MADE_OR_THERE);
        int asked = 0;
        int inside = -1;
        for (JsonNode execution : executions(keycloak, flows + ours)) {
            int level = execution.path("level").asInt();
            if (inside >= 0 && level <= inside) {
                inside = -1;
            }
            String provider = execution.path("providerId").asText();
            if (execution.path("displayName").asText().contains("Conditional 2FA")) {
                inside = level;
                set(keycloak, flows + ours, execution, "REQUIRED");
            } else if (inside >= 0) {
                boolean otp = provider.equals("auth-otp-form");
                set(keycloak, flows + ours, execution, otp ? "REQUIRED" : "DISABLED");
                asked += otp ? 1 : 0;
            }
        }
        if (asked != 1) {
            throw new IdentityRefusedException("Keycloak's flow for browsers has " + asked
                    + " steps for a one-time code where one was expected: the realm would let people in without");
        }
        Answer current = keycloak.administer("GET", realm, null, OK);
        if (current.body() instanceof ObjectNode body) {
            keycloak.administer("PUT", realm, body.put("browserFlow", FLOW).toString(), DONE);
        }
    }

    private static JsonNode executions(KeycloakClient keycloak, String flow) {
        return keycloak.administer("GET", flow + "/executions", null, OK).body();
    }

    private static void set(KeycloakClient keycloak, String flow, JsonNode execution, String requirement) {
        if (execution instanceof ObjectNode changed
                && !execution.path("requirement").asText().equals(requirement)) {
            String body = changed.put("requirement", requirement).toString();
            keycloak.administer("PUT", flow + "/executions", body, DONE);
        }
    }

    private static String path(TenantId tenant) {
        return "/realms/" + KeycloakHttp.encoded(IdentityRealms.realmOf(tenant));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
