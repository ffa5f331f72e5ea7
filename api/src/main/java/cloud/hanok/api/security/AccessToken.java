package cloud.hanok.api.security;

import cloud.hanok.platform.id.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a valid access token of Keycloak says. Its {@code toString} says nothing of the person.
 *
 * @param client that it was given to ({@code azp})
 * @param subject whom it speaks for
 * @param email of that person, or null when it names none
 * @param emailVerified whether Keycloak saw that they own the address
 * @param name to show; may be empty
 * @param organization for which one it was asked
 * @param issuedAt when, in whole seconds
 * @param expiresAt when it ends
 * @param dedicatedTo the tenant in whose own realm they are, or null: the realm that tenants share
 */
record AccessToken(
        String client,
        String subject,
        @Nullable String email,
        boolean emailVerified,
        String name,
        Organization organization,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable TenantId dedicatedTo) {

    /** For which organisation a token was asked: it acts for one, or for none, never for several. */
    sealed interface Organization {
        /** It was asked without {@code scope=organization:...}. */
        record None() implements Organization {}

        /**
         * @param alias as Keycloak calls it: the tenant's id
         */
        record One(String alias) implements Organization {}

        /** It names more than one: whose rights it carries would be anybody's guess. */
        record Several() implements Organization {}
    }

    /** The same without an address or a name. */
    AccessToken withoutPerson() {
        return new AccessToken(client, subject, null, false, "", organization, issuedAt, expiresAt, dedicatedTo);
    }

    @Override
    public String toString() {
        return "AccessToken[" + client + "]";
    }
}
