package cloud.hanok.billing.price;

/**
 * What a price shall be, before it has an id. Units and bounds are those of {@link TokenPrice}.
 *
 * @param inputNanoWon for a computed token of the prompt
 * @param cachedNanoWon for a cached token of the prompt
 * @param outputNanoWon for a token of the answer
 */
public record NewPrice(long inputNanoWon, long cachedNanoWon, long outputNanoWon) {}
