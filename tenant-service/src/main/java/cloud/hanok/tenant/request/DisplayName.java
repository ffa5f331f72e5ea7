package cloud.hanok.tenant.request;

import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import java.text.Normalizer;

/** A name that people give to things. */
public final class DisplayName {
    /** Code points after normalisation. */
    public static final int MAX_CODE_POINTS = 100;

    /** Before normalisation: nothing longer is looked at. Decomposed Korean has three for one. */
    private static final int MAX_CHARS = 10 * MAX_CODE_POINTS;

    private DisplayName() {}

    /**
     * The name in Unicode's composed form (NFC) without blanks around it, so that what looks the same is the same.
     *
     * @param field what the request calls it
     * @throws TenantProblemException when it is empty, too long, or has characters that cannot be seen
     */
    public static String of(String field, String given) {
        if (given.length() > MAX_CHARS) {
            throw wrongLength(field);
        }
        String name = Normalizer.normalize(given, Normalizer.Form.NFC).strip();
        int length = name.codePointCount(0, name.length());
        if (length == 0 || length > MAX_CODE_POINTS) {
            throw wrongLength(field);
        }
        if (name.codePoints().anyMatch(DisplayName::isInvisible)) {
            throw new TenantProblemException(new TenantProblem.InvalidValue(
                    field,
                    "'" + field + "' must not contain control characters or other invisible characters.",
                    "'" + field + "'에는 제어 문자나 보이지 않는 문자를 사용할 수 없습니다."));
        }
        return name;
    }

    private static TenantProblemException wrongLength(String field) {
        return new TenantProblemException(new TenantProblem.InvalidValue(
                field,
                "'" + field + "' must have 1 to " + MAX_CODE_POINTS + " characters.",
                "'" + field + "'은(는) 1자 이상 " + MAX_CODE_POINTS + "자 이하여야 합니다."));
    }

    /** Format characters are among them: a direction override makes a name read as another. */
    private static boolean isInvisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
