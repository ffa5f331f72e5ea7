package cloud.hanok.billing.usage;

import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.platform.money.NanoWon;

/**
 * A sum of usage in disjoint buckets; amendments are in it as negatives, so a part of a sum may be negative. Sums never
 * wrap: they fail.
 *
 * @param requests answered requests
 * @param inputTokens computed tokens of prompts' texts
 * @param cachedTokens cached tokens of prompts
 * @param imageTokens computed tokens of prompts' images
 * @param outputTokens tokens of answers
 * @param reasoningTokens tokens of the reasoning before them
 * @param cost what they cost
 */
public record UsageTotals(
        long requests,
        long inputTokens,
        long cachedTokens,
        long imageTokens,
        long outputTokens,
        long reasoningTokens,
        NanoWon cost) {
    /** Nothing. */
    public static final UsageTotals ZERO = new UsageTotals(0, 0, 0, 0, NanoWon.ZERO);

    /** Where nothing is known of images and reasoning: they are in input and output. */
    public UsageTotals(long requests, long inputTokens, long cachedTokens, long outputTokens, NanoWon cost) {
        this(requests, inputTokens, cachedTokens, 0, outputTokens, 0, cost);
    }

    /** What one event adds. */
    public static UsageTotals of(UsageEvent event) {
        return of(event.countsAsRequest() ? 1 : 0, event.usage(), 1, event.cost());
    }

    /** What one amendment takes away. It takes no request away: the request was made. */
    public static UsageTotals of(UsageAmendment amendment) {
        return of(0, amendment.creditedUsage(), -1, NanoWon.ZERO.minus(amendment.creditedCost()));
    }

    private static UsageTotals of(long requests, TokenUsage usage, int sign, NanoWon cost) {
        return new UsageTotals(
                requests,
                sign * usage.inputTokens(),
                sign * usage.cachedTokens(),
                sign * usage.imageTokens(),
                sign * usage.outputTokens(),
                sign * usage.reasoningTokens(),
                cost);
    }

    /**
     * Both together.
     *
     * @throws ArithmeticException on overflow
     */
    public UsageTotals plus(UsageTotals other) {
        return new UsageTotals(
                Math.addExact(requests, other.requests),
                Math.addExact(inputTokens, other.inputTokens),
                Math.addExact(cachedTokens, other.cachedTokens),
                Math.addExact(imageTokens, other.imageTokens),
                Math.addExact(outputTokens, other.outputTokens),
                Math.addExact(reasoningTokens, other.reasoningTokens),
                cost.plus(other.cost));
    }

    /**
     * Computed tokens of prompts, text and images: what is charged as input.
     *
     * @throws ArithmeticException on overflow
     */
    public long computedTokens() {
        return Math.addExact(inputTokens, imageTokens);
    }

    /**
     * Tokens of whole prompts, as OpenAI counts {@code input_tokens}.
     *
     * @throws ArithmeticException on overflow
     */
    public long promptTokens() {
        return Math.addExact(computedTokens(), cachedTokens);
    }

    /**
     * Tokens of answers with their reasoning, as OpenAI counts {@code output_tokens}: what is charged as output.
     *
     * @throws ArithmeticException on overflow
     */
    public long completionTokens() {
        return Math.addExact(outputTokens, reasoningTokens);
    }
}
