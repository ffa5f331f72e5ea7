package cloud.hanok.cluster.engine;

/**
 * How many tokens an exchange has used so far, as the engine says. Counts never fall: a smaller number from an engine
 * is not believed. Belongs to one thread.
 */
public final class TokenCounts {
    private long inputTokens;
    private long cachedTokens;
    private long outputTokens;
    private boolean fromEngine;

    /** Prompt tokens, those served from a cache included. */
    public long inputTokens() {
        return inputTokens;
    }

    /** The part of the prompt that was served from a cache. */
    public long cachedTokens() {
        return cachedTokens;
    }

    /** Tokens generated. */
    public long outputTokens() {
        return outputTokens;
    }

    /** Whether the engine itself stated a count; if not, what stands here is an estimate. */
    public boolean fromEngine() {
        return fromEngine;
    }

    /** Takes the engine's statement; a negative number means that it said nothing of it. */
    void state(long input, long cached, long output) {
        inputTokens = Math.max(inputTokens, input);
        cachedTokens = Math.min(inputTokens, Math.max(cachedTokens, cached));
        outputTokens = Math.max(outputTokens, output);
        if (input >= 0 || output >= 0) {
            fromEngine = true;
        }
    }

    /** Counts one chunk of text as a token, for engines that state no running count. */
    void estimateOneMore() {
        outputTokens++;
    }

    /** Sets the prompt's estimate, for as long as the engine stated nothing. */
    public void estimateInput(long tokens) {
        if (inputTokens == 0) {
            inputTokens = tokens;
        }
    }
}
