package cloud.hanok.cluster.fairness;

/**
 * What serving a request is worth in units: an input token is one, an output token two, for it is computed alone where
 * the input's are computed together (the paper's w_p and w_q). A tenant's counter is in units divided by its share.
 */
public final class Service {
    /** Units of an input token, cached or not. */
    public static final long INPUT_UNITS = 1;

    /** Units of an output token. */
    public static final long OUTPUT_UNITS = 2;

    /** What a tenant has that purchased no share. */
    public static final int DEFAULT_SHARE = 1;

    /** The largest share. */
    public static final int MAX_SHARE = 1_000;

    /** Counters are integers of this fraction of a unit, so that a large share does not round a small request away. */
    static final long SCALE = 10_000;

    private Service() {}

    /** Units of so many tokens. */
    public static long units(long inputTokens, long outputTokens) {
        return inputTokens * INPUT_UNITS + outputTokens * OUTPUT_UNITS;
    }

    /** What so many units add to the counter of a tenant with this share. */
    static long virtual(long units, int share) {
        return units * SCALE / share;
    }
}
