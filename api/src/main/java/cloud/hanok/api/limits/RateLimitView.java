package cloud.hanok.api.limits;

import cloud.hanok.api.audit.Audited;
import cloud.hanok.tenant.limit.Limit;
import cloud.hanok.tenant.limit.LimitKind;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rates of one scope and model, in the shape of OpenAI's {@code project.rate_limit}. What is null is not limited.
 *
 * @param id {@code rl_} and the model, {@code rl_*} for all models together
 * @param model the name callers ask for, or {@code *}
 */
public record RateLimitView(
        String object,
        String id,
        String model,

        @JsonProperty("max_requests_per_1_minute") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
        Long maxRequestsPerMinute,

        @JsonProperty("max_tokens_per_1_minute") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
        Long maxTokensPerMinute,

        @JsonProperty("max_requests_per_1_day") @Nullable Long maxRequestsPerDay,
        @JsonProperty("max_tokens_per_1_day") @Nullable Long maxTokensPerDay,
        @JsonProperty("max_concurrent_requests") @Nullable Long maxConcurrentRequests)
        implements Audited {
    static final String ALL_MODELS = "*";
    static final String PREFIX = "rl_";

    static RateLimitView of(String object, String model, List<Limit> limits) {
        String name = model.isEmpty() ? ALL_MODELS : model;
        return new RateLimitView(
                object,
                PREFIX + name,
                name,
                amount(limits, model, LimitKind.REQUESTS_PER_MINUTE),
                amount(limits, model, LimitKind.TOKENS_PER_MINUTE),
                amount(limits, model, LimitKind.REQUESTS_PER_DAY),
                amount(limits, model, LimitKind.TOKENS_PER_DAY),
                amount(limits, model, LimitKind.CONCURRENT_REQUESTS));
    }

    private static @Nullable Long amount(List<Limit> limits, String model, LimitKind kind) {
        Optional<Long> amount = limits.stream()
                .filter(limit -> limit.model().equals(model) && limit.kind() == kind)
                .map(Limit::amount)
                .findFirst();
        return amount.orElse(null);
    }
}
