package cloud.hanok.tenant.identity;

import cloud.hanok.platform.secret.Secret;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** A tenant's own way to sign in. */
public sealed interface IdentityProvider {
    /**
     * OpenID Connect. Tokens are checked with the keys the provider publishes.
     *
     * @param issuer as it stands in its tokens
     */
    record Oidc(URI issuer, URI authorizationUrl, URI tokenUrl, URI keysUrl, String clientId, Secret clientSecret)
            implements IdentityProvider {}

    /**
     * SAML 2.0. Assertions must be signed with this certificate. The other side knows us by the realm's address, and names people by
     * their addresses.
     *
     * @param entityId the provider's
     * @param certificate its signing certificate: Base64 of DER, without PEM lines
     */
    record Saml(String entityId, URI singleSignOnUrl, String certificate) implements IdentityProvider {}

    /** Keycloak's name of the kind. */
    default String kind() {
        return switch (this) {
            case Oidc _ -> "oidc";
            case Saml _ -> "saml";
        };
    }

    /** Keycloak's settings for it. */
    default Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        switch (this) {
            case Oidc it -> {
                settings.put("issuer", it.issuer().toString());
                settings.put("authorizationUrl", it.authorizationUrl().toString());
                settings.put("tokenUrl", it.tokenUrl().toString());
                settings.put("useJwksUrl", "true");
                settings.put("jwksUrl", it.keysUrl().toString());
                settings.put("validateSignature", "true");
                settings.put("clientId", it.clientId());
                settings.put("clientSecret", it.clientSecret().reveal());
                settings.put("clientAuthMethod", "client_secret_post");
                settings.put("pkceEnabled", "true");
                settings.put("pkceMethod", "S256");
                settings.put("defaultScope", "openid email profile");
            }
            case Saml it -> {
                settings.put("idpEntityId", it.entityId());
                settings.put("nameIDPolicyFormat", "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress");
                settings.put("principalType", "SUBJECT");
                settings.put("singleSignOnServiceUrl", it.singleSignOnUrl().toString());
                settings.put("signingCertificate", it.certificate());
                settings.put("validateSignature", "true");
                settings.put("wantAssertionsSigned", "true");
                settings.put("postBindingResponse", "true");
                settings.put("postBindingAuthnRequest", "true");
            }
        }
        return settings;
    }
}
