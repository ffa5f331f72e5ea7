package cloud.hanok.tenant.signup;

import java.time.Instant;

/**
 * That somebody agreed to a document (동의).
 *
 * @param subject who, as the identity provider calls them
 * @param document which: {@code terms}, {@code privacy}
 * @param source from where: a network address; empty once it was erased
 */
public record Consent(String subject, String document, String version, Instant acceptedAt, String source) {
    @Override
    public String toString() {
        return "Consent[" + document + " " + version + "]";
    }
}
