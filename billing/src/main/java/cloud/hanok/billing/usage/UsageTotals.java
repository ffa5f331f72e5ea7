package cloud.hanok.billing.usage;

import cloud.hanok.platform.money.NanoWon;

/**
 * A sum of usage; amendments are in it as negatives, so a part of a sum may be negative. Sums never wrap: they fail.
 *
 * @param requests answered requests
 * @param inputTokens computed tokens of prompts
 * @param cachedTokens cached tokens of prompts
 * @param outputTokens tokens of answers
 * @param cost what they cost
 */
public record UsageTotals(long requests, long inputTokens, long cachedTokens, long outputTokens, NanoWon cost) {
    /** Nothing. */
    public static final UsageTotals ZERO = new UsageTotals(0, 0, 0, 0, NanoWon.ZERO);

    /** What one event adds. */
    public static UsageTotals of(UsageEvent event) {
        return new UsageTotals(
                event.countsAsRequest() ? 1 : 0,
                event.usage().inputTokens(),
                event.usage().cachedTokens(),
                event.usage().outputTokens(),
                event.cost());
    }

    /** What one amendment takes away. It takes no request away: the request was made. */
    public static UsageTotals of(UsageAmendment amendment) {
        return new UsageTotals(
                0,
                -amendment.creditedUsage().inputTokens(),
                -amendment.creditedUsage().cachedTokens(),
                -amendment.creditedUsage().outputTokens(),
                NanoWon.ZERO.minus(amendment.creditedCost()));
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
                Math.addExact(outputTokens, other.outputTokens),
                cost.plus(other.cost));
    }
}
