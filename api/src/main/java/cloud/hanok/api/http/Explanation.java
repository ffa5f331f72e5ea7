package cloud.hanok.api.http;

import cloud.hanok.api.error.Language;
import java.util.Map;

/**
 * Why something is as it is, as it is sent.
 *
 * @param code stable
 * @param messages what happened and the next step, by language
 */
public record Explanation(String code, Map<String, String> messages) {
    /** From both sentences. */
    public static Explanation of(String code, String english, String korean) {
        return new Explanation(code, Map.of(Language.ENGLISH.tag(), english, Language.KOREAN.tag(), korean));
    }
}
