package cloud.hanok.billing.price;

import cloud.hanok.platform.money.NanoWon;

/** Turns tokens into nano-won, exactly: integers only, and nothing is rounded before a line of an invoice is. */
public final class Rating {
    /**
     * An answer of up to this many tokens in all costs less than 2^63 nano-won at any price there can be
     * (9,000,000 tokens x 10^12 nano-won = 9 x 10^18). Above it the cost is computed all the same, or refused.
     */
    public static final long SAFE_TOKENS = 9_000_000L;

    private Rating() {}

    /**
     * What these tokens cost at this price: images as input, reasoning as output. Touches only memory; may be called on an event loop.
     *
     * @throws ArithmeticException when the amount is above 9.2 billion won, which takes more than {@link #SAFE_TOKENS}
     */
    public static NanoWon cost(TokenPrice price, TokenUsage usage) {
        long input = Math.multiplyExact(price.inputNanoWon(), usage.inputTokens() + usage.imageTokens());
        long cached = Math.multiplyExact(price.cachedNanoWon(), usage.cachedTokens());
        long output = Math.multiplyExact(price.outputNanoWon(), usage.completionTokens());
        return new NanoWon(Math.addExact(Math.addExact(input, cached), output));
    }
}
