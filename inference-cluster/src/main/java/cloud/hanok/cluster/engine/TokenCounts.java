package cloud.hanok.cluster.engine;

/**
 * How many tokens an exchange has used so far, as the engine says. What the engine states replaces what was estimated
 * before it said anything; from then on counts never fall: a smaller number is not believed. Belongs to one thread.
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
        if (output >= 0) {
            outputTokens = fromEngine ? Math.max(outputTokens, output) : output;
        }
        if (input >= 0) {
            inputTokens = fromEngine ? Math.max(inputTokens, input) : input;
        }
        cachedTokens = Math.min(inputTokens, Math.max(cachedTokens, cached));
        fromEngine |= input >= 0 || output >= 0;
    }

    /** The model computed nothing: that is known, not estimated. */
    public void nothing() {
        state(0, 0, 0);
    }

    /** A prompt's length until the engine states it. */
    public void estimateInput(long tokens) {
        if (!fromEngine) {
            inputTokens = tokens;
        }
    }

    /** Counts one chunk of text as a token, for engines that state no running count. */
    void estimateOneMore() {
        outputTokens++;
    }
}
