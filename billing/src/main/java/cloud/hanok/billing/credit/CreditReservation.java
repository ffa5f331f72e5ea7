package cloud.hanok.billing.credit;

import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.money.NanoWon;
import java.util.List;

/**
 * An amount held for one attempt of one request, in each account that limits it. It ends exactly once: settled with what
 * the call cost, or released. {@link #close()} in a {@code finally} releases it on every path that did not settle it. Any
 * thread may end it.
 */
public final class CreditReservation implements CreditDecision, AutoCloseable {
    private final SpendAccount account;
    private final List<SpendAccount> narrower;
    private final RequestId owner;
    private final NanoWon amount;
    private boolean ended;
    private long mayBeCredited;

    CreditReservation(SpendAccount account, List<SpendAccount> narrower, RequestId owner, NanoWon amount) {
        this.account = account;
        this.narrower = narrower;
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

    /** {@link #settle(NanoWon, NanoWon)} of what nobody gives back any more. */
    public boolean settle(NanoWon actual) {
        return settle(actual, NanoWon.ZERO);
    }

    /**
     * Replaces what is held by what the call cost, in the month the request belongs to, also when that month is over. A
     * cost above the amount held counts in full: what was used is never forgotten.
     *
     * @param credit what of it is given back if the answer cannot be handed over; then {@link #credit(NanoWon)} is called,
     *     else {@link #conclude()}
     * @return false when it had ended before; then nothing changes
     * @throws IllegalArgumentException when the cost is negative
     */
    public boolean settle(NanoWon actual, NanoWon credit) {
        if (actual.value() < 0) {
            throw new IllegalArgumentException("actual: must not be negative, was " + actual.value());
        }
        if (!end()) {
            return false;
        }
        mayBeCredited = credit.value();
        account.settle(amount.value(), actual.value(), credit.value());
        for (SpendAccount each : narrower) {
            each.settle(amount.value(), actual.value(), credit.value());
        }
        return true;
    }

    /** The answer was handed over: nothing is given back. */
    public void conclude() {
        account.conclude(mayBeCredited);
        for (SpendAccount each : narrower) {
            each.conclude(mayBeCredited);
        }
        mayBeCredited = 0;
    }

    /**
     * Gives back a part of what it was settled with: the answer could not be handed over after all.
     *
     * @throws IllegalArgumentException when the amount is negative
     */
    public void credit(NanoWon part) {
        if (part.value() < 0) {
            throw new IllegalArgumentException("amount: must not be negative, was " + part.value());
        }
        account.credit(part.value());
        for (SpendAccount each : narrower) {
            each.credit(part.value());
        }
    }

    /** What it was settled with was never recorded, and is given back. */
    public void takeBack(NanoWon cost) {
        conclude();
        credit(cost);
    }

    /** Gives the amount back; nothing when it has ended already. */
    @Override
    public void close() {
        if (end()) {
            account.settle(amount.value(), 0, 0);
            for (SpendAccount each : narrower) {
                each.settle(amount.value(), 0, 0);
            }
        }
    }

    /** The tenant's account it is held in. */
    SpendAccount account() {
        return account;
    }

    private synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }
}
