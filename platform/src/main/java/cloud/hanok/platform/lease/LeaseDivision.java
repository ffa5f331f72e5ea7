package cloud.hanok.platform.lease;

/** How a limit is divided: a fixed share for each gateway, which needs no asking, and a pool that is leased from. */
public interface LeaseDivision {
    /** No shares: everything is leased. */
    LeaseDivision POOL_ONLY = new LeaseDivision() {
        @Override
        public long share(long limit) {
            return 0;
        }

        @Override
        public long pool(long limit) {
            return limit;
        }

        @Override
        public int gateways() {
            return 1;
        }
    };

    /** What this gateway may use without asking; the shares of all gateways and the pool are never above the limit. */
    long share(long limit);

    /** What is leased of a limit; the same for every gateway. */
    long pool(long limit);

    /** How many gateways there may be. */
    int gateways();
}
