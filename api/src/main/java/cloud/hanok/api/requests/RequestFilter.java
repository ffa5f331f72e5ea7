package cloud.hanok.api.requests;

import cloud.hanok.billing.usage.BilledAttempt;
import org.jspecify.annotations.Nullable;

/**
 * Which requests of a list are wanted; null where it does not matter.
 *
 * @param project the id of their project
 * @param apiKey the id of the key, or of the member, that asked
 * @param model the name that answered
 */
record RequestFilter(
        @Nullable String project,
        @Nullable String apiKey,
        @Nullable String model) {
    boolean fits(BilledAttempt attempt) {
        return is(project, attempt.project().text())
                && is(apiKey, attempt.caller().text())
                && is(model, attempt.model());
    }

    private static boolean is(@Nullable String wanted, String value) {
        return wanted == null || wanted.equals(value);
    }
}
