package cloud.hanok.api.config;

import cloud.hanok.tenant.organization.NewTenant;
import cloud.hanok.tenant.signup.SignupPolicy;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code hanok.signup}: whether companies sign up by themselves, and what they agree to. Keycloak's realm must let people register
 * ({@code registrationAllowed}) unless it is closed.
 *
 * @param policy {@code open}, {@code invitation} or {@code closed}
 * @param startingCreditWon what a company may spend in a month until the operator says otherwise
 * @param termsVersion the version of the terms of use in force (이용약관)
 * @param termsUrl where they are read; may be empty
 * @param privacyVersion the version of the privacy notice in force (개인정보 처리방침)
 * @param privacyUrl where it is read; may be empty
 * @param attemptsPerAddress sign-ups that one network address may try in an hour
 */
@ConfigurationProperties("hanok.signup")
public record SignupConfiguration(
        @Bindable(defaultValue = "closed") SignupPolicy policy,
        @Bindable(defaultValue = "10000") long startingCreditWon,
        @Bindable(defaultValue = "draft") String termsVersion,
        @Bindable(defaultValue = "") String termsUrl,
        @Bindable(defaultValue = "draft") String privacyVersion,
        @Bindable(defaultValue = "") String privacyUrl,
        @Bindable(defaultValue = "30") int attemptsPerAddress) {
    /** In the place of a version until somebody says which is in force. */
    static final String DRAFT = "draft";

    public SignupConfiguration {
        if (startingCreditWon < 0 || startingCreditWon > NewTenant.MAX_CREDIT_LIMIT_WON) {
            throw new IllegalArgumentException("hanok.signup.starting-credit-won: between 0 and "
                    + NewTenant.MAX_CREDIT_LIMIT_WON + ": " + startingCreditWon);
        }
        requireVersion("terms-version", termsVersion);
        requireVersion("privacy-version", privacyVersion);
        if (attemptsPerAddress < 1) {
            throw new IllegalArgumentException("hanok.signup.attempts-per-address: at least 1: " + attemptsPerAddress);
        }
    }

    /** The documents that must be agreed to, with the version in force. */
    public Map<String, String> documents() {
        return new TreeMap<>(Map.of("terms", termsVersion, "privacy", privacyVersion));
    }

    private static void requireVersion(String key, String version) {
        if (!version.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException(
                    "hanok.signup." + key + ": 1 to 64 letters, digits, '.', '_' and '-': " + version);
        }
    }
}
