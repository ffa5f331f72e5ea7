package cloud.hanok.compliance.receipt;

/**
 * Tokens of an attempt, disjoint.
 *
 * @param inputTokens read by the engine, without cached ones
 * @param cachedTokens of the input that the engine took from its prefix cache
 * @param outputTokens handed to the client
 * @param estimated the engine did not count them; we did
 * @param partial the answer was cut
 */
public record ReceiptUsage(
        long inputTokens, long cachedTokens, long outputTokens, boolean estimated, boolean partial) {}
