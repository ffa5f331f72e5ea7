package cloud.hanok.billing.usage;

import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.platform.money.NanoWon;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What one attempt of one request used and cost. The same event recorded twice is one event.
 *
 * @param attempt its identity, and who pays
 * @param usage the tokens that were handed over
 * @param cost {@code Rating.cost(price, usage)}
 * @param outcome how it ended
 * @param partial whether less was handed over than the engine made
 * @param estimated whether the tokens were counted by us because the engine gave no running count
 * @param startedAt when the attempt began, to the millisecond
 * @param endedAt when it ended, to the millisecond
 * @param gateway which gateway carried it
 * @param sequence its place in that gateway's journal; gap-free per gateway
 */
public record UsageEvent(
        BilledAttempt attempt,
        TokenUsage usage,
        NanoWon cost,
        Outcome outcome,
        boolean partial,
        boolean estimated,
        Instant startedAt,
        Instant endedAt,
        String gateway,
        long sequence) {
    /**
     * @throws IllegalArgumentException when the cost is negative
     */
    public UsageEvent {
        if (cost.value() < 0) {
            throw new IllegalArgumentException("cost: must not be negative; a credit is an amendment");
        }
        startedAt = startedAt.truncatedTo(ChronoUnit.MILLIS);
        endedAt = endedAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Whether the caller would count it as a request. An attempt that failed before its first token, or is waived, is not
     * one: it was retried elsewhere or answered with an error, and costs nothing.
     */
    public boolean countsAsRequest() {
        boolean failed = outcome == Outcome.ENGINE_FAILED || outcome == Outcome.WAIVED;
        return !failed || usage.totalTokens() > 0;
    }
}
