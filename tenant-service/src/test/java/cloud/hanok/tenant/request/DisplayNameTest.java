package cloud.hanok.tenant.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.tenant.problem.TenantProblemException;
import java.text.Normalizer;
import java.util.List;
import org.junit.jupiter.api.Test;

class DisplayNameTest {
    @Test
    void aDecomposedKoreanNameBecomesTheComposedOne() {
        String composed = "한옥 연구소";

        assertThat(DisplayName.of("name", " " + Normalizer.normalize(composed, Normalizer.Form.NFD) + " "))
                .isEqualTo(composed);
    }

    @Test
    void codePointsAreCountedAfterComposition() {
        String hundred = "한".repeat(DisplayName.MAX_CODE_POINTS);

        assertThat(DisplayName.of("name", Normalizer.normalize(hundred, Normalizer.Form.NFD)))
                .isEqualTo(hundred);
        assertThat(DisplayName.of("name", "🏯".repeat(DisplayName.MAX_CODE_POINTS)))
                .hasSize(2 * DisplayName.MAX_CODE_POINTS);
    }

    @Test
    void whatCannotBeSeenOrIsTooLongIsRefusedInTwoLanguages() {
        for (String name : List.of(
                "",
                "   ",
                "a\nb",
                "a\u0000",
                "a\u202Eb",
                "a\u200Bb",
                "\uD800",
                "a\u2028b",
                "x".repeat(101),
                "x".repeat(100_000))) {
            assertThatThrownBy(() -> DisplayName.of("title", name))
                    .isInstanceOfSatisfying(TenantProblemException.class, thrown -> {
                        assertThat(thrown.problem().code()).isEqualTo("invalid_value");
                        assertThat(thrown.problem().field()).isEqualTo("title");
                        assertThat(thrown.problem().english()).contains("title");
                        assertThat(thrown.problem().korean()).contains("title");
                    });
        }
    }
}
