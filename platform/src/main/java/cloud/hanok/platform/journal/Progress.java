package cloud.hanok.platform.journal;

/**
 * The last running counts of an attempt.
 *
 * @param inputTokens tokens of the prompt, images included, as the caller counted them
 * @param cachedTokens tokens of the prompt that came from the engine's cache
 * @param outputTokens tokens handed to the client's socket, or about to be, reasoning included
 * @param chunks updates made so far
 * @param flags bits whose meaning belongs to the caller, for example "estimated"
 */
public record Progress(long inputTokens, long cachedTokens, long outputTokens, long chunks, long flags) {
    /** Nothing was counted. */
    public static final Progress NONE = new Progress(0, 0, 0, 0, 0);
}
