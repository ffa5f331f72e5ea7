package cloud.hanok.tenant.identity;

import cloud.hanok.platform.secret.Secret;
import java.net.URI;
import java.time.Duration;

/**
 * Where Keycloak is and who we are there.
 *
 * @param url base address, without a slash at the end
 * @param realm that our client is in
 * @param clientId our client, with a service account that has {@code manage-organizations}, {@code manage-users} and
 *     {@code manage-identity-providers} of {@code realm-management}, and nothing else
 * @param timeout how long connecting and one answer may take
 */
public record IdentitySettings(URI url, String realm, String clientId, Secret clientSecret, Duration timeout) {
    /** Another realm of the same server. */
    public IdentitySettings of(String otherRealm, Secret otherClientSecret) {
        return new IdentitySettings(url, otherRealm, clientId, otherClientSecret, timeout);
    }

    /** Long enough for a first call after a start on a busy machine. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
}
