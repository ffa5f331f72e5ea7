package cloud.hanok.platform.journal;

/**
 * The running counts of one live attempt, in memory that outlives the process. One thread at a time updates a slot
 * (the request's event loop); whoever hears that the SETTLE is durable frees it, after the last update.
 */
public final class ProgressSlot {
    private final ProgressSlots slots;
    private final int index;
    private final long at;
    private long input;
    private long cached;
    private long output;
    private long chunks;
    private long flags;
    private volatile boolean freed;

    ProgressSlot(ProgressSlots slots, int index, Progress found) {
        this.slots = slots;
        this.index = index;
        this.at = ProgressSlots.offset(index);
        this.input = found.inputTokens();
        this.cached = found.cachedTokens();
        this.output = found.outputTokens();
        this.chunks = found.chunks();
        this.flags = found.flags();
    }

    /**
     * Sets the counts, before the chunk they include is relayed. A few ordered memory writes; a count never goes back,
     * so a lower one than before is ignored. After {@link #free()} nothing happens.
     */
    public void update(long inputTokens, long cachedTokens, long outputTokens) {
        if (freed) {
            return;
        }
        if (inputTokens > input) {
            input = inputTokens;
            set(ProgressSlots.INPUT, inputTokens);
        }
        if (cachedTokens > cached) {
            cached = cachedTokens;
            set(ProgressSlots.CACHED, cachedTokens);
        }
        if (outputTokens > output) {
            output = outputTokens;
            set(ProgressSlots.OUTPUT, outputTokens);
        }
        set(ProgressSlots.CHUNKS, ++chunks);
    }

    /** Sets flag bits (never clears them); what they mean is the caller's business. */
    public void flag(long bits) {
        if (!freed && (flags | bits) != flags) {
            flags |= bits;
            set(ProgressSlots.FLAGS, flags);
        }
    }

    /** The counts as a crash at this moment would leave them; of a freed slot the ones it ended with. */
    public Progress progress() {
        return freed ? new Progress(input, cached, output, chunks, flags) : slots.progress(index);
    }

    /**
     * Gives the slot back. Call it from the SETTLE's {@link DurableListener#durable()}, not when its append returns:
     * until the SETTLE is in the file these counts are the only ones. Twice is as good as once.
     */
    public void free() {
        slots.release(this);
    }

    int index() {
        return index;
    }

    /** False when it was free already. */
    boolean markFreed() {
        boolean was = freed;
        freed = true;
        return !was;
    }

    private void set(int word, long value) {
        ProgressSlots.LONG.setRelease(slots.memory(), at + word, value);
    }
}
