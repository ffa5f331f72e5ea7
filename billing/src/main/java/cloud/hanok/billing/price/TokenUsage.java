package cloud.hanok.billing.price;

/**
 * The tokens of one answer in disjoint buckets, so that each token is billed once. OpenAI's {@code prompt_tokens} is
 * {@link #promptTokens()}, its {@code completion_tokens} is {@link #completionTokens()}.
 *
 * @param inputTokens of the prompt's text, computed
 * @param cachedTokens of the prompt, found in the engine's cache
 * @param imageTokens of the prompt's images, computed; priced as input
 * @param outputTokens of the answer itself
 * @param reasoningTokens of the reasoning before it; priced as output
 */
public record TokenUsage(
        long inputTokens, long cachedTokens, long imageTokens, long outputTokens, long reasoningTokens) {
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
        check("imageTokens", imageTokens);
        check("outputTokens", outputTokens);
        check("reasoningTokens", reasoningTokens);
    }

    /** Where nothing is known of images and reasoning: they are in input and output. */
    public TokenUsage(long inputTokens, long cachedTokens, long outputTokens) {
        this(inputTokens, cachedTokens, 0, outputTokens, 0);
    }

    /**
     * From an engine's figures, in which the prompt includes its cached part.
     *
     * @throws IllegalArgumentException when more tokens are cached than the prompt has, or a figure is out of bounds
     */
    public static TokenUsage ofPrompt(long promptTokens, long cachedTokens, long completionTokens) {
        return ofPrompt(promptTokens, cachedTokens, 0, completionTokens, 0);
    }

    /**
     * The same, in which the prompt also includes its images, and the completion its reasoning.
     *
     * @throws IllegalArgumentException when a part is more than its whole, or a figure is out of bounds
     */
    public static TokenUsage ofPrompt(
            long promptTokens, long cachedTokens, long imageTokens, long completionTokens, long reasoningTokens) {
        if (cachedTokens > promptTokens) {
            throw new IllegalArgumentException(
                    "cachedTokens: " + cachedTokens + " of a prompt of " + promptTokens + " tokens");
        }
        if (imageTokens > promptTokens - cachedTokens) {
            throw new IllegalArgumentException("imageTokens: " + imageTokens + " of " + (promptTokens - cachedTokens)
                    + " computed tokens of a prompt");
        }
        if (reasoningTokens > completionTokens) {
            throw new IllegalArgumentException(
                    "reasoningTokens: " + reasoningTokens + " of a completion of " + completionTokens + " tokens");
        }
        return new TokenUsage(
                promptTokens - cachedTokens - imageTokens,
                cachedTokens,
                imageTokens,
                completionTokens - reasoningTokens,
                reasoningTokens);
    }

    /** The whole prompt, cached or not, text or images. */
    public long promptTokens() {
        return inputTokens + cachedTokens + imageTokens;
    }

    /** All that was written, reasoning included. */
    public long completionTokens() {
        return outputTokens + reasoningTokens;
    }

    /** Every token of all five buckets. */
    public long totalTokens() {
        return promptTokens() + completionTokens();
    }

    /** The prompt alone, as if nothing had been written. */
    public TokenUsage prompt() {
        return new TokenUsage(inputTokens, cachedTokens, imageTokens, 0, 0);
    }

    /** What was written alone, as if there had been no prompt. */
    public TokenUsage completion() {
        return new TokenUsage(0, 0, 0, outputTokens, reasoningTokens);
    }

    private static void check(String bucket, long tokens) {
        if (tokens < 0 || tokens > MAX_TOKENS) {
            throw new IllegalArgumentException(bucket + ": between 0 and " + MAX_TOKENS + ", was " + tokens);
        }
    }
}
