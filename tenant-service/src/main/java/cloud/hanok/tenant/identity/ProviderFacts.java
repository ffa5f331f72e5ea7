package cloud.hanok.tenant.identity;

/**
 * An organization's identity provider, as others may see it.
 *
 * @param kind {@code oidc} or {@code saml}
 * @param issuer as it stands in its tokens; with SAML its entity id
 * @param signInUrl where people are sent
 */
public record ProviderFacts(String kind, String issuer, String signInUrl) {}
