package cloud.hanok.compliance.receipt;

/**
 * The write timestamps of one lease. A write of a later lease always wins over one of an earlier lease, whenever either
 * arrives, and within a lease a later batch over an earlier one; so a sequencer that does not know yet that it lost its
 * lease can change nothing. They stay far below the time of day in microseconds, so that a deletion always wins.
 */
final class Fence {
    /** Batches of one lease; then it must be taken anew. */
    static final long MAX_BATCH = (1L << 20) - 1;

    /** Below every lease's. */
    static final long BEFORE_ALL = 1;

    private Fence() {}

    static long timestamp(long epoch, long batch) {
        if (epoch < 1 || epoch >= 1L << 42 || batch < 0 || batch > MAX_BATCH) {
            throw new IllegalStateException("no fence for epoch " + epoch + " and batch " + batch);
        }
        return (epoch << 20) | batch;
    }
}
