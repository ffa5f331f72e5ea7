package cloud.hanok.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignInAttemptTest {
    private final SignInAttempt attempt =
            SignInAttempt.begin("ten_x", "ten_x", ReturnPath.of("/console/ten_x/keys?a=b"), new SecureRandom());
    private final String cookie = attempt.cookie() + "=" + attempt.secret().reveal();

    @Test
    void theBrowserThatBeganItEndsIt() {
        SignInAttempt resumed = SignInAttempt.resume(attempt.state(), List.of("a=b; " + cookie, "c=d"))
                .orElseThrow();
        assertThat(resumed.organization()).isEqualTo("ten_x");
        assertThat(resumed.returnPath().value()).isEqualTo("/console/ten_x/keys?a=b");
        assertThat(resumed.verifier()).isEqualTo(attempt.verifier()).hasSize(43);
        assertThat(resumed.nonce()).isEqualTo(attempt.nonce()).isNotEqualTo(attempt.verifier());
    }

    @Test
    void anotherBrowserDoesNot() {
        SignInAttempt other = SignInAttempt.begin("ten_x", "ten_x", attempt.returnPath(), new SecureRandom());
        assertThat(SignInAttempt.resume(attempt.state(), List.of())).isEmpty();
        assertThat(SignInAttempt.resume(
                        attempt.state(),
                        List.of(attempt.cookie() + "=" + other.secret().reveal())))
                .isEmpty();
        assertThat(SignInAttempt.resume(
                        attempt.state(),
                        List.of(cookie, attempt.cookie() + "=" + other.secret().reveal())))
                .as("two cookies of the name")
                .isEmpty();
    }

    @Test
    void nobodyChangesWhereItLeads() {
        String said = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("ten_y /console/ten_y/".getBytes(StandardCharsets.UTF_8));
        String changed = attempt.state().replaceFirst("\\.[^.]+\\.", "." + said + ".");
        assertThat(changed).isNotEqualTo(attempt.state());
        assertThat(SignInAttempt.resume(changed, List.of(cookie))).isEmpty();
        assertThat(SignInAttempt.resume("", List.of(cookie))).isEmpty();
        assertThat(SignInAttempt.resume("a.b.c", List.of(cookie))).isEmpty();
    }
}
