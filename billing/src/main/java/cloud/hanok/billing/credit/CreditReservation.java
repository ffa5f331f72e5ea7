package cloud.hanok.billing.credit;

import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.money.NanoWon;

/**
 * An amount held for one attempt of one request. It ends exactly once: settled with what the call cost, or released.
 * {@link #close()} in a {@code finally} releases it on every path that did not settle it. Any thread may end it.
 */
public final class CreditReservation implements CreditDecision, AutoCloseable {
    private final MonthAccount account;
    private final RequestId owner;
    private final NanoWon amount;
    private boolean ended;

    CreditReservation(MonthAccount account, RequestId owner, NanoWon amount) {
        this.account = account;
        this.owner = owner;
        this.amount = amount;
    }

    /** The request it was made for. */
    public RequestId owner() {
        return owner;
    }

    /** What is held. */
    public NanoWon amount() {
        return amount;
    }

    /**
     * Replaces what is held by what the call cost, in the month the request belongs to, also when that month is over. A
     * cost above the amount held counts in full: what was used is never forgotten.
     *
     * @return false when it had ended before; then nothing changes
     * @throws IllegalArgumentException when the cost is negative
     */
    public boolean settle(NanoWon actual) {
        if (actual.value() < 0) {
            throw new IllegalArgumentException("actual: must not be negative, was " + actual.value());
        }
        if (!end()) {
            return false;
        }
        account.settle(amount.value(), actual.value());
        return true;
    }

    /** Gives the amount back; nothing when it has ended already. */
    @Override
    public void close() {
        if (end()) {
            account.settle(amount.value(), 0);
        }
    }

    /** The account it is held in. */
    MonthAccount account() {
        return account;
    }

    private synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }
}
