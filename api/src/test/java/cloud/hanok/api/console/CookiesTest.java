package cloud.hanok.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CookiesTest {
    @Test
    void theSessionsCookieIsOneOrganizationsAndNoPageCanReadIt() {
        assertThat(Cookies.session("ten_x", "v", true))
                .isEqualTo("hanok_console=v; Path=/console/ten_x; HttpOnly; SameSite=Strict; Secure");
        assertThat(Cookies.session("-", "v", false))
                .isEqualTo("hanok_console=v; Path=/console/-; HttpOnly; SameSite=Strict");
        assertThat(Cookies.noSession("ten_x", true))
                .isEqualTo("hanok_console=; Path=/console/ten_x; HttpOnly; SameSite=Strict; Secure; Max-Age=0");
    }

    @Test
    void theCookieOfASignInGoesNowhereElseAndComesBackFromAnotherSite() {
        assertThat(Cookies.attempt("hanok_sign_in_1", "v", 900, true))
                .isEqualTo("hanok_sign_in_1=v; Path=/console/sign-in; Max-Age=900; HttpOnly; SameSite=Lax; Secure");
    }

    @Test
    void aCookieIsFoundByItsWholeName() {
        List<String> headers = List.of("xhanok_console=1; hanok_console=2;hanok_console_x=3", "hanok_console=2");
        assertThat(Cookies.values(headers, Cookies.SESSION)).containsExactly("2");
        assertThat(Cookies.values(List.of("hanok_console=1; hanok_console=2"), Cookies.SESSION))
                .containsExactly("1", "2");
        assertThat(Cookies.values(List.of(), Cookies.SESSION)).isEmpty();
    }
}
