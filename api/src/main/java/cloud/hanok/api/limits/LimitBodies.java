package cloud.hanok.api.limits;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.tenant.limit.LimitKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bodies and ids of limits. */
final class LimitBodies {
    /** Above what any window can hold. */
    private static final long MOST = 1_000_000_000_000L;

    /** What can be metered to the nano-won in a month. */
    static final long MOST_WON = 9_000_000_000L;

    private static final int MODEL_LIMIT_CHARS = 256;

    private LimitBodies() {}

    /** The rates of a body; those it does not name stay as they are. */
    static Map<LimitKind, Long> rates(byte @Nullable [] body) {
        JsonObject fields = JsonObject.of(body);
        Map<LimitKind, Long> rates = rates(fields);
        fields.end();
        return some(rates);
    }

    /** The rates and the month's spending of a body. */
    static Map<LimitKind, Long> ratesAndSpend(byte @Nullable [] body) {
        JsonObject fields = JsonObject.of(body);
        Map<LimitKind, Long> limits = rates(fields);
        fields.optionalInteger("max_won_per_1_month", 0, MOST_WON)
                .ifPresent(won -> limits.put(LimitKind.SPEND_PER_MONTH, won));
        fields.end();
        return some(limits);
    }

    /** The amount of a spend limit, in won. */
    static long spend(byte @Nullable [] body) {
        JsonObject fields = JsonObject.of(body);
        long won = fields.integer("threshold_amount", 0, MOST_WON);
        fields.choice("currency", only(SpendLimitView.CURRENCY), SpendLimitView.CURRENCY);
        fields.choice("interval", only(SpendLimitView.INTERVAL), SpendLimitView.INTERVAL);
        fields.end();
        return won;
    }

    /** The model of a rate limit's id; empty for all models. */
    static String model(String rateLimitId) {
        String model = rateLimitId.startsWith(RateLimitView.PREFIX)
                ? rateLimitId.substring(RateLimitView.PREFIX.length())
                : "";
        if (model.isBlank() || model.length() > MODEL_LIMIT_CHARS) {
            throw new ApiException(Thing.RATE_LIMIT.absent(rateLimitId));
        }
        return model.equals(RateLimitView.ALL_MODELS) ? "" : model;
    }

    private static Map<LimitKind, Long> rates(JsonObject fields) {
        Map<LimitKind, Long> rates = new LinkedHashMap<>();
        read(fields, "max_requests_per_1_minute", LimitKind.REQUESTS_PER_MINUTE, rates);
        read(fields, "max_tokens_per_1_minute", LimitKind.TOKENS_PER_MINUTE, rates);
        read(fields, "max_requests_per_1_day", LimitKind.REQUESTS_PER_DAY, rates);
        read(fields, "max_tokens_per_1_day", LimitKind.TOKENS_PER_DAY, rates);
        read(fields, "max_concurrent_requests", LimitKind.CONCURRENT_REQUESTS, rates);
        return rates;
    }

    private static void read(JsonObject fields, String field, LimitKind kind, Map<LimitKind, Long> into) {
        fields.optionalInteger(field, 0, MOST).ifPresent(amount -> into.put(kind, amount));
    }

    private static Map<LimitKind, Long> some(Map<LimitKind, Long> limits) {
        if (limits.isEmpty()) {
            throw new ApiException(ApiError.about(ErrorCode.MISSING_REQUIRED_PARAMETER, "max_requests_per_1_minute"));
        }
        return limits;
    }

    /** Takes one text and no other. */
    static java.util.function.Function<String, Optional<String>> only(String right) {
        return text -> text.equals(right) ? Optional.of(text) : Optional.empty();
    }
}
