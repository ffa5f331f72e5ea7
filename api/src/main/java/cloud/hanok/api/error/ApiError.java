package cloud.hanok.api.error;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that went wrong with one request.
 *
 * @param code what
 * @param param the field of the request that is to blame ({@code messages[0].role}), or null
 * @param english the sentence in English
 * @param korean the sentence in Korean
 * @param retryAfter how long to wait before trying again, to the millisecond; zero for no such advice
 */
public record ApiError(ErrorCode code, @Nullable String param, String english, String korean, Duration retryAfter) {
    /** What a caller sent is repeated at most this far: an error is no place for a body. */
    private static final int ARGUMENT_LIMIT_CHARS = 160;

    /** The error of this code; the arguments fill its sentences in order. */
    public static ApiError of(ErrorCode code, String... arguments) {
        List<String> given = List.of(arguments);
        return new ApiError(
                code,
                null,
                fill(code.template(Language.ENGLISH), given),
                fill(code.template(Language.KOREAN), given),
                code.retryAfter());
    }

    /** An error about one field, which is also its first argument. */
    public static ApiError about(ErrorCode code, String param, String... more) {
        String[] arguments = new String[more.length + 1];
        arguments[0] = param;
        System.arraycopy(more, 0, arguments, 1, more.length);
        return of(code, arguments).withParam(param);
    }

    /** A value that will not do, with the reason in both languages. */
    public static ApiError invalidValue(String param, String reasonInEnglish, String reasonInKorean) {
        return bilingual(ErrorCode.INVALID_VALUE, param, reasonInEnglish, reasonInKorean);
    }

    /** A thing that is not there, or that is not the caller's: both look the same. */
    public static ApiError notFound(String thingInEnglish, String thingInKorean, String id) {
        ErrorCode code = ErrorCode.NOT_FOUND;
        return new ApiError(
                code,
                null,
                fill(code.template(Language.ENGLISH), List.of(thingInEnglish, id)),
                fill(code.template(Language.KOREAN), List.of(thingInKorean, id)),
                code.retryAfter());
    }

    /** An error about one field whose second argument is a reason in both languages. */
    public static ApiError bilingual(ErrorCode code, String param, String inEnglish, String inKorean) {
        return new ApiError(
                code,
                param,
                fill(code.template(Language.ENGLISH), List.of(param, inEnglish)),
                fill(code.template(Language.KOREAN), List.of(param, inKorean)),
                code.retryAfter());
    }

    /** The same, blamed on a field. */
    public ApiError withParam(String field) {
        return new ApiError(code, printable(field), english, korean, retryAfter);
    }

    /** The same, with another time to wait. */
    public ApiError withRetryAfter(Duration wait) {
        return new ApiError(code, param, english, korean, wait);
    }

    /** The sentence in this language. */
    public String message(Language language) {
        return switch (language) {
            case ENGLISH -> english;
            case KOREAN -> korean;
        };
    }

    private static String fill(String template, List<String> arguments) {
        var filled = new StringBuilder(template.length() + 32);
        int at = 0;
        while (at < template.length()) {
            int open = template.indexOf('{', at);
            if (open < 0) {
                break;
            }
            int which = template.charAt(open + 1) - '0';
            filled.append(template, at, open).append(which < arguments.size() ? printable(arguments.get(which)) : "?");
            at = open + 3;
        }
        return filled.append(template, at, template.length()).toString();
    }

    private static String printable(String argument) {
        String cut = argument.length() <= ARGUMENT_LIMIT_CHARS
                ? argument
                : argument.substring(0, ARGUMENT_LIMIT_CHARS) + "...";
        return cut.codePoints().anyMatch(Character::isISOControl) ? cut.replaceAll("\\p{Cntrl}", " ") : cut;
    }
}
