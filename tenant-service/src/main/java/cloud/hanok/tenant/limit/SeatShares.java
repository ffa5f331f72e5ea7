package cloud.hanok.tenant.limit;

import cloud.hanok.platform.lease.LeaseDivision;
import java.util.function.IntSupplier;

/**
 * A tenth of a limit is shared out to the gateways' seats, so that a tenant that uses little costs no database; the rest is
 * leased by whoever has the demand. A small limit is leased as a whole.
 *
 * @param seats of the roster, 0 while this gateway has none
 * @param gatewayCount how many gateways there are
 */
record SeatShares(IntSupplier seats, IntSupplier gatewayCount) implements LeaseDivision {
    /** Below this a share would be next to nothing. */
    static final long LEAST_SHARED = 100;

    private static final long SHARED_PART = 10;

    @Override
    public long share(long limit) {
        int divisor = seats.getAsInt();
        return divisor == 0 ? 0 : sharedPart(limit) / divisor;
    }

    @Override
    public long pool(long limit) {
        return limit - sharedPart(limit);
    }

    @Override
    public int gateways() {
        return gatewayCount.getAsInt();
    }

    private static long sharedPart(long limit) {
        return limit < LEAST_SHARED ? 0 : limit / SHARED_PART;
    }
}
