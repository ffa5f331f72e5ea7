package cloud.hanok.api.config;

import cloud.hanok.platform.secret.Secret;
import cloud.hanok.tenant.identity.IdentitySettings;
import cloud.hanok.tenant.identity.RealmTemplate;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code hanok.keycloak}: who proves who somebody is.
 *
 * @param url its base address
 * @param realm whose tokens are taken
 * @param operatorClientId the client ({@code azp}) that acts as the platform's operator
 * @param memberClients the clients ({@code azp}) through which people sign in
 * @param audience that a token must name
 * @param clientId our own client, by whose service account organizations are kept
 * @param clientSecretFile file that holds its secret, readable by its owner alone
 * @param timeout how long one call of its administration may take
 */
@ConfigurationProperties("hanok.keycloak")
public record KeycloakConfiguration(
        @Bindable(defaultValue = "http://127.0.0.1:8180") URI url,
        @Bindable(defaultValue = "hanok") String realm,
        @Bindable(defaultValue = "hanok-operator") String operatorClientId,
        @Bindable(defaultValue = "hanok-console,hanok-cli") List<String> memberClients,
        @Bindable(defaultValue = "hanok-platform") String audience,
        @Bindable(defaultValue = "hanok-control-plane") String clientId,
        @Bindable(defaultValue = "") String clientSecretFile,
        @Bindable(defaultValue = "10s") Duration timeout) {
    /** How the clients that people sign in through are called in the realms that we make. */
    private static final String CONSOLE = "hanok-console";

    private static final String COMMAND_LINE = "hanok-cli";

    public KeycloakConfiguration {
        memberClients = List.copyOf(memberClients);
    }

    /** The issuer of the tokens of the realm that tenants share. */
    public String issuer() {
        return issuer(realm);
    }

    /** The issuer of a realm's tokens. */
    public String issuer(String ofRealm) {
        return base() + "/realms/" + ofRealm;
    }

    /**
     * What its administration needs.
     *
     * @throws ConfigurationRefusedException when there is no secret
     */
    public IdentitySettings identity() {
        String secret = SecretFile.read("hanok.keycloak.client-secret-file", Path.of(clientSecretFile));
        return new IdentitySettings(URI.create(base()), realm, clientId, new Secret(secret), timeout);
    }

    /** What the realm of a dedicated tenant has: the clients that people sign in through, and our own. */
    public RealmTemplate template(InstallationConfiguration installation, MailConfiguration mail) {
        List<String> redirectUris = new ArrayList<>();
        redirectUris.add(installation.publicUrl().resolve("/*").toString());
        if (installation.standalone()) {
            redirectUris.addAll(List.of("http://127.0.0.1/*", "http://localhost/*"));
        }
        return new RealmTemplate(clientId, CONSOLE, COMMAND_LINE, audience, redirectUris, mail::ofRealm);
    }

    /**
     * A client of another realm of the same server.
     *
     * @param property that names the file of its secret
     */
    IdentitySettings identity(String otherRealm, String otherClientId, String property, String otherSecretFile) {
        Secret secret = new Secret(SecretFile.read(property, Path.of(otherSecretFile)));
        return new IdentitySettings(URI.create(base()), otherRealm, otherClientId, secret, timeout);
    }

    /**
     * What the console's client of the shared realm needs.
     *
     * @throws ConfigurationRefusedException when there is no secret
     */
    public IdentitySettings console(ConsoleConfiguration console) {
        return identity(realm, console.clientId(), "hanok.console.client-secret-file", console.clientSecretFile());
    }

    /** The same of the realm of a dedicated tenant, where its secret is another. */
    public IdentitySettings console(String ofRealm, Secret secret) {
        return new IdentitySettings(URI.create(base()), ofRealm, CONSOLE, secret, timeout);
    }

    private String base() {
        return InstallationConfiguration.withoutSlash(url.toString());
    }

    /** Where a realm publishes the keys it signs with. */
    public URI keys(String ofRealm) {
        return URI.create(issuer(ofRealm) + "/protocol/openid-connect/certs");
    }
}
