package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.billing.credit.CreditDecision;
import cloud.hanok.billing.credit.SpendScope;
import cloud.hanok.tenant.limit.Limit;
import cloud.hanok.tenant.limit.LimitScope;
import cloud.hanok.tenant.limit.RateDecision;
import java.time.Duration;

/** What a caller is told whose limit is reached: which one, whose, how much. */
final class LimitRefusals {
    private LimitRefusals() {}

    static ApiError rate(RateDecision.Refused refused) {
        Limit limit = refused.limit();
        String ofModel = limit.model().isEmpty() ? "" : " on " + limit.model();
        String ofModelKorean = limit.model().isEmpty() ? "" : "(" + limit.model() + ")";
        String english = "Rate limit of " + limit.scope().english() + ofModel + " reached: " + limit.amount() + " "
                + limit.kind().english() + ".";
        String korean = limit.scope().korean() + ofModelKorean + "의 "
                + limit.kind().korean() + " 한도 " + limit.amount() + "에 도달했습니다.";
        if (refused.retryAfterMillis() == 0) {
            return new ApiError(
                    ErrorCode.REQUEST_EXCEEDS_RATE_LIMIT,
                    null,
                    english + " This request alone may take " + refused.amount()
                            + ". Shorten it, or lower max_completion_tokens.",
                    korean + " 이 요청 하나가 최대 " + refused.amount()
                            + "을(를) 사용할 수 있습니다. 요청을 줄이거나 max_completion_tokens를 낮춰 주세요.",
                    Duration.ZERO);
        }
        return new ApiError(
                ErrorCode.RATE_LIMIT_EXCEEDED,
                null,
                english + " Retry after the time in Retry-After.",
                korean + " Retry-After 시간이 지난 뒤 다시 시도해 주세요.",
                Duration.ofMillis(refused.retryAfterMillis()));
    }

    static ApiError spend(CreditDecision.Refused refused) {
        String spent = refused.spent().toWonText();
        String limit = Long.toString(refused.limitWon());
        if (refused.scope().equals(SpendScope.TENANT)) {
            return ApiError.of(ErrorCode.INSUFFICIENT_QUOTA, spent, limit);
        }
        LimitScope scope = refused.scope().project() != null
                ? LimitScope.of(refused.scope().project())
                : LimitScope.of(java.util.Objects.requireNonNull(refused.scope().caller()));
        return new ApiError(
                ErrorCode.INSUFFICIENT_QUOTA,
                null,
                "The spend limit of " + scope.english() + " is used up: " + spent + " of " + limit
                        + " won this month. Ask your administrator to raise it.",
                scope.korean() + "의 이번 달 지출 한도를 모두 사용했습니다: " + limit + "원 중 " + spent + "원. 관리자에게 한도 상향을 요청해 주세요.",
                Duration.ZERO);
    }
}
