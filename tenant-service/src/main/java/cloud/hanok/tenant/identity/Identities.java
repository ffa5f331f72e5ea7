package cloud.hanok.tenant.identity;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.identity.KeycloakHttp.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Organizations, people and identity providers in Keycloak. Blocks. Each call may be repeated.
 *
 * <p>Every method throws {@link IdentityUnavailableException} when it is not known what was done, and {@link IdentityRefusedException}
 * when the answer is no.
 */
public final class Identities {
    /** Members of a page. */
    public static final int MAX_PAGE = 100;

    private static final Set<Integer> OK = Set.of(200);
    private static final Set<Integer> MADE_OR_THERE = Set.of(201, 204, 409);
    private static final Set<Integer> THERE_OR_NOT = Set.of(200, 404);
    private static final Set<Integer> GONE = Set.of(204, 404);
    /** The attribute that names the tenant. */
    private static final String TENANT = "tenant";
    /** The attribute that pages show: of an organization they are given its names and attributes, and not its description. */
    private static final String DISPLAY_NAME = "display_name";

    private final IdentityRealms realms;

    public Identities(IdentityRealms realms) {
        this.realms = realms;
    }

    /**
     * Makes a tenant's organization, or finds it made, and lets people read its name.
     *
     * @param displayName what people read where they choose between organizations
     */
    public Organization ensureOrganization(TenantId tenant, String displayName) {
        Optional<Organization> there = organization(tenant);
        if (there.isPresent()) {
            ensureDisplayName(there.get(), displayName);
            return there.get();
        }
        ObjectNode organization = object().put("name", tenant.text())
                .put("alias", tenant.text())
                .put("description", displayName)
                .put("enabled", true);
        ObjectNode attributes = organization.putObject("attributes");
        attributes.putArray(TENANT).add(tenant.text());
        attributes.putArray(DISPLAY_NAME).add(displayName);
        Answer answer = realms.of(tenant).call("POST", "/organizations", organization.toString(), MADE_OR_THERE);
        return organization(tenant)
                .orElseThrow(() -> new IdentityRefusedException("Keycloak has an organization named " + tenant
                        + " that does not name its tenant, or lost it (" + answer.status() + ")"));
    }

    /** Those of an earlier release have it in their description alone. */
    private void ensureDisplayName(Organization organization, String displayName) {
        String path = path(organization, "");
        KeycloakClient keycloak = realms.of(organization.tenant());
        if (!(keycloak.call("GET", path, null, THERE_OR_NOT).body() instanceof ObjectNode whole)
                || whole.path("attributes").path(DISPLAY_NAME).path(0).asText().equals(displayName)) {
            return;
        }
        whole.withObjectProperty("attributes").putArray(DISPLAY_NAME).add(displayName);
        keycloak.call("PUT", path, whole.toString(), Set.of(204));
    }

    /** A tenant's organization. */
    public Optional<Organization> organization(TenantId tenant) {
        JsonNode found = realms.of(tenant)
                .call("GET", "/organizations?q=" + TENANT + ":" + tenant.text(), null, OK)
                .body();
        for (JsonNode each : found) {
            if (each.path("alias").asText().equals(tenant.text())) {
                return Optional.of(new Organization(
                        each.path("id").asText(), tenant, each.path("enabled").asBoolean()));
            }
        }
        return Optional.empty();
    }

    /**
     * Lets the members of a tenant's organization sign in to it, or not.
     *
     * @return false when the tenant has no organization
     */
    public boolean setEnabled(TenantId tenant, boolean enabled) {
        Optional<Organization> organization = organization(tenant);
        if (organization.isEmpty() || organization.get().enabled() == enabled) {
            return organization.isPresent();
        }
        String path = "/organizations/" + organization.get().id();
        Answer whole = realms.of(tenant).call("GET", path, null, Set.of(200, 404));
        if (!(whole.body() instanceof ObjectNode body)) {
            return false;
        }
        realms.of(tenant).call("PUT", path, body.put("enabled", enabled).toString(), Set.of(204));
        return true;
    }

    /** Removes a tenant's organization; does nothing when there is none. Its members remain as people. */
    public void deleteOrganization(TenantId tenant) {
        organization(tenant)
                .ifPresent(organization ->
                        realms.of(tenant).call("DELETE", "/organizations/" + organization.id(), null, GONE));
    }

    /** The person of the shared realm with this address. */
    public Optional<IdentityPerson> findByEmail(String email) {
        JsonNode found = realms.shared()
                .call("GET", "/users?exact=true&email=" + KeycloakHttp.encoded(email), null, OK)
                .body();
        return found.isEmpty() ? Optional.empty() : Optional.of(person(found.path(0)));
    }

    /**
     * Makes a person of the shared realm, or finds them made. They set a password, and show that the address is theirs, when they first sign in.
     */
    public IdentityPerson ensurePerson(String email) {
        Optional<IdentityPerson> there = findByEmail(email);
        if (there.isPresent()) {
            return there.get();
        }
        ObjectNode user = object().put("username", email).put("email", email).put("enabled", true);
        user.putArray("requiredActions").add("VERIFY_EMAIL").add("UPDATE_PASSWORD");
        realms.shared().call("POST", "/users", user.toString(), MADE_OR_THERE);
        return findByEmail(email)
                .orElseThrow(
                        () -> new IdentityRefusedException("Keycloak has a person of that name with another address"));
    }

    /** Makes a person a member of an organization. */
    public void addMember(Organization organization, String personId) {
        realms.of(organization.tenant()).call("POST", path(organization, "/members"), personId, MADE_OR_THERE);
    }

    /** Ends a membership; does nothing when there is none. */
    public void removeMember(Organization organization, String personId) {
        realms.of(organization.tenant())
                .call("DELETE", path(organization, "/members/" + KeycloakHttp.encoded(personId)), null, GONE);
    }

