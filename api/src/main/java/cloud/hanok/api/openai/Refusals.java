package cloud.hanok.api.openai;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.billing.usage.RequestMetadata;

/** What is said of a parameter that will not do, in any protocol: what was expected, in English and in Korean. */
public final class Refusals {
    /** The JSON types that are asked for. */
    public enum Expected {
        OBJECT("an object", "객체"),
        ARRAY("an array", "배열"),
        STRING("a string", "문자열"),
        NUMBER("a number", "숫자"),
        INTEGER("an integer", "정수"),
        BOOLEAN("true or false", "true 또는 false"),
        STRING_OR_STRINGS("a string or an array of strings", "문자열 또는 문자열 배열"),
        STRING_OR_PARTS("a string or an array of content parts", "문자열 또는 콘텐츠 파트 배열"),
        STRING_OR_ITEMS("a string or an array of input items", "문자열 또는 입력 항목 배열"),
        STRING_OR_ID("a string or an object with an id", "문자열 또는 id가 있는 객체"),
        STRING_OR_BLOCKS("a string or an array of content blocks", "문자열 또는 콘텐츠 블록 배열");

        private final String english;
        private final String korean;

        Expected(String english, String korean) {
            this.english = english;
            this.korean = korean;
        }
    }

    private Refusals() {}

    /** The body is no JSON. */
    public static ApiException unreadable() {
        return new ApiException(ApiError.of(ErrorCode.INVALID_JSON));
    }

    /** The body is no object. */
    public static ApiException notAnObject() {
        return new ApiException(ApiError.of(ErrorCode.INVALID_REQUEST));
    }

    /** A parameter that has to be there. */
    public static ApiException missing(String param) {
        return new ApiException(ApiError.about(ErrorCode.MISSING_REQUIRED_PARAMETER, param));
    }

    /** A value of another type. */
    public static ApiException type(String param, Expected expected) {
        return new ApiException(ApiError.bilingual(ErrorCode.INVALID_TYPE, param, expected.english, expected.korean));
    }

    /** A number below or above its bounds, both of which it may be. */
    public static ApiException outOfRange(String param, String least, String most) {
        return value(param, "it must be from " + least + " to " + most, least + " 이상 " + most + " 이하여야 합니다");
    }

    /** A list that is too long. */
    public static ApiException tooMany(String param, int most) {
        return value(param, "at most " + most + " are allowed", "최대 " + most + "개까지 허용됩니다");
    }

    /** A list that needs something in it. */
    public static ApiException empty(String param) {
        return value(param, "at least one is needed", "하나 이상이어야 합니다");
    }

    /** A name in the client's metadata that is empty or too long. */
    static ApiException metadataName(String param) {
        int most = RequestMetadata.MAX_NAME_CHARACTERS;
        return value(param, "a name must have 1 to " + most + " characters", "이름은 1자 이상 " + most + "자 이하여야 합니다");
    }

    /**
     * A value of the client's metadata, as it is.
     *
     * @throws ApiException when it is too long
     */
    public static String checkedMetadata(String param, String text) {
        if (!RequestMetadata.isValue(text)) {
            int most = RequestMetadata.MAX_VALUE_CHARACTERS;
            throw value(param, "it must have at most " + most + " characters", most + "자 이하여야 합니다");
        }
        return text;
    }

    /** A value that will not do, with the reason. */
    public static ApiException value(String param, String inEnglish, String inKorean) {
        return new ApiException(ApiError.invalidValue(param, inEnglish, inKorean));
    }
}
