package cloud.hanok.platform.journal;

/**
 * The running counts of one live attempt, in memory that outlives the process. One thread at a time updates a slot
 * (the request's event loop); whoever hears that the SETTLE is durable frees it, after the last update.
 */
public final class ProgressSlot {
    ProgressSlot() {}

    /**
     * Sets the counts, before the chunk they include is relayed. A few ordered memory writes; a count never goes back,
     * so a lower one than before is ignored. After {@link #free()} nothing happens.
     */
    public void update(long inputTokens, long cachedTokens, long outputTokens) {
        throw new UnsupportedOperationException();
    }

    /** Sets flag bits (never clears them); what they mean is the caller's business. */
    public void flag(long bits) {
        throw new UnsupportedOperationException();
    }

    /** The counts as a crash at this moment would leave them. */
    public Progress progress() {
        throw new UnsupportedOperationException();
    }

    /**
     * Gives the slot back. Call it from the SETTLE's {@link DurableListener#durable()}, not when its append returns:
     * until the SETTLE is in the file these counts are the only ones. Twice is as good as once.
     */
    public void free() {
        throw new UnsupportedOperationException();
    }
}
