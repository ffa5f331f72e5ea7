package cloud.hanok.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnPathTest {
    private static final String TENANT = "ten_01JD0000000000000000000000";

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "https://evil.example/",
                "//evil.example/console/",
                "/\\evil.example/console/",
                "/console/\\evil.example",
                "/consolation/",
                "/v1/models",
                "/console",
                "/console/../v1/models",
                "/console/%2e%2E/v1/models",
                "/console/./x",
                "/console/x/..",
                "/console//evil.example",
                "/console/\r\nset-cookie: a=b",
                "/console/ x",
                "/console/한글"
            })
    void nothingOutsideOfTheConsoleIsGoneTo(@Nullable String asked) {
        assertThat(ReturnPath.of(asked).in(TENANT)).isEqualTo("/console/" + TENANT + "/");
    }

    @Test
    void aPathOfUnusualLengthIsNotKept() {
        assertThat(ReturnPath.of("/console/" + "x".repeat(2_000)).value()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/" + TENANT + "/keys",
                "/console/" + TENANT + "/usage?from=2026-11-01&group=model#x",
                "/console/" + TENANT + "/usage?back=https://a//b/../c",
                "/console/invitations/accept"
            })
    void aPathOfTheConsoleIsKept(String asked) {
        if (asked.contains("#")) {
            assertThat(ReturnPath.of(asked).value())
                    .as("a browser sends no fragment")
                    .isEmpty();
        } else {
            assertThat(ReturnPath.of(asked).in(TENANT)).isEqualTo(asked);
        }
    }

    @Test
    void aPageOfAnotherOrganizationIsNotGoneTo() {
        assertThat(ReturnPath.of("/console/ten_01JD0000000000000000000001/keys").in(TENANT))
                .isEqualTo("/console/" + TENANT + "/");
        assertThat(ReturnPath.of("/console/-/tenants").in(TENANT)).isEqualTo("/console/" + TENANT + "/");
        assertThat(ReturnPath.of("/console/-/tenants").in("-")).isEqualTo("/console/-/tenants");
    }
}
