package cloud.hanok.api.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.util.List;

/**
 * {@code hanok.keycloak}: who proves who somebody is.
 *
 * @param url its base address
 * @param realm whose tokens are taken
 * @param operatorClientId the client ({@code azp}) that acts as the platform's operator
 * @param memberClients the clients ({@code azp}) through which people sign in
 * @param audience that a token must name
 */
@ConfigurationProperties("hanok.keycloak")
public record KeycloakConfiguration(
        @Bindable(defaultValue = "http://127.0.0.1:8180") URI url,
        @Bindable(defaultValue = "hanok") String realm,
        @Bindable(defaultValue = "hanok-operator") String operatorClientId,
        @Bindable(defaultValue = "hanok-console,hanok-cli") List<String> memberClients,
        @Bindable(defaultValue = "hanok-platform") String audience) {
    public KeycloakConfiguration {
        memberClients = List.copyOf(memberClients);
    }

    /** The issuer of the realm's tokens. */
    public String issuer() {
        String base = url.toString();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/realms/" + realm;
    }

    /** Where the realm publishes the keys it signs with. */
    public URI keys() {
        return URI.create(issuer() + "/protocol/openid-connect/certs");
    }
}
