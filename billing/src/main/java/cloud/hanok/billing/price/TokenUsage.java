package cloud.hanok.billing.price;

/**
 * The tokens of one answer in disjoint buckets, so that each token is billed once. OpenAI's {@code prompt_tokens} is
 * {@link #promptTokens()}.
 *
 * @param inputTokens of the prompt, computed; without the cached ones
 * @param cachedTokens of the prompt, found in the engine's cache
 * @param outputTokens of the answer, reasoning included
 */
public record TokenUsage(long inputTokens, long cachedTokens, long outputTokens) {
    /** No token. */
    public static final TokenUsage NONE = new TokenUsage(0, 0, 0);

    /** A thousand times the longest context there is; more is a broken counter, not usage. */
    public static final long MAX_TOKENS = 1_000_000_000L;

    /**
     * @throws IllegalArgumentException when a bucket is below 0 or above {@link #MAX_TOKENS}
     */
    public TokenUsage {
        check("inputTokens", inputTokens);
        check("cachedTokens", cachedTokens);
        check("outputTokens", outputTokens);
    }

    /**
     * From an engine's figures, in which the prompt includes its cached part.
     *
     * @throws IllegalArgumentException when more tokens are cached than the prompt has, or a figure is out of bounds
     */
    public static TokenUsage ofPrompt(long promptTokens, long cachedTokens, long outputTokens) {
        if (cachedTokens > promptTokens) {
            throw new IllegalArgumentException(
                    "cachedTokens: " + cachedTokens + " of a prompt of " + promptTokens + " tokens");
        }
        return new TokenUsage(promptTokens - cachedTokens, cachedTokens, outputTokens);
    }

    /** The whole prompt, cached or not. */
    public long promptTokens() {
        return inputTokens + cachedTokens;
    }

    /** Every token of all three buckets. */
    public long totalTokens() {
        return inputTokens + cachedTokens + outputTokens;
    }

    private static void check(String bucket, long tokens) {
        if (tokens < 0 || tokens > MAX_TOKENS) {
            throw new IllegalArgumentException(bucket + ": between 0 and " + MAX_TOKENS + ", was " + tokens);
        }
    }
}
