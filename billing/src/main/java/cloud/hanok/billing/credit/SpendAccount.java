package cloud.hanok.billing.credit;

import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.lease.Lease;
import cloud.hanok.platform.lease.LeaseDivision;
import cloud.hanok.platform.lease.LeaseKey;
import cloud.hanok.platform.lease.LeaseTerms;
import cloud.hanok.platform.lease.LeaseUse;
import cloud.hanok.platform.lease.LeasedAccount;
import cloud.hanok.platform.lease.Leases;
import cloud.hanok.platform.money.NanoWon;
import cloud.hanok.platform.time.Seoul;
import java.time.YearMonth;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one scope of a tenant spends in one month through this gateway: from a part of the limit that was granted to it, so
 * that all gateways together stay below. What a dead gateway was granted stays granted until its journal was shipped.
 */
final class SpendAccount implements LeasedAccount {
    /** Grants have no end of their own: only the gateway that has the journal knows what was spent of them. */
    private static final LeaseTerms TERMS = new LeaseTerms(0, 0, 1_500, 5_000, true);

    private final TenantId tenant;
    private final YearMonth month;
    private final SpendScope scope;
    private final SpendToDate spendToDate;
    private final long startMillis;
    private final long endMillis;
    private final long openedMillis;
    private final Lease lease;
    private final AtomicLong amendable = new AtomicLong();
    /** Guarded by this. */
    private long shipped;

    SpendAccount(
            TenantId tenant,
            YearMonth month,
            SpendScope scope,
            SpendToDate spendToDate,
            Leases leases,
            long openedMillis) {
        this.tenant = tenant;
        this.month = month;
        this.scope = scope;
        this.spendToDate = spendToDate;
        this.startMillis = Seoul.startOf(month).toEpochMilli();
        this.endMillis = Seoul.endOf(month).toEpochMilli();
        this.openedMillis = openedMillis;
        this.lease = leases.open(
                new LeaseKey(tenant, scope.subject(), month.toString()), TERMS, LeaseDivision.POOL_ONLY, this);
    }

    YearMonth month() {
        return month;
    }

    SpendScope scope() {
        return scope;
    }

    Lease lease() {
        return lease;
    }

    long startMillis() {
        return startMillis;
    }

    boolean holds(long epochMillis) {
        return epochMillis >= startMillis && epochMillis < endMillis;
    }

    LeaseUse reserve(long limitWon, NanoWon amount) {
        return lease.use(amount.value(), nanoWon(limitWon));
    }

    /** An amount held becomes what it cost; a part of that may yet be given back. */
    void settle(long reserved, long actual, long mayBeCredited) {
        if (mayBeCredited > 0) {
            amendable.addAndGet(mayBeCredited);
        }
        lease.giveBack(reserved - actual);
    }

    /** What might have been given back will not be. */
    void conclude(long mayBeCredited) {
        amendable.addAndGet(-mayBeCredited);
    }

    /** A part of what was settled is given back; that it is recorded is heard later. */
    void credit(long amount) {
        lease.giveBack(amount);
    }

    /** Usage of this process was recorded. Requests that came before this account was kept are not of it. */
    synchronized void shipped(RequestId request, long cost) {
        if (request.ulid().epochMillis() > openedMillis) {
            shipped += cost;
        }
    }

    /** That something was given back was recorded. */
    synchronized void amended(RequestId request, long credited) {
        if (request.ulid().epochMillis() > openedMillis) {
            shipped -= credited;
        }
        amendable.addAndGet(-credited);
    }

    /** Shipped, without what may yet be given back: read in this order, for what is shipped was amendable before. */
    @Override
    public synchronized long reported() {
        long recorded = shipped;
        return Math.max(0, recorded - amendable.get());
    }

    @Override
    public long recorded() {
        return spendToDate.of(tenant, month, scope).value();
    }

    /** A project's or key's limit may be set in the middle of a month. */
    @Override
    public boolean mayHaveBegunUnseen() {
        return !scope.equals(SpendScope.TENANT);
    }

    /** A limit above 9.2 billion won is as good as that: no month's sum is above it. */
    private static long nanoWon(long limitWon) {
        return limitWon >= Long.MAX_VALUE / NanoWon.PER_WON ? Long.MAX_VALUE : limitWon * NanoWon.PER_WON;
    }
}
