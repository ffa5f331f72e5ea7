package cloud.hanok.billing.price;

import cloud.hanok.billing.BillingProblem;
import cloud.hanok.billing.BillingProblemException;
import cloud.hanok.platform.id.PriceId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a token costs. Never changed: another price has another id, and an event is priced by the id it carries for ever.
 *
 * @param id names it
 * @param inputNanoWon for a token of the prompt that was computed, in nano-won
 * @param cachedNanoWon for a token of the prompt that was found in the engine's cache, in nano-won
 * @param outputNanoWon for a token of the answer, in nano-won
 * @param from in force from here on, to the millisecond
 */
public record TokenPrice(PriceId id, long inputNanoWon, long cachedNanoWon, long outputNanoWon, Instant from) {
    /** 1,000 won a token: four powers of ten above any list price, and low enough that a month's sum fits a long. */
    public static final long MAX_NANO_WON = 1_000_000_000_000L;

    /**
     * @throws BillingProblemException {@code price_out_of_range} when a price is below 0 or above {@link #MAX_NANO_WON}
     */
    public TokenPrice {
        check("inputNanoWon", inputNanoWon);
        check("cachedNanoWon", cachedNanoWon);
        check("outputNanoWon", outputNanoWon);
        from = from.truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * What the same tokens cost in a batch: half, each price rounded down to a whole nano-won. It follows from this one, so that it is never
     * stored; the price of a batch is its own.
     */
    public TokenPrice ofBatch() {
        return id.isOfBatch()
                ? this
                : new TokenPrice(id.ofBatch(), inputNanoWon / 2, cachedNanoWon / 2, outputNanoWon / 2, from);
    }

    private static void check(String field, long value) {
        if (value < 0 || value > MAX_NANO_WON) {
            throw new BillingProblemException(new BillingProblem.PriceOutOfRange(field, value, MAX_NANO_WON));
        }
    }
}
