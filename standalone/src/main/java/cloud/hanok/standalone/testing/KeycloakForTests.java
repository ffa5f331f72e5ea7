package cloud.hanok.standalone.testing;

import cloud.hanok.standalone.keycloak.KeycloakAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;

/**
 * A running Keycloak for tests, with the realm that {@code ./hanok up} has.
 *
 * @param url base address; the issuer is {@code <url>/realms/<realm>}
 * @param realm the realm of shared tenants
 * @param operatorClientId client of the operator's programs (client credentials grant, audience {@code hanok-platform})
 * @param operatorClientSecret its secret
 */
public record KeycloakForTests(URI url, String realm, String operatorClientId, String operatorClientSecret) {
    /** The Keycloak of this test run. */
    public static KeycloakForTests get() {
        KeycloakAccess access = SharedDependencies.keycloak().access();
        try {
            return new KeycloakForTests(
                    access.url(),
                    access.realm(),
                    access.operatorClientId(),
                    Files.readString(access.operatorClientSecretFile()).strip());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public String toString() {
        return "KeycloakForTests[" + url + "]";
    }
}
