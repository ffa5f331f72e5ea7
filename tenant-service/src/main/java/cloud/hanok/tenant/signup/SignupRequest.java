package cloud.hanok.tenant.signup;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.member.Person;
import java.time.Instant;
import java.util.Map;

/**
 * What a company and the person who signs it up said. Its {@code toString} says nothing: it is personal data.
 *
 * @param tenant the company's, which is about to be made
 * @param subject who signs up, as the identity provider calls them
 * @param consents version by document
 * @param source from where: a network address
 */
public record SignupRequest(
        TenantId tenant,
        BusinessNumber number,
        String subject,
        Person person,
        Map<String, String> consents,
        String source,
        Instant at) {
    public SignupRequest {
        consents = Map.copyOf(consents);
    }

    @Override
    public String toString() {
        return "SignupRequest[" + tenant + "]";
    }
}
