package cloud.hanok.platform.lease;

/** Where the rows of leases are: Cassandra, or in a test of bad days what behaves like it. Blocks. */
public interface LeaseStore {
    /** What became of a change. */
    enum Outcome {
        /** It was made. */
        APPLIED,
        /** The row was another by then. */
        REFUSED,
        /** No answer came: it was made, or not, or will be. */
        UNKNOWN
    }

    /**
     * The row as all decisions before left it.
     *
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when no answer came
     */
    LeasePool read(LeaseKey key);

    /**
     * Puts a row in the place of the one of this revision.
     *
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it surely was not done
     */
    Outcome write(LeaseKey key, long revision, LeasePool next, int keepSeconds);

    /** Notes that a gateway may hold this beyond its life; to be called before it does. */
    void noteHolding(String holder, LeaseKey key);
}
