package cloud.hanok.cluster.engine;

/**
 * How many tokens an exchange has used so far, as the engine says. What the engine states replaces what was estimated
 * before; what it states never falls: a smaller number is not believed. Belongs to one thread.
 */
public final class TokenCounts {
    private long inputTokens;
    private long cachedTokens;
    private long outputTokens;
    private long statedOutputTokens;
    private int outputStatements;
    private long imageTokens;
    private long statedReasoningTokens;
    private long seenReasoningTokens;
    private boolean fromEngine;

    /** Prompt tokens, those served from a cache included. */
    public long inputTokens() {
        return inputTokens;
    }

    /** The part of the prompt that was served from a cache. */
    public long cachedTokens() {
        return cachedTokens;
    }

    /**
     * The part of the prompt that images are and that was computed. No engine says how many of an image's tokens came from a
     * cache: as many as can be are taken for computed.
     */
    public long imageTokens() {
        return Math.min(imageTokens, inputTokens - cachedTokens);
    }

    /** Tokens generated, reasoning included. */
    public long outputTokens() {
        return outputTokens;
    }

    /**
     * The part of them that is reasoning: what the engine states, else what it had counted with the last chunk of reasoning
     * before the answer. 0 where neither is known.
     */
    public long reasoningTokens() {
        return Math.min(outputTokens, statedReasoningTokens > 0 ? statedReasoningTokens : seenReasoningTokens);
    }

    /** Whether the engine itself stated a count; if not, what stands here is an estimate. */
    public boolean fromEngine() {
        return fromEngine;
    }

    /** Takes the engine's statement; a negative number means that it said nothing of it. */
    void state(long input, long cached, long output) {
        if (output >= 0) {
            statedOutputTokens = Math.max(statedOutputTokens, output);
            outputTokens = statedOutputTokens;
            outputStatements++;
        }
        if (input >= 0) {
            inputTokens = fromEngine ? Math.max(inputTokens, input) : input;
        }
        cachedTokens = Math.min(inputTokens, Math.max(cachedTokens, cached));
        fromEngine |= input >= 0 || output >= 0;
    }

    /** Takes the engine's statement of parts; a negative number means that it said nothing of it. */
    void stateParts(long image, long reasoning) {
        imageTokens = Math.max(imageTokens, image);
        statedReasoningTokens = Math.max(statedReasoningTokens, reasoning);
    }

    /** Everything that the engine has counted so far is reasoning. */
    void reasonedSoFar() {
        seenReasoningTokens = outputTokens;
    }

    /** How often the engine has said how many tokens it generated. */
    int outputStatements() {
        return outputStatements;
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
