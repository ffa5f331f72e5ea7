package cloud.hanok.api.tenants;

import cloud.hanok.api.audit.Audited;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.identity.ProviderFacts;

/**
 * A tenant's own identity provider as it is sent; its secret never is.
 *
 * @param object always {@code identity_provider}
 * @param id of the tenant, which has one
 * @param kind {@code oidc} or {@code saml}
 * @param issuer as it stands in its tokens; with SAML its entity id
 * @param signInUrl where people are sent
 * @param redirectUrl what the other side must allow
 */
public record IdentityProviderView(
        String object, String id, String kind, String issuer, String signInUrl, String redirectUrl) implements Audited {
    static IdentityProviderView of(TenantId tenant, ProviderFacts facts, String redirectUrl) {
        return new IdentityProviderView(
                "identity_provider", tenant.text(), facts.kind(), facts.issuer(), facts.signInUrl(), redirectUrl);
    }
}
