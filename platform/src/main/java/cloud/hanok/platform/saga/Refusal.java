package cloud.hanok.platform.saga;

import org.jspecify.annotations.Nullable;

/**
 * Why a step will never succeed: an answer to the caller, kept with the saga so that a repeated request hears the same.
 *
 * @param code stable and machine-readable; whose list it is from, the saga's owner says
 * @param field the field of the request that is wrong, or null
 * @param english what is wrong and what would be right
 * @param korean the same in Korean
 */
public record Refusal(String code, @Nullable String field, String english, String korean) {}
