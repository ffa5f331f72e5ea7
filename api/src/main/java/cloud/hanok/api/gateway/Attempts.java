package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.cluster.fairness.QueueRefusedException;
import cloud.hanok.cluster.fairness.Turn;
import cloud.hanok.cluster.serving.ServingReplica;
import cloud.hanok.tenant.limit.RateDecision;
import cloud.hanok.tenant.limit.RateHold;
import org.jspecify.annotations.Nullable;

/**
 * Stages 6 to 9, as often as it takes: at the deployment a request's name leads to, once more where that can help, then
 * where else the name leads. One at a time, and none after the client got something. Belongs to the connection's event loop.
 */
final class Attempts {
    /** At one deployment. One retry: a second engine that fails too says that the fault is not the engine's. */
    private static final int MOST_HERE = 2;

    private final Exchange exchange;
    private @Nullable Turn turn;
    private @Nullable Attempt running;
    private int count;
    private int here;

    Attempts(Exchange exchange) {
        this.exchange = exchange;
    }

    /** The one that runs, or the last one where the request ended with it; null between two. */
    @Nullable
    Attempt running() {
        return running;
    }

    /** How many were begun. */
    int count() {
        return count;
    }

    /** Whether a place at an engine was asked for. */
    boolean haveTurn() {
        return turn != null;
    }

    /** The place of the one that runs, or ran last. */
    Turn knownTurn() {
        Turn asked = turn;
        if (asked == null) {
            throw new IllegalStateException("no place was asked for");
        }
        return asked;
    }

    /** The request has ended: its place is given back, or no longer waited for. */
    void end() {
        Turn asked = turn;
        if (asked != null) {
            asked.end();
        }
    }

    /**
     * Begins.
     *
     * @throws ApiException when no deployment could answer
     */
    void first() {
        ApiError cannot = beginHere();
        if (cannot != null) {
            elsewhere(cannot);
        }
    }

    /**
     * An attempt failed before the client got anything. Tries once more where that can help, here or where else the name leads.
     *
     * @param except the replica that failed, or null when it may be asked again
     * @param error what is said when there is no other way
     */
    void retry(@Nullable ServingReplica except, ApiError error) {
        running = null;
        if (!exchange.ended() && !(here < MOST_HERE && beganAgain(except, error))) {
            elsewhere(error);
        }
    }

    /**
     * An attempt failed before the client got anything, and would again here. Tries where else the name leads.
     *
     * @param error what is said when there is no other way
     */
    void elsewhere(ApiError error) {
        running = null;
        if (exchange.ended()) {
            return;
        }
        try {
            beginElsewhere(error);
        } catch (ApiException refused) {
            exchange.fail(refused.error());
        }
    }

    private void beginElsewhere(ApiError error) {
        Route from = exchange.knownRoute();
        for (Route next = from.fallback(); next != null; next = next.fallback()) {
            if (!Fallbacks.helps(error.code(), from.deployment(), next.deployment())) {
                continue;
            }
            switch (exchange.holdings().ratesAt(next)) {
                case RateHold hold -> {
                    exchange.leadTo(next, hold);
                    here = 0;
                    if (beginHere() == null) {
                        return;
                    }
                }
                case RateDecision.Pending pending -> {
                    exchange.wakeAfter(pending.known(), () -> elsewhere(error));
                    return;
                }
                case RateDecision.Refused _ -> {}
            }
        }
        exchange.fail(error);
    }

    /**
     * Begins an attempt, or waits for its turn.
     *
     * @return why the deployment cannot answer, which another one may; null where it was begun
     * @throws ApiException when no other one could either
     */
    private @Nullable ApiError beginHere() {
        try {
            Turn asked = exchange.gateway()
                    .schedule()
                    .schedule(
                            exchange.knownCaller(),
                            exchange.knownRoute(),
                            exchange.knownRequest(),
                            exchange.client().priority());
            take(asked, null);
            return null;
        } catch (ApiException cannot) {
            if (!Fallbacks.isOfEngines(cannot.error().code())) {
                throw cannot;
            }
            return cannot.error();
        }
    }

    private boolean beganAgain(@Nullable ServingReplica except, ApiError error) {
        try {
            take(exchange.gateway().schedule().again(knownTurn(), except, exchange.knownRoute()), error);
            return true;
        } catch (ApiException none) {
            return false;
        }
    }

    /**
     * Begins an attempt with a place, at once or when its turn comes.
     *
     * @param otherwise what is said when it gets none; null: what the queue says
     */
    private void take(Turn asked, @Nullable ApiError otherwise) {
        turn = asked;
        if (!asked.isWaiting()) {
            begin(asked);
            return;
        }
        asked.granted()
                .whenComplete((held, failure) -> exchange.channel().eventLoop().execute(() -> {
                    if (failure instanceof QueueRefusedException refused) {
                        elsewhere(
                                otherwise == null
                                        ? ScheduleStage.refusal(
                                                refused, exchange.knownRoute().deployment())
                                        : otherwise);
                    } else {
                        beginInTurn(asked);
                    }
                }));
    }

    private void beginInTurn(Turn held) {
        if (exchange.ended()) {
            return;
        }
        try {
            begin(held);
        } catch (ApiException refused) {
            elsewhere(refused.error());
        } catch (RuntimeException unexpected) {
            exchange.failUnexpectedly(unexpected);
        }
    }

    private void begin(Turn held) {
        exchange.times().mark(Stage.SCHEDULE);
        count++;
        here++;
        exchange.restart();
        var next = new Attempt(exchange, count, held);
        running = next;
        try {
            next.begin();
        } catch (RuntimeException refused) {
            held.end();
            throw refused;
        }
    }
}
