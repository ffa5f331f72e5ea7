package cloud.hanok.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-                             | ENGLISH",
                "ko                            | KOREAN",
                "ko-KR,ko;q=0.9,en-US;q=0.8    | KOREAN",
                "en-US,en;q=0.9,ko;q=0.8       | ENGLISH",
                "en;q=0.5, ko;q=0.7            | KOREAN",
                "fr, ko;q=0.1                  | KOREAN",
                "kok                           | ENGLISH",
                "ko;q=0                        | ENGLISH",
                "ko;q=x                        | ENGLISH",
                "*                             | ENGLISH",
                ",;,;=                         | ENGLISH",
            })
    void isWhatTheHeaderPrefers(@Nullable String header, Language expected) {
        assertThat(Language.preferred(header)).isEqualTo(expected);
    }
}
