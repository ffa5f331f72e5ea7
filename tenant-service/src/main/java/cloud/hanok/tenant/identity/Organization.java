package cloud.hanok.tenant.identity;

import cloud.hanok.platform.id.TenantId;

/**
 * A tenant's organization in Keycloak. Its alias, by which people ask for a token ({@code scope=organization:<alias>}), and its name
 * are the tenant's id: names are unique there, and the tenant's own may change.
 *
 * @param id Keycloak's
 * @param enabled whether its members get tokens for it
 */
public record Organization(String id, TenantId tenant, boolean enabled) {}
