package cloud.hanok.tenant.signup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.tenant.problem.TenantProblemException;
import org.junit.jupiter.api.Test;

class BusinessNumberTest {
    @Test
    void theLastDigitChecksTheOthers() {
        assertThat(BusinessNumber.of("n", "124-81-00998").digits()).isEqualTo("1248100998");
        assertThat(BusinessNumber.of("n", "1248100998").digits()).isEqualTo("1248100998");
        for (int digit = 0; digit < 10; digit++) {
            String number = "124810099" + digit;
            if (digit != 8) {
                assertThatThrownBy(() -> BusinessNumber.of("n", number)).isInstanceOf(TenantProblemException.class);
            }
        }
    }

    @Test
    void whatHasAnotherFormIsNone() {
        for (String wrong :
                new String[] {"", "123-45-67890", "124-8100998", "124-81-0099", "１２４-81-00998", " 1248100998"}) {
            assertThatThrownBy(() -> BusinessNumber.of("n", wrong))
                    .as(wrong)
                    .isInstanceOfSatisfying(
                            TenantProblemException.class,
                            refused -> assertThat(refused.problem().field()).isEqualTo("n"));
        }
    }

    @Test
    void itSaysNothingOfItself() {
        assertThat(BusinessNumber.of("n", "124-81-00998").toString()).doesNotContain("124", "998");
    }
}
