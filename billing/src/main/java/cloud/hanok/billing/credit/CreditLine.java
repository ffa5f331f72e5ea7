package cloud.hanok.billing.credit;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.lease.Leases;
import cloud.hanok.platform.time.Seoul;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One scope's accounts of this month and the one before. */
final class CreditLine {
    private final TenantId tenant;
    private final SpendScope scope;
    private final SpendToDate spendToDate;
    private final Leases leases;
    private final Clock clock;
    private volatile @Nullable SpendAccount current;
    private volatile @Nullable SpendAccount previous;

    CreditLine(TenantId tenant, SpendScope scope, SpendToDate spendToDate, Leases leases, Clock clock) {
        this.tenant = tenant;
        this.scope = scope;
        this.spendToDate = spendToDate;
        this.leases = leases;
        this.clock = clock;
    }

    /** The account of the month of a moment. */
    SpendAccount at(long epochMillis) {
        SpendAccount account = current;
        return account != null && account.holds(epochMillis) ? account : other(epochMillis);
    }

    /** The account of the month of a moment, when there is one. */
    @Nullable
    SpendAccount known(long epochMillis) {
        SpendAccount account = current;
        if (account != null && account.holds(epochMillis)) {
            return account;
        }
        account = previous;
        return account != null && account.holds(epochMillis) ? account : null;
    }

    private synchronized SpendAccount other(long at) {
        SpendAccount known = known(at);
        if (known != null) {
            return known;
        }
        SpendAccount made = new SpendAccount(
                tenant,
                Seoul.monthOf(Instant.ofEpochMilli(at)),
                scope,
                spendToDate,
                leases,
                // A request that is older than this moment and comes now is not told from one before it.
                clock.millis());
        SpendAccount now = current;
        if (now == null || made.startMillis() > now.startMillis()) {
            SpendAccount over = previous;
            previous = now;
            current = made;
            if (over != null) {
                leases.drop(over.lease());
            }
        } else {
            // No call is under way longer than a month: whatever this replaces is empty.
            previous = made;
        }
        return made;
    }
}
