package cloud.hanok.registry.model;

import cloud.hanok.registry.problem.RegistryException;
import cloud.hanok.registry.problem.RegistryProblem;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rules for what people name and write in the registry. */
public final class RegistryName {
    /** Longest publisher or licence: a line of a page. */
    public static final int MAX_LINE_LENGTH = 200;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,95}");

    private RegistryName() {}

    /**
     * A name that can stand in an address.
     *
     * @throws RegistryException when it cannot, naming the field
     */
    public static String require(String field, @Nullable String value) {
        if (value == null || !NAME.matcher(value).matches()) {
            throw new RegistryException(new RegistryProblem.InvalidField(
                    field,
                    "영문 소문자, 숫자, '.', '_', '-'만 쓸 수 있고 영문자나 숫자로 시작하며 96자 이하여야 합니다.",
                    "lower-case letters, digits, '.', '_' and '-' only, starting with a letter or digit, at most 96."));
        }
        return value;
    }

    /**
     * One line of text.
     *
     * @throws RegistryException when it is missing, blank, too long or has control characters, naming the field
     */
    public static String requireLine(String field, @Nullable String value) {
        if (value == null
                || value.isBlank()
                || value.length() > MAX_LINE_LENGTH
                || value.chars().anyMatch(Character::isISOControl)) {
            throw new RegistryException(new RegistryProblem.InvalidField(
                    field,
                    "1자 이상 " + MAX_LINE_LENGTH + "자 이하의 한 줄이어야 합니다.",
                    "one line of 1 to " + MAX_LINE_LENGTH + " characters was expected."));
        }
        return value.strip();
    }
}
