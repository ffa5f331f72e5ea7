package cloud.hanok.api.requests;

import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.billing.usage.RequestUsage;
import cloud.hanok.billing.usage.UsageAmendment;
import cloud.hanok.billing.usage.UsageEvent;
import cloud.hanok.billing.usage.UsageTotals;
import cloud.hanok.compliance.receipt.ReceiptView;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.MemberId;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request. Amounts are exact.
 *
 * @param object always {@code request}
 * @param id its id
 * @param metadata what the caller said about it
 * @param usage tokens charged, over all attempts
 * @param costNanoWon what it costs
 * @param costWon the same in won, every digit
 * @param attempts how it was tried
 * @param amendments what was given back
 * @param decision the opening receipt: decision, policy, site, model and its digest; null until the log has it
 * @param result the closing receipt; null until the log has it
 */
public record RequestView(
        String object,
        String id,
        Map<String, String> metadata,
        Tokens usage,
        @JsonProperty("cost_nano_won") long costNanoWon,
        @JsonProperty("cost_won") String costWon,
        List<Attempt> attempts,
        List<Amendment> amendments,
        @JsonRawValue @Nullable String decision,
        @JsonRawValue @Nullable String result) {

    /**
     * Input, cached input and output are disjoint.
     *
     * @param input computed tokens of the prompt
     * @param cached cached tokens of the prompt
     * @param image how many of the computed ones are of images
     * @param output tokens of the answer
     * @param reasoning how many of these are of the reasoning before it
     */
    public record Tokens(
            @JsonProperty("input_tokens") long input,
            @JsonProperty("input_cached_tokens") long cached,
            @JsonProperty("input_image_tokens") long image,
            @JsonProperty("output_tokens") long output,
            @JsonProperty("output_reasoning_tokens") long reasoning) {
        static Tokens of(TokenUsage usage) {
            return new Tokens(
                    usage.inputTokens() + usage.imageTokens(),
                    usage.cachedTokens(),
                    usage.imageTokens(),
                    usage.completionTokens(),
                    usage.reasoningTokens());
        }

        static Tokens of(UsageTotals totals) {
            return new Tokens(
                    totals.computedTokens(),
                    totals.cachedTokens(),
                    totals.imageTokens(),
                    totals.completionTokens(),
                    totals.reasoningTokens());
        }
    }

    /**
     * One call of an engine.
     *
     * @param apiKey the key it was asked with, or null
     * @param member who asked with a token of their own, or null; one of the two is there
     */
    public record Attempt(
            int attempt,
            String outcome,
            boolean partial,
            boolean estimated,
            String model,
            String deployment,
            String price,
            String project,
            @JsonProperty("api_key") @Nullable String apiKey,
            @Nullable String member,
            Tokens usage,
            @JsonProperty("cost_nano_won") long costNanoWon,
            @JsonProperty("started_at") Instant startedAt,
            @JsonProperty("ended_at") Instant endedAt,
            String gateway) {
        static Attempt of(UsageEvent event) {
            return new Attempt(
                    event.attempt().number(),
                    event.outcome().name().toLowerCase(Locale.ROOT),
                    event.partial(),
                    event.estimated(),
                    event.attempt().model(),
                    event.attempt().deployment().text(),
                    event.attempt().price().text(),
                    event.attempt().project().text(),
                    event.attempt().caller() instanceof KeyId key ? key.text() : null,
                    event.attempt().caller() instanceof MemberId member ? member.text() : null,
                    Tokens.of(event.usage()),
                    event.cost().value(),
                    event.startedAt(),
                    event.endedAt(),
                    event.gateway());
        }
    }

    /** What was given back, because it was settled and could not be handed over. */
    public record Amendment(
            int attempt,
            @JsonProperty("credited_usage") Tokens credited,
            @JsonProperty("credited_nano_won") long creditedNanoWon,
            @JsonProperty("amended_at") Instant amendedAt) {
        static Amendment of(UsageAmendment amendment) {
            return new Amendment(
                    amendment.attempt().number(),
                    Tokens.of(amendment.creditedUsage()),
                    amendment.creditedCost().value(),
                    amendment.amendedAt());
        }
    }

    static RequestView of(RequestUsage used, ReceiptView.@Nullable Logged receipt) {
        UsageTotals totals = used.totals();
        return new RequestView(
                "request",
                used.request().text(),
                used.metadata().pairs(),
                Tokens.of(totals),
                totals.cost().value(),
                totals.cost().toWonText(),
                used.attempts().stream().map(Attempt::of).toList(),
                used.amendments().stream().map(Amendment::of).toList(),
                receipt == null ? null : json(receipt.opening()),
                receipt == null ? null : json(receipt.closing()));
    }

    /** Receipts are canonical JSON that we wrote ourselves. */
    private static String json(ReceiptView.LoggedLeaf leaf) {
        return new String(leaf.receipt(), StandardCharsets.UTF_8);
    }
}
