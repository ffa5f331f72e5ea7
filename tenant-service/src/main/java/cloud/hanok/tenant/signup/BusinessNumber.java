package cloud.hanok.tenant.signup;

import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import java.util.regex.Pattern;

/**
 * A business registration number (사업자등록번호). That of a sole trader names a person, so its {@code toString} says nothing.
 *
 * @param digits ten, the last of which checks the others
 */
public record BusinessNumber(String digits) {
    private static final Pattern FORM = Pattern.compile("\\d{10}|\\d{3}-\\d{2}-\\d{5}");
    /** As the National Tax Service has it; the ninth digit counts once more, with the tens of its fivefold. */
    private static final int[] WEIGHTS = {1, 3, 7, 1, 3, 7, 1, 3, 5};

    public BusinessNumber {
        if (digits.length() != WEIGHTS.length + 1 || !isChecked(digits)) {
            throw new IllegalArgumentException("no business registration number");
        }
    }

    /**
     * Reads one, with or without hyphens.
     *
     * @param field what the request calls it
     * @throws TenantProblemException when its form or its last digit is wrong
     */
    public static BusinessNumber of(String field, String given) {
        if (!FORM.matcher(given).matches() || !isChecked(given.replace("-", ""))) {
            throw new TenantProblemException(new TenantProblem.InvalidValue(
                    field,
                    "'" + field
                            + "' must be a business registration number such as 124-81-00998; its last digit checks the"
                            + " others.",
                    "'" + field + "'은(는) 124-81-00998 형식의 유효한 사업자등록번호여야 합니다. 마지막 숫자는 검증 번호입니다."));
        }
        return new BusinessNumber(given.replace("-", ""));
    }

    private static boolean isChecked(String digits) {
        int sum = digit(digits, 8) * 5 / 10;
        for (int at = 0; at < WEIGHTS.length; at++) {
            sum += WEIGHTS[at] * digit(digits, at);
        }
        return (10 - sum % 10) % 10 == digit(digits, 9);
    }

    private static int digit(String digits, int at) {
        return digits.charAt(at) - '0';
    }

    @Override
    public String toString() {
        return "BusinessNumber";
    }
}
