package cloud.hanok.billing.credit;

import cloud.hanok.billing.BillingProblem;
import cloud.hanok.billing.BillingProblemException;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.money.NanoWon;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * The credit of tenants at this gateway: reserve before a call, settle after it. [event loop] Everything here touches
 * only memory, takes constant time, and allocates nothing but the answer.
 *
 * <p>A tenant's spending of the month is read once, when its first request comes, and then kept by its reservations; a
 * month turns by the moment inside the request's id, in Seoul. What other gateways spend meanwhile is not seen: this
 * class is the place where a lease on a shared balance will stand. Records that a restarted gateway recovers must have
 * been recorded in the store before its first reservation, or they are missing from what is read.
 */
public final class CreditLines {
    /** Tenants a gateway keeps account of, some hundred bytes each. */
    public static final int MAX_TENANTS = 200_000;

    private final SpendToDate spendToDate;
    private final Clock clock;
    private final Executor loads;
    private final ConcurrentHashMap<TenantId, CreditLine> lines = new ConcurrentHashMap<>();

    /**
     * @param spendToDate reads what a tenant spent in a month; blocks
     * @param loads runs it; a virtual thread for each will do
     */
    public CreditLines(SpendToDate spendToDate, Clock clock, Executor loads) {
        this.spendToDate = spendToDate;
        this.clock = clock;
        this.loads = loads;
    }

    /**
     * Holds an amount of the tenant's credit for one attempt of a request.
     *
     * @param owner the request; the moment inside its id decides the month
     * @param creditLimitWon what the tenant may spend in a month, in won
     * @param amount the most the call can cost
     * @return the {@link CreditReservation}, which the caller must settle or close; or why there is none
     * @throws IllegalArgumentException when the amount is negative
     */
    public CreditDecision reserve(TenantId tenant, RequestId owner, long creditLimitWon, NanoWon amount) {
        if (amount.value() < 0) {
            throw new IllegalArgumentException("amount: must not be negative, was " + amount.value());
        }
        CreditLine line = lines.get(tenant);
        if (line == null) {
            if (lines.size() >= MAX_TENANTS) {
                return new CreditDecision.Pending(CompletableFuture.failedStage(
                        new BillingProblemException(new BillingProblem.TooManyTenants(MAX_TENANTS))));
            }
            line = lines.computeIfAbsent(tenant, t -> new CreditLine(t, spendToDate, clock, loads));
        }
        return line.reserve(owner, creditLimitWon, amount);
    }

    /**
     * {@link CreditReservation#settle(NanoWon)}.
     *
     * @return false when it had ended before
     */
    public boolean settle(CreditReservation reservation, NanoWon actual) {
        return reservation.settle(actual);
    }

    /** What a tenant has settled and holds in its newest month here; empty while that is not known. */
    public Optional<NanoWon> committed(TenantId tenant) {
        CreditLine line = lines.get(tenant);
        return line == null ? Optional.empty() : line.committed();
    }

    /**
     * Gives back a part of what a reservation was settled with, when the answer could not be handed over after all.
     *
     * @throws IllegalArgumentException when the amount is negative
     */
    public void credit(CreditReservation settled, NanoWon amount) {
        if (amount.value() < 0) {
            throw new IllegalArgumentException("amount: must not be negative, was " + amount.value());
        }
        settled.account().settle(amount.value(), 0);
    }
}
