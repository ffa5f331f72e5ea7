package cloud.hanok.api.batches;

import java.time.Duration;

/**
 * Bounds of batches.
 *
 * @param running how many one gateway answers at once
 * @param lines of one batch that are asked at once
 * @param hold how long whoever works on one is believed to live without a sign
 * @param look between two looks at what waits, and at whether what runs is still wanted
 * @param firstPause before a line is asked again; each further one is twice as long, up to thirty times
 */
public record BatchSettings(int running, int lines, Duration hold, Duration look, Duration firstPause) {
    /** Lines of one batch, as OpenAI's. */
    public static final int MOST_LINES = 50_000;

    /** Bytes of a batch's input, as OpenAI's. */
    public static final long MOST_INPUT_BYTES = 200L << 20;

    /** How long a batch may take, as OpenAI's. */
    public static final Duration WINDOW = Duration.ofHours(24);

    /** The ordinary bounds but for those that an operator sets. */
    public static BatchSettings of(int running, int lines) {
        return new BatchSettings(running, lines, Duration.ofSeconds(15), Duration.ofSeconds(1), Duration.ofSeconds(1));
    }
}
