package cloud.hanok.standalone.keycloak;

import java.net.URI;
import java.nio.file.Path;

/**
 * How people and programs reach Keycloak.
 *
 * @param url base address
 * @param realm the realm of shared tenants
 * @param operatorClientId client of the operator's programs: client credentials grant, audience {@code hanok-platform}
 * @param operatorClientSecretFile its secret, 0600
 * @param operatorUser the operator as a person
 * @param operatorPasswordFile the person's password, 0600
 * @param controlPlane the client by which the control plane keeps organizations and their members
 * @param controlPlaneSecretFile its secret, 0600
 * @param consoleClientId the client by which people sign in to the console
 * @param consoleSecretFile its secret, 0600
 * @param provisionerRealm the server's own realm, which the next is in
 * @param provisioner the client by which the control plane makes realms of dedicated tenants
 * @param provisionerSecretFile its secret, 0600
 */
public record KeycloakAccess(
        URI url,
        String realm,
        String operatorClientId,
        Path operatorClientSecretFile,
        String operatorUser,
        Path operatorPasswordFile,
        String controlPlane,
        Path controlPlaneSecretFile,
        String consoleClientId,
        Path consoleSecretFile,
        String provisionerRealm,
        String provisioner,
        Path provisionerSecretFile) {
    /** The realm's issuer, as it stands in tokens. */
    public URI issuer() {
        return URI.create(url + "/realms/" + realm);
    }

    /** Where tokens are given out. */
    public URI tokenUrl() {
        return URI.create(issuer() + "/protocol/openid-connect/token");
    }
}
