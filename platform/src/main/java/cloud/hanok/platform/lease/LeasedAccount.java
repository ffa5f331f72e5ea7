package cloud.hanok.platform.lease;

/** What stands behind a lease that is counted: the recorded spending of all gateways and of this one. */
public interface LeasedAccount {
    /** For what is recorded nowhere. */
    LeasedAccount UNCOUNTED = new LeasedAccount() {
        @Override
        public long reported() {
            return 0;
        }

        @Override
        public long recorded() {
            return 0;
        }

        @Override
        public boolean mayHaveBegunUnseen() {
            return false;
        }
    };

    /** What this process spent that is recorded by now and stays recorded: never more than that. */
    long reported();

    /**
     * What is recorded of all gateways. Blocks.
     *
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be read
     */
    long recorded();

    /** Whether something may have been spent before anybody kept this account: then it is counted again for a while. */
    boolean mayHaveBegunUnseen();
}
