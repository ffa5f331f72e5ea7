package cloud.hanok.api.signup;

import cloud.hanok.api.config.SignupConfiguration;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What somebody must know before they sign up; anybody may. */
@Controller("/platform/v1/signup_policy")
public final class SignupPolicyController {
    private final SignupConfiguration configuration;

    public SignupPolicyController(SignupConfiguration configuration) {
        this.configuration = configuration;
    }

    /** Who may sign up, what they agree to, and what they begin with. */
    @Secured(SecurityRule.IS_ANONYMOUS)
    @Get
    public PolicyView find() {
        return new PolicyView(
                "signup_policy",
                configuration.policy().name().toLowerCase(Locale.ROOT),
                List.of(
                        document("terms", configuration.termsVersion(), configuration.termsUrl()),
                        document("privacy", configuration.privacyVersion(), configuration.privacyUrl())),
                configuration.startingCreditWon());
    }

    private static DocumentView document(String document, String version, String url) {
        return new DocumentView(document, version, url.isEmpty() ? null : url);
    }

    /**
     * The policy as it is sent.
     *
     * @param object always {@code signup_policy}
     * @param policy {@code open}, {@code invitation} or {@code closed}
     * @param documents each to be agreed to, in this version
     * @param startingCreditWon what a company may spend in a month
     */
    public record PolicyView(String object, String policy, List<DocumentView> documents, long startingCreditWon) {}

    /**
     * A document that is agreed to.
     *
     * @param url where it is read, or null
     */
    public record DocumentView(
            String document, String version, @Nullable String url) {}
}
