package cloud.hanok.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.slice.Slice;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keycloak's pages as people meet them on the way into the console: in our look, in the language of the page that they come from. */
@ExtendWith(Slice.Shared.class)
class SignInPagesIT {
    private static final String SIGN_IN = "/console/sign-in?organization=-";

    private static Slice slice;

    @BeforeAll
    static void keep(Slice shared) {
        slice = shared;
    }

    @Test
    void theSignInPageIsInOurLookAndInTheLanguageThatWasAskedFor() {
        try (ConsoleBrowser browser = browser()) {
            ConsoleBrowser.Page korean = browser.open(SIGN_IN + "&ui_locales=ko");
            assertThat(korean.html()).contains("lang=\"ko\"", "/login/hanok/css/hanok.css", "한옥 Hanok", "이메일", "로그인");
            String style =
                    korean.html().replaceFirst("(?s).*href=\"([^\"]*/login/hanok/css/hanok\\.css[^\"]*)\".*", "$1");
            assertThat(browser.send(
                                    korean.address().resolve(style).toString(),
                                    HttpRequest.newBuilder().GET())
                            .body())
                    .contains("--hanok-action");
        }
        try (ConsoleBrowser browser = browser()) {
            assertThat(browser.open(SIGN_IN + "&ui_locales=en").html())
                    .contains("lang=\"en\"", "/login/hanok/css/hanok.css", "E-mail", "Sign in");
        }
    }

    @Test
    void whoeverIsNewRegistersFirst() {
        try (ConsoleBrowser browser = browser()) {
            ConsoleBrowser.Page page = browser.open(SIGN_IN + "&ui_locales=ko&prompt=create");
            assertThat(page.html()).contains("회원 가입", "name=\"firstName\"", "name=\"email\"");
        }
    }

    @Test
    void whatElseIsSaidIsNotPassedOn() {
        try (ConsoleBrowser browser = browser()) {
            String location = browser.send(
                            SIGN_IN + "&ui_locales=de&prompt=none&kc_idp_hint=evil",
                            HttpRequest.newBuilder().GET())
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            assertThat(URI.create(location).getQuery()).doesNotContain("ui_locales", "prompt", "kc_idp_hint");
        }
    }

    private static ConsoleBrowser browser() {
        return new ConsoleBrowser(
                URI.create("http://127.0.0.1:" + slice.house().server().port()));
    }
}
