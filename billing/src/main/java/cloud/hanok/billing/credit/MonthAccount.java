package cloud.hanok.billing.credit;

import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.money.NanoWon;
import cloud.hanok.platform.time.Seoul;
import java.time.YearMonth;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one tenant has settled and reserved in one month. One number holds both, so that a check and its reservation are
 * one compare-and-set: {@code settled + reserved <= limit} at every moment, whatever runs beside it.
 */
final class MonthAccount {
    private final YearMonth month;
    private final long startMillis;
    private final long endMillis;
    private final AtomicLong committedNanoWon;

    MonthAccount(YearMonth month, NanoWon spent) {
        this.month = month;
        this.startMillis = Seoul.startOf(month).toEpochMilli();
        this.endMillis = Seoul.endOf(month).toEpochMilli();
        this.committedNanoWon = new AtomicLong(spent.value());
    }

    YearMonth month() {
        return month;
    }

    long startMillis() {
        return startMillis;
    }

    boolean holds(long epochMillis) {
        return epochMillis >= startMillis && epochMillis < endMillis;
    }

    CreditDecision reserve(RequestId owner, long limitWon, NanoWon amount) {
        long limit = limitNanoWon(limitWon);
        while (true) {
            long committed = committedNanoWon.get();
            if (committed > limit || amount.value() > limit - committed) {
                return new CreditDecision.Refused(new NanoWon(committed), limitWon, amount);
            }
            if (committedNanoWon.compareAndSet(committed, committed + amount.value())) {
                return new CreditReservation(this, owner, amount);
            }
        }
    }

    void settle(long reserved, long actual) {
        committedNanoWon.addAndGet(actual - reserved);
    }

    NanoWon committed() {
        return new NanoWon(committedNanoWon.get());
    }

    /** A limit above 9.2 billion won is as good as that: no month's sum is above it. */
    private static long limitNanoWon(long limitWon) {
        return limitWon >= Long.MAX_VALUE / NanoWon.PER_WON ? Long.MAX_VALUE : limitWon * NanoWon.PER_WON;
    }
}
