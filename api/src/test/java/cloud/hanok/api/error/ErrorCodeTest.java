package cloud.hanok.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.GoldenFile;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {
    @Test
    void theListOfCodesIsTheCommittedOne() {
        String listed = Arrays.stream(ErrorCode.values())
                .map(code -> "%d %s %s retry=%s after=%ds%n    en: %s%n    ko: %s%n"
                        .formatted(
                                code.status(),
                                code.code(),
                                code.type().wire(),
                                code.worthRetrying(),
                                code.retryAfter().toSeconds(),
                                code.template(Language.ENGLISH),
                                code.template(Language.KOREAN)))
                .collect(Collectors.joining());
        GoldenFile.assertSame("error-codes.txt", listed);
    }

    @Test
    void everySentenceIsInItsLanguageAndBothTakeTheSameArguments() {
        for (ErrorCode code : ErrorCode.values()) {
            String english = code.template(Language.ENGLISH);
            String korean = code.template(Language.KOREAN);
            assertThat(korean).as(code.name()).containsPattern("[가-힣]");
            assertThat(english).as(code.name()).doesNotContainPattern("[가-힣]");
            for (String argument : new String[] {"{0}", "{1}"}) {
                assertThat(korean.contains(argument)).as(code + argument).isEqualTo(english.contains(argument));
            }
        }
    }

    @Test
    void spentMoneyIsNotWorthRetryingAndAFullHouseIs() {
        assertThat(ErrorCode.INSUFFICIENT_QUOTA.worthRetrying()).isFalse();
        assertThat(ErrorCode.INSUFFICIENT_QUOTA.retryAfter()).isZero();
        assertThat(ErrorCode.SERVER_OVERLOADED.worthRetrying()).isTrue();
        assertThat(ErrorCode.SERVER_OVERLOADED.retryAfter()).isPositive();
    }
}
