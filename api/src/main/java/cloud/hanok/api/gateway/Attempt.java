package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.billing.usage.Outcome;
import cloud.hanok.cluster.engine.EngineCall;
import cloud.hanok.cluster.engine.EngineCodec;
import cloud.hanok.cluster.engine.EngineCodecs;
import cloud.hanok.cluster.engine.EngineRoute;
import cloud.hanok.cluster.engine.OpenAiRequest;
import cloud.hanok.cluster.engine.OpenAiWire;
import cloud.hanok.cluster.fairness.Turn;
import cloud.hanok.cluster.serving.AnswerTimeouts;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.cluster.serving.ServingReplica;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage 7, one call of one engine: recorded before it begins, relayed as it comes, broken off when the client leaves,
 * and settled exactly once. What the answer looks like is its {@link Relay}'s business.
 */
// In Netty a write or close that fails ends the channel, and channelInactive hears of it.
@SuppressWarnings("FutureReturnValueIgnored")
final class Attempt implements EngineListener {
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    private final Exchange exchange;
    private final int number;
    private final Turn turn;
    private final ServingReplica replica;
    private final AttemptRecord record;
    private final Relay relay;
    private final Durability opened;

    private int placeAmongOpened;
    private @Nullable EngineConnection connection;
    private final long begunNanos = System.nanoTime();
    private long lastActivityNanos = begunNanos;
    private boolean answering;
    private boolean receiving;
    private boolean over;

    Attempt(Exchange exchange, int number, Turn turn) {
        this.exchange = exchange;
        this.number = number;
        this.turn = turn;
        this.replica = turn.replica();
        this.opened = new Durability(
                exchange.channel().eventLoop(),
                exchange.knownRequest().stream() || exchange.isKeyed(),
                this::openDurable,
                this::openFailed);
        this.record = new AttemptRecord(exchange, number, opened);
        EngineCodec codec = EngineCodecs.of(exchange.knownRoute().deployment().engine());
        this.relay = exchange.knownRequest().stream()
                ? new StreamRelay(exchange, this, record, codec)
                : new BodyRelay(exchange, this, record, codec);
    }

    /**
     * Records the OPEN and calls the engine; the record's way to the disk runs beside the engine's work.
     *
     * @throws ApiException when the journal takes no OPEN
     */
    void begin() {
        record.open();
        placeAmongOpened = exchange.gateway().opened().add(exchange.client().id(), exchange.knownCaller());
        exchange.answer().recordedAt(exchange.knownRoute().deployment());
        exchange.connections().connect(exchange.channel(), replica, this);
    }

    Relay relay() {
        return relay;
    }

    /** What it came to, or null while it runs. */
    @Nullable
    AttemptResult result() {
        return record.result();
    }

    /** Whether the OPEN is durable; when not, {@link Relay#openDurable()} is called once it is. */
    boolean mayAnswer() {
        return opened.await();
    }

    /** Asks the engine for more: the client's socket took what there was. */
    void readOn() {
        lastActivityNanos = System.nanoTime();
        EngineConnection from = connection;
        if (from != null) {
            from.read();
        }
    }

    /** When something moved last. */
    long lastActivityNanos() {
        return lastActivityNanos;
    }

    /** Whether it is the client that keeps the answer from moving. */
    boolean waitsForClient() {
        return relay.waitsForClient();
    }

    /** Something moved, on either side. */
    void touch() {
        lastActivityNanos = System.nanoTime();
    }

    @Override
    public void connected(EngineConnection made) {
        if (over) {
            made.abort();
            return;
        }
        connection = made;
        record.sent();
        made.send(upstreamRequest());
    }

    @Override
    public void answered(int status) {
        touch();
        answering = true;
        relay.answered(status);
    }

    @Override
    public void received(ByteBuf bytes) {
        touch();
        receiving = true;
        if (!over) {
            relay.received(bytes);
        }
    }

    @Override
    public void receivedAll() {
        if (!over) {
            relay.receivedAll();
        }
    }

    @Override
    public void ended() {
        connection = null;
        if (!over) {
            relay.engineEnded();
        }
    }

    @Override
    public void failed(Throwable cause, boolean connected, boolean reused) {
        connection = null;
        if (over) {
            return;
        }
        boolean staleConnection = reused && !answering;
        if (!staleConnection) {
            replica.reportFailure();
        }
        LOG.warn(
                "request {} attempt {}: the engine at {} broke off ({}){}",
                exchange.client().id(),
                number,
                replica.endpoint().authority(),
                cause.toString(),
                staleConnection ? ", on a connection it had kept" : "");
        engineBroke(staleConnection ? null : replica);
    }

    /** The engine failed before its answer was whole. */
    void engineBroke(@Nullable ServingReplica except) {
        ServingDeployment deployment = exchange.knownRoute().deployment();
        if (exchange.answer().answering()) {
            finish(Outcome.ENGINE_FAILED, true);
            exchange.fail(ApiError.of(ErrorCode.ENGINE_FAILED, deployment.name()));
        } else {
            discard();
            exchange.attempts().retry(except, ApiError.of(ErrorCode.ENGINE_UNAVAILABLE, deployment.name()));
        }
    }

    /** The engine refused: told to the client in our words; another engine of the same deployment would refuse too. */
    void engineRefused(ApiError error) {
        discard();
        exchange.attempts().elsewhere(error);
    }

