package cloud.hanok.api.console;

import cloud.hanok.api.config.ConsoleConfiguration;
import cloud.hanok.api.config.KeycloakConfiguration;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.platform.home.HomeSecrets;
import cloud.hanok.platform.home.Homes;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.identity.IdentityRealms;
import cloud.hanok.tenant.identity.IdentitySettings;
import cloud.hanok.tenant.session.ConsoleSession;
import io.micronaut.context.BeanProvider;
import jakarta.inject.Singleton;

/** As which client, and in which realm, the people of an organization sign in. Blocks. */
@Singleton
final class ConsoleRealms {
    private final ConsoleConfiguration console;
    private final KeycloakConfiguration keycloak;
    private final BeanProvider<Homes> homes;

    ConsoleRealms(ConsoleConfiguration console, KeycloakConfiguration keycloak, BeanProvider<Homes> homes) {
        this.console = console;
        this.keycloak = keycloak;
        this.homes = homes;
    }

    /**
     * Our client in the realm that a session's person signed in to: one who is in no organization yet may be in a dedicated tenant's.
     *
     * @throws ApiException where nobody can sign in
     */
    IdentitySettings of(ConsoleSession session) {
        return of(session.signIn().split("/", 2)[0]);
    }

    /**
     * Our client in the realm of an organization: its own where it is dedicated, else the one that tenants share.
     *
     * @param organization its alias, or its realm's name, which is the same for one that has its own; whatever is no tenant's is looked for in
     *     the shared realm
     * @throws ApiException where nobody can sign in
     */
    IdentitySettings of(String organization) {
        if (console.clientSecretFile().isEmpty()) {
            throw new ApiException(ApiError.of(ErrorCode.SIGN_IN_NOT_CONFIGURED));
        }
        if (!organization.startsWith(TenantId.PREFIX)) {
            return keycloak.console(console);
        }
        TenantId tenant;
        try {
            tenant = TenantId.parse(organization);
        } catch (IllegalArgumentException noTenant) {
            return keycloak.console(console);
        }
        Homes all = homes.get();
        return all.tenants()
                .find(tenant)
                .map(home -> keycloak.console(
                        IdentityRealms.realmOf(tenant),
                        HomeSecrets.read(all.vaults().of(tenant)).consoleClientSecret()))
                .orElseGet(() -> keycloak.console(console));
    }
}
