package cloud.hanok.api.tenants;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.config.InstallationConfiguration;
import cloud.hanok.api.config.KeycloakConfiguration;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.organization.Deleted;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.identity.Identities;
import cloud.hanok.tenant.identity.IdentityRealms;
import cloud.hanok.tenant.identity.Organization;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.TenantChange;
import cloud.hanok.tenant.organization.Tenants;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.security.annotation.Secured;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's own way to sign in: OpenID Connect or SAML. The operator sets it, who has seen that it is the tenant's, for Keycloak calls its
 * addresses.
 */
@Controller("/platform/v1/tenants/{id}/identity_provider")
public final class IdentityProviderController {
    private final Tenants tenants;
    private final Identities identities;
    private final Audit audit;
    private final KeycloakConfiguration keycloak;
    private final boolean standalone;

    public IdentityProviderController(
            Tenants tenants,
            Identities identities,
            Audit audit,
            KeycloakConfiguration keycloak,
            InstallationConfiguration installation) {
        this.tenants = tenants;
        this.identities = identities;
        this.audit = audit;
        this.keycloak = keycloak;
        this.standalone = installation.standalone();
    }

    /** It, without its secret. */
    @Secured(Permissions.TENANTS_READ)
    @Get
    public IdentityProviderView find(String id) {
        Tenant tenant = tenant(id);
        return view(tenant, organization(tenant));
    }

    /** Sets it, or replaces the one that is there. */
    @Secured(Permissions.TENANTS_WRITE)
    @Put
    public IdentityProviderView put(String id, @Body byte @Nullable [] body) {
        Tenant tenant = tenant(id);
        TenantChange.requireOpen(tenant.state());
        var wanted = IdentityProviderRequest.read(JsonObject.of(body), standalone);
        Organization organization = organization(tenant);
        return audit.made(AuditType.TENANT_IDENTITY_PROVIDER_SET, Whose.of(tenant.id()), () -> {
            identities.putProvider(organization, wanted);
            return view(tenant, organization);
        });
    }

    /** Takes it away. Who came from there stays a member, and signs in otherwise. */
    @Secured(Permissions.TENANTS_WRITE)
    @Delete
    public Deleted delete(String id) {
        Tenant tenant = tenant(id);
        Organization organization = organization(tenant);
        audit.removed(
                AuditType.TENANT_IDENTITY_PROVIDER_REMOVED,
                Whose.of(tenant.id()),
                view(tenant, organization),
                () -> identities.removeProvider(organization));
        return new Deleted("identity_provider.deleted", tenant.id().text(), true);
    }

    private IdentityProviderView view(Tenant tenant, Organization organization) {
        TenantId own = tenant.dedicated();
        String realm = own == null ? keycloak.realm() : IdentityRealms.realmOf(own);
        String redirectUrl = keycloak.issuer(realm) + "/broker/" + Identities.providerAlias(organization) + "/endpoint";
        return identities
                .provider(organization)
                .map(facts -> IdentityProviderView.of(tenant.id(), facts, redirectUrl))
                .orElseThrow(() -> Thing.IDENTITY_PROVIDER.unknown(tenant.id().text()));
    }

    private Organization organization(Tenant tenant) {
        if (tenant.state().isOver()) {
            throw Thing.IDENTITY_PROVIDER.unknown(tenant.id().text());
        }
        return identities
                .organization(tenant.id())
                .orElseThrow(() -> new ApiException(ApiError.of(ErrorCode.NOT_READY)));
    }

    private Tenant tenant(String id) {
        return PathIds.find(id, TenantId::parse, Thing.TENANT, tenants::find);
    }
}
