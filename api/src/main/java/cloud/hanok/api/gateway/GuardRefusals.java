package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.compliance.guard.GuardDecision;
import cloud.hanok.compliance.guard.GuardedRequest;

/** What a client hears of a guard. */
final class GuardRefusals {
    private GuardRefusals() {}

    /** A text was refused. */
    static ApiException text(GuardDecision.Refused refused, String param) {
        return new ApiException(
                ApiError.bilingual(ErrorCode.GUARD_REFUSED, param, refused.english(), refused.korean()));
    }

    /**
     * Asks whether a tool may be offered, or called.
     *
     * @throws ApiException when it may not
     */
    static void checkTool(GuardedRequest by, String name) {
        if (by.tool(name) instanceof GuardDecision.Refused refused) {
            throw new ApiException(
                    ApiError.bilingual(ErrorCode.TOOL_NOT_ALLOWED, name, refused.english(), refused.korean())
                            .withParam("tools"));
        }
    }
}