    /**
     * Members of an organization.
     *
     * @param first how many to leave out
     * @param limit 1 to {@link #MAX_PAGE}
     */
    public List<IdentityPerson> members(Organization organization, int first, int limit) {
        int checked = Math.clamp(limit, 1, MAX_PAGE);
        List<IdentityPerson> members = new ArrayList<>();
        realms.of(organization.tenant())
                .call("GET", path(organization, "/members?first=" + first + "&max=" + checked), null, OK)
                .body()
                .forEach(each -> members.add(person(each)));
        return members;
    }

    /**
     * Takes everybody out of a tenant's organization, and deletes those from the shared realm who are nobody else there: of no other
     * organization, and without a role in the realm's administration. What a call leaves undone, the next does.
     *
     * @param staying who is not deleted, by id: people who have something to do here besides
     * @param each is called before each person; what it throws ends the call
     */
    public void removePeople(TenantId tenant, Predicate<String> staying, Runnable each) {
        Optional<Organization> organization = organization(tenant);
        if (organization.isEmpty()) {
            return;
        }
        List<IdentityPerson> page;
        do {
            page = members(organization.get(), 0, MAX_PAGE);
            for (IdentityPerson person : page) {
                each.run();
                boolean elsewhere = tenantsOf(person.id()).stream().anyMatch(other -> !other.equals(tenant));
                if (elsewhere || staying.test(person.id()) || administers(tenant, person.id())) {
                    removeMember(organization.get(), person.id());
                } else {
                    realms.of(tenant).call("DELETE", "/users/" + KeycloakHttp.encoded(person.id()), null, GONE);
                }
            }
        } while (!page.isEmpty());
    }

    /** Whether Keycloak lets a person administer the realm. */
    private boolean administers(TenantId tenant, String personId) {
        return realms.of(tenant)
                .call("GET", "/users/" + KeycloakHttp.encoded(personId) + "/role-mappings", null, THERE_OR_NOT)
                .body()
                .path("clientMappings")
                .has("realm-management");
    }

    /** The tenants whose organizations in the shared realm a person is a member of, as Keycloak has it. */
    public List<TenantId> tenantsOf(String personId) {
        List<TenantId> tenants = new ArrayList<>();
        JsonNode found = realms.shared()
                .call(
                        "GET",
                        "/organizations/members/" + KeycloakHttp.encoded(personId) + "/organizations",
                        null,
                        THERE_OR_NOT)
                .body();
        for (JsonNode each : found) {
            String alias = each.path("alias").asText();
            if (alias.startsWith(TenantId.PREFIX)) {
                tenants.add(TenantId.parse(alias));
            }
        }
        return tenants;
    }

    /**
     * Gives an organization its identity provider, or replaces its settings. In the realm that tenants share, what it says of an address is
     * not believed: whoever comes from there shows that the address is theirs. In a realm of the tenant's own it is, and people who sign in
     * are shown the way to it.
     *
     * @throws IdentityRefusedException also when the server does not take the settings
     */
    public void putProvider(Organization organization, IdentityProvider provider) {
        KeycloakClient keycloak = realms.of(organization.tenant());
        boolean own = realms.hasOwn(organization.tenant());
        String alias = providerAlias(organization);
        ObjectNode wanted = object().put("alias", alias)
                .put("providerId", provider.kind())
                .put("enabled", true)
                .put("trustEmail", own)
                .put("hideOnLogin", !own);
        ObjectNode settings = wanted.putObject("config");
        provider.settings().forEach(settings::put);
        String path = providerPath(organization);
        Answer there = keycloak.call("GET", path, null, THERE_OR_NOT);
        if (there.status() == 200 && !there.body().path("providerId").asText().equals(provider.kind())) {
            // Its kind cannot be changed.
            keycloak.call("DELETE", path, null, GONE);
            there = keycloak.call("GET", path, null, THERE_OR_NOT);
        }
        if (there.status() == 404) {
            keycloak.call("POST", "/identity-provider/instances", wanted.toString(), MADE_OR_THERE);
        } else {
            keycloak.call("PUT", path, wanted.toString(), Set.of(204));
        }
        keycloak.call("POST", path(organization, "/identity-providers"), alias, MADE_OR_THERE);
    }

    /** An organization's identity provider, without its secret. */
    public Optional<ProviderFacts> provider(Organization organization) {
        Answer there = realms.of(organization.tenant()).call("GET", providerPath(organization), null, THERE_OR_NOT);
        if (there.status() == 404) {
            return Optional.empty();
        }
        JsonNode settings = there.body().path("config");
        String kind = there.body().path("providerId").asText();
        boolean saml = kind.equals("saml");
        return Optional.of(new ProviderFacts(
                kind,
                settings.path(saml ? "idpEntityId" : "issuer").asText(),
                settings.path(saml ? "singleSignOnServiceUrl" : "authorizationUrl")
                        .asText()));
    }

    /** Takes an organization's identity provider away; does nothing when there is none. Who came from there stays a person. */
    public void removeProvider(Organization organization) {
        realms.of(organization.tenant()).call("DELETE", providerPath(organization), null, GONE);
    }

    /** It stands in the addresses that the other side is told. */
    public static String providerAlias(Organization organization) {
        return organization.tenant().text();
    }

    private static String providerPath(Organization organization) {
        return "/identity-provider/instances/" + KeycloakHttp.encoded(providerAlias(organization));
    }

    private static IdentityPerson person(JsonNode user) {
        return new IdentityPerson(
                user.path("id").asText(),
                user.path("email").asText(),
                user.path("enabled").asBoolean());
    }

    private static String path(Organization organization, String rest) {
        return "/organizations/" + organization.id() + rest;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
