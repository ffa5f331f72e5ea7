package cloud.hanok.billing.credit;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.money.NanoWon;
import java.time.YearMonth;

/** Reads what was spent in a month of Seoul's calendar. Blocks. */
@FunctionalInterface
public interface SpendToDate {
    /**
     * The sum of what is recorded.
     *
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be read
     */
    NanoWon of(TenantId tenant, YearMonth month, SpendScope scope);
}
