package cloud.hanok.api.signup;

import cloud.hanok.api.audit.Audited;
import cloud.hanok.api.provisioning.SignupProvisioning.SignedUp;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a sign-up.
 *
 * @param object always {@code signup}
 * @param id the tenant's: tokens are asked for with {@code scope=organization:<id>}
 * @param name the company's, normalised
 * @param project its first project
 * @param creditLimitWon what it may spend in a month
 * @param businessLookup what the tax service said of it: {@code not_looked_up} or {@code active}
 * @param consents version by document
 * @param keyId its first key, of that project
 * @param key the key's value; only in the answer that issued it
 */
public record SignupView(
        String object,
        String id,
        String name,
        String project,
        long creditLimitWon,
        String businessLookup,
        Map<String, String> consents,
        Instant createdAt,
        String keyId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String key)
        implements Audited {
    static SignupView of(SignedUp made, Map<String, String> consents) {
        return new SignupView(
                "signup",
                made.tenant().id().text(),
                made.tenant().name(),
                made.project().id().text(),
                made.tenant().creditLimitWon(),
                made.standing().name().toLowerCase(java.util.Locale.ROOT),
                consents,
                made.tenant().createdAt(),
                made.key().key().id().text(),
                made.key().value().reveal());
    }

    @Override
    public SignupView withoutSecret() {
        return new SignupView(
                object, id, name, project, creditLimitWon, businessLookup, consents, createdAt, keyId, null);
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return "SignupView[" + id + "]";
    }
}