    /** A guard refused what the engine wrote: what was shown before is settled, and no other engine is asked for more of it. */
    void answerRefused(ApiError error) {
        breakOff(Outcome.ENGINE_FAILED);
        exchange.fail(error);
    }

    /** The engine says it cannot: another one may. */
    void engineCannot(ApiError error) {
        discard();
        exchange.attempts().retry(replica, error);
    }

    /** The client left: what reached its socket is settled, and the engine hears of it now. */
    void clientGone() {
        if (!over) {
            finish(Outcome.CLIENT_LEFT, true);
        }
    }

    /** Whoever asked from inside no longer wants it: what was shown is settled. */
    void cancel(boolean shown) {
        if (over) {
            return;
        }
        if (!exchange.answer().answering()) {
            discard();
            return;
        }
        release();
        if (shown) {
            record.settleStopped();
        } else {
            record.waive(true, null);
        }
    }

    /** This process ends before the answer does: what was handed over is settled. */
    void cut() {
        if (!over) {
            breakOff(Outcome.GATEWAY_LOST);
        }
    }

    /** Ends the attempt, and settles what was handed over of an answer that has begun. */
    private void breakOff(Outcome outcome) {
        if (exchange.answer().answering()) {
            finish(outcome, true);
        } else {
            discard();
        }
    }

    /** Ends the attempt and settles what was handed over, without waiting for the disk. */
    private void finish(Outcome outcome, boolean partial) {
        release();
        record.settle(outcome, partial, null);
    }

    /** Ends the attempt without charge: nothing of it reached the client. */
    private void discard() {
        release();
        record.settleNothing();
    }

    /** The answer is whole: its SETTLE is on its way, and its relay says the rest. */
    void completed() {
        EngineConnection open = connection;
        connection = null;
        if (open != null) {
            open.drain();
        }
        release();
    }

    private void release() {
        if (over) {
            return;
        }
        over = true;
        EngineConnection open = connection;
        connection = null;
        if (open != null) {
            open.abort();
        }
        turn.end();
    }

    private void openDurable() {
        if (over) {
            record.openDurable();
        } else {
            relay.openDurable();
        }
    }

    private void openFailed() {
        exchange.gateway().opened().withdraw(placeAmongOpened, exchange.client().id());
        boolean runs = !over;
        release();
        if (record.forget() || runs) {
            exchange.fail(ApiError.of(ErrorCode.JOURNAL_UNAVAILABLE));
        }
    }

    /** Looks, a few times a second, at whether the engine or the client takes too long. */
    void look(long nowNanos) {
        if (over) {
            return;
        }
        AnswerTimeouts timeouts = exchange.knownRoute().deployment().timeouts();
        long stillSeconds = TimeUnit.NANOSECONDS.toSeconds(nowNanos - lastActivityNanos);
        // Nothing is written to a client that left: then what the engine sends is the answer's beginning.
        boolean begun = exchange.answer().answering() || (exchange.isUnattended() && receiving);
        if (begun) {
            lookAtStream(nowNanos, stillSeconds, timeouts);
        } else if (exchange.isOverdue(nowNanos)) {
            discard();
            exchange.fail(timeout());
        } else if (isSilent(nowNanos, timeouts) || (receiving && stillSeconds >= timeouts.idleSeconds())) {
            replica.reportFailure();
            discard();
            exchange.attempts().retry(replica, timeout());
        }
    }

    /** Of an answer that is not streamed, only that of what writes no text comes within the time of a first token. */
    private boolean isSilent(long nowNanos, AnswerTimeouts timeouts) {
        InferenceRequest asked = exchange.knownRequest();
        boolean soon = asked.stream() || !asked.body().operation().generates();
        return soon && TimeUnit.NANOSECONDS.toSeconds(nowNanos - begunNanos) >= timeouts.firstTokenSeconds();
    }

    private void lookAtStream(long nowNanos, long stillSeconds, AnswerTimeouts timeouts) {
        if (relay.waitsForClient()) {
            Duration patience = exchange.gateway().settings().slowReaderPatience();
            if (relay.waitedForClientNanos(nowNanos) > patience.toNanos()) {
                exchange.channel().close();
            }
        } else if (stillSeconds >= timeouts.idleSeconds()) {
            replica.reportFailure();
            finish(Outcome.ENGINE_FAILED, true);
            exchange.fail(timeout());
        }
    }

    private ApiError timeout() {
        return ApiError.of(
                ErrorCode.ENGINE_TIMEOUT, exchange.knownRoute().deployment().name());
    }

    private ByteBuf upstreamRequest() {
        Route route = exchange.knownRoute();
        ServingDeployment deployment = route.deployment();
        var call = new EngineCall(
                deployment.upstreamModel(),
                Math.max(0, exchange.knownRequest().maxOutputTokens()),
                exchange.knownCaller().tenant().text());
        EngineCodec codec = EngineCodecs.of(deployment.engine());
        OpenAiRequest request = exchange.knownRequest().body();
        byte[] body = OpenAiWire.encodeRequest(codec, request, call);
        EngineRoute at = Objects.requireNonNull(codec.route(request.operation()), "resolved to who knows it");
        return EngineRequest.encode(
                exchange.channel().alloc(),
                replica.endpoint(),
                at,
                exchange.client().id(),
                replica.credential(),
                body);
    }
}
