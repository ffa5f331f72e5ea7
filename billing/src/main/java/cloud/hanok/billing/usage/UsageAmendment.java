package cloud.hanok.billing.usage;

import cloud.hanok.billing.price.Rating;
import cloud.hanok.billing.price.TokenPrice;
import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.platform.money.NanoWon;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A credit for something that was settled and then could not be handed over. It names the event it amends, which stays
 * as it is; it belongs to the same moment, and counts negatively. One attempt has at most one.
 *
 * @param attempt as in the event it amends
 * @param creditedUsage the tokens given back
 * @param creditedCost what they cost, positive
 * @param amendedAt when the hand-over failed, to the millisecond
 * @param gateway which gateway says so
 * @param sequence its place in that gateway's journal
 */
public record UsageAmendment(
        BilledAttempt attempt,
        TokenUsage creditedUsage,
        NanoWon creditedCost,
        Instant amendedAt,
        String gateway,
        long sequence) {
    /**
     * @throws IllegalArgumentException when the credit is negative
     */
    public UsageAmendment {
        if (creditedCost.value() < 0) {
            throw new IllegalArgumentException("creditedCost: must not be negative");
        }
        amendedAt = amendedAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Gives the whole output of an event back: the body was settled, then its write failed.
     *
     * @throws IllegalArgumentException when the price is not the event's
     */
    public static UsageAmendment creditOutput(
            UsageEvent original, TokenPrice price, Instant amendedAt, String gateway, long sequence) {
        BilledAttempt attempt = original.attempt();
        if (!price.id().equals(attempt.price())) {
            throw new IllegalArgumentException("price: " + attempt.price() + " was expected, not " + price.id());
        }
        TokenUsage output = original.usage().completion();
        return new UsageAmendment(attempt, output, Rating.cost(price, output), amendedAt, gateway, sequence);
    }
}
