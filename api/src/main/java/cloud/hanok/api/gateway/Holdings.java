package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiException;
import cloud.hanok.billing.credit.CreditDecision;
import cloud.hanok.billing.credit.CreditReservation;
import cloud.hanok.cluster.fairness.PriorityClass;
import cloud.hanok.platform.money.NanoWon;
import cloud.hanok.tenant.limit.RateDecision;
import cloud.hanok.tenant.limit.RateHold;
import cloud.hanok.tenant.limit.TenantLimits;
import org.jspecify.annotations.Nullable;

/**
 * Stage 4 of one request: what is held of its caller's credit and rates until it has ended, and what of it was used. Belongs to the
 * connection's event loop.
 */
final class Holdings {
    private final Exchange exchange;
    private @Nullable TenantLimits limits;
    private @Nullable RateHold rates;
    private @Nullable CreditReservation reservation;
    private boolean givenBack;

    Holdings(Exchange exchange) {
        this.exchange = exchange;
    }

    /** Whether all of it is held. */
    boolean isTaken() {
        return reservation != null;
    }

    /**
     * Takes what the request may need.
     *
     * @return false when that has to be waited for: the exchange is woken
     * @throws ApiException when it may not be had
     */
    boolean take() {
        if (!isWithinRates()) {
            return false;
        }
        Gateway gateway = exchange.gateway();
        CreditDecision decision = gateway.admit()
                .admit(known(limits), exchange.knownCaller(), exchange.client().id(), exchange.knownRoute());
        return switch (decision) {
            case CreditReservation taken -> {
                reservation = taken;
                exchange.times().mark(Stage.ADMIT);
                yield true;
            }
            case CreditDecision.Pending pending -> exchange.wakeAfter(pending.known());
            case CreditDecision.Refused refused -> throw new IllegalStateException("a refusal is thrown: " + refused);
        };
    }

    private boolean isWithinRates() {
        if (rates != null) {
            return true;
        }
        TenantLimits of = limits;
        if (of == null) {
            switch (exchange.gateway().admit().limitsOf(exchange.knownCaller())) {
                case AdmitStage.Known found -> {
                    of = found.of();
                    limits = of;
                }
                case AdmitStage.Later later -> {
                    return exchange.wakeAfter(later.known());
                }
            }
        }
        switch (decision(of, exchange.knownRoute())) {
            case RateHold hold -> {
                rates = hold;
                tell(hold);
                return true;
            }
            case RateDecision.Pending pending -> {
                return exchange.wakeAfter(pending.known());
            }
            case RateDecision.Refused refused -> {
                exchange.answer()
                        .limitedBy(refused.standing(), exchange.gateway().clock());
                throw new ApiException(exchange.gateway().admit().refusal(refused));
            }
        }
    }

    /** A model may have limits of its own, which hold for whoever comes to it from another one too. */
    RateDecision ratesAt(Route next) {
        TenantLimits of = known(limits);
        RateHold before = known(rates);
        if (of.isEmpty() || next.model().equals(exchange.knownRoute().model())) {
            return before;
        }
        before.end(false, 0);
        rates = RateHold.NONE;
        RateDecision decision = decision(of, next);
        if (decision instanceof RateHold hold) {
            tell(hold);
        }
        return decision;
    }

    /** From now on these are held. */
    void move(RateHold hold) {
        rates = hold;
    }

    /** Rates bound what comes at a time; what comes when there is time is bound by its turn alone. */
    private RateDecision decision(TenantLimits of, Route route) {
        if (exchange.client().priority() == PriorityClass.BATCH) {
            return RateHold.NONE;
        }
        return exchange.gateway()
                .admit()
                .rates(of, exchange.knownCaller(), exchange.client().id(), exchange.knownRequest(), route);
    }

    private void tell(RateHold hold) {
        if (!hold.isEmpty()) {
            exchange.answer().limitedBy(hold, exchange.gateway().clock());
        }
    }

    /**
     * What it cost replaces what was held.
     *
     * @param mayBeCredited what of it is given back if the body cannot be written
     */
    void settle(NanoWon cost, NanoWon mayBeCredited) {
        CreditReservation held = reservation;
        if (held != null) {
            held.settle(cost, mayBeCredited);
        }
    }

    /** The body was written: nothing of it is given back. */
    void conclude() {
        CreditReservation held = reservation;
        if (held != null) {
            held.conclude();
        }
    }

    /** All of what was settled is given back: nothing of it is recorded. */
    void takeBack(NanoWon cost) {
        CreditReservation held = reservation;
        if (held != null) {
            held.takeBack(cost);
        }
    }

    /** A part of what was settled is given back. */
    void credit(NanoWon part) {
        CreditReservation held = reservation;
        if (held != null) {
            held.credit(part);
        }
    }

    /** Gives back what was not used. Again: the same. */
    void giveBack() {
        CreditReservation held = reservation;
        if (held != null) {
            held.close();
        }
        RateHold taken = rates;
        if (taken != null && !givenBack) {
            givenBack = true;
            Attempt last = exchange.attempts().running();
            AttemptResult result = last == null ? null : last.result();
            taken.end(
                    exchange.attempts().count() > 0,
                    result == null ? 0 : result.usage().totalTokens());
        }
    }

    private static <T> T known(@Nullable T value) {
        return Exchange.known(value);
    }
}
