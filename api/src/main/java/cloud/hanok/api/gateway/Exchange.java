package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.billing.usage.Outcome;
import cloud.hanok.billing.usage.RequestMetadata;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.compliance.guard.GuardedRequest;
import cloud.hanok.platform.answer.Claimed;
import cloud.hanok.platform.answer.KeptAnswer;
import cloud.hanok.platform.id.ResponseId;
import cloud.hanok.platform.money.NanoWon;
import cloud.hanok.tenant.key.Caller;
import cloud.hanok.tenant.limit.RateHold;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request on its way through the stages. It walks on until it has to wait, and is woken on the connection's event
 * loop, to which it belongs. However it ends, its reservation is settled or released and its client hears of it.
 */
final class Exchange {
    /** Of HTTP: below it, the client is asked to change something. */
    private static final int FIRST_STATUS_OF_OURS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Gateway gateway;
    private final EngineConnections connections;
    private final Channel channel;
    private final ClientRequest client;
    private final ClientAnswer answer;
    private final StageTimes times;
    private final Attempts attempts;
    private final Holdings holdings;

    private byte @Nullable [] body;
    private @Nullable Caller caller;
    private @Nullable String origin;
    private @Nullable InferenceRequest request;
    private @Nullable Route route;
    private @Nullable GuardedRequest guarded;
    private @Nullable KeyedRun keyed;
    private boolean claiming;
    private boolean complete;

    /** Something that changes the request is computed elsewhere: nothing goes on with what it was. */
    private boolean awaiting;

    private @Nullable BackgroundReply reply;
    private boolean keeping;
    private boolean unwanted;
    private boolean unattended;
    private long beatenNanos;
    private boolean ended;

    Exchange(
            Gateway gateway,
            EngineConnections connections,
            Channel channel,
            ClientRequest client,
            ClientAnswer answer) {
        this.gateway = gateway;
        this.connections = connections;
        this.channel = channel;
        this.client = client;
        this.answer = answer;
        this.times = new StageTimes(client.receivedNanos());
        this.attempts = new Attempts(this);
        this.holdings = new Holdings(this);
    }

    /** The head came: the caller is looked for while the body is on its way. */
    void start() {
        walk();
    }

    /** The whole body came. */
    void bodyComplete(byte[] bytes) {
        if (!ended) {
            body = bytes;
            walk();
        }
    }

    /** Looks, a few times a second, at whether anything takes too long. */
    void look(long nowNanos) {
        if (ended) {
            return;
        }
        Attempt running = attempts.running();
        BackgroundReply inBackground = reply;
        if (inBackground != null) {
            inBackground.look(nowNanos);
            return;
        }
        if (running != null) {
            running.look(nowNanos);
        } else if (isOverdue(nowNanos)) {
            Route last = route;
            fail(
                    last == null
                            ? ApiError.of(ErrorCode.SERVER_OVERLOADED)
                            : ApiError.of(
                                    ErrorCode.ENGINE_TIMEOUT, last.deployment().name()));
        }
        if (client.heartbeatSeconds() > 0) {
            beat(nowNanos);
        }
    }

    /** A silent stream says that it lives, once nothing but an engine, or a place at one, is waited for. */
    private void beat(long nowNanos) {
        if (ended || unattended || !attempts.haveTurn() || !knownRequest().stream()) {
            return;
        }
        Attempt running = attempts.running();
        long heardNanos = running != null && answer.answering() ? running.lastActivityNanos() : client.receivedNanos();
        long quietNanos = nowNanos - (beatenNanos == 0 ? heardNanos : Math.max(heardNanos, beatenNanos));
        boolean reads = running == null || !running.waitsForClient();
        if (reads && quietNanos >= TimeUnit.SECONDS.toNanos(client.heartbeatSeconds())) {
            beatenNanos = nowNanos;
            answer.heartbeat();
        }
    }

    /** Whether an answer that has not begun will not begin any more: who asked is about to give up. */
    boolean isOverdue(long nowNanos) {
        return ageNanos(nowNanos) > gateway.settings().requestDeadline().toNanos();
    }

    /** How long ago it came. */
    long ageNanos(long nowNanos) {
        return nowNanos - client.receivedNanos();
    }

    /** Whether nothing more will happen but, perhaps, the last write. */
    boolean ended() {
        return ended;
    }

    /** The client's connection is gone: the engine is told at once, and what was used is settled. */
    void clientGone() {
        if (ended) {
            return;
        }
        Attempt running = attempts.running();
        BackgroundReply inBackground = reply;
        if (running != null && goesOnAlone()) {
            return;
        }
        if (inBackground != null && inBackground.isPutting()) {
            unattended = true;
            return;
        }
        if (running != null) {
            running.clientGone();
        }
        end(null);
    }

    /**
     * Who asked from inside no longer wants the answer.
     *
     * @param shown whether what came of it was shown to somebody
     */
    void cancel(boolean shown) {
        if (ended) {
            return;
        }
        Attempt running = attempts.running();
        if (running != null) {
            running.cancel(shown);
        }
        end(null);
    }

    /**
     * Whether the request goes on to its end though its client left: its answer is kept for whoever repeats it, or is being kept at this
     * moment. From now on nobody is written to.
     */
    boolean goesOnAlone() {
        unattended = keyed != null || keeping;
        return unattended;
    }

    /** Whether this is the answer that nobody waits for. */
    private boolean isInBackground() {
        return client.internal() != null && knownRequest().answer().isDeferred();
    }

    /** Whether the client left, and the answer is only kept. */
    boolean isUnattended() {
        return unattended;
    }

    /** Refuses the request, or ends it with an error: as an answer, or as an event where the answer has begun. */
    void fail(ApiError error) {
        if (ended) {
            return;
        }
        end(error);
        if (unattended) {
            return;
        }
        if (answer.begun()) {
            answer.errorEvent(error, ownFailure(error));
        } else {
            answer.error(error);
        }
    }

    /** How the stream's own protocol says it, or null. */
    private byte @Nullable [] ownFailure(ApiError error) {
        if (reply != null) {
            return null;
        }
        var failure = new StreamForm.Failure(
                error.code().code(),
                error.message(client.language()),
                error.param(),
                error.code().status() >= FIRST_STATUS_OF_OURS);
        Attempt running = attempts.running();
        if (running != null) {
            return running.relay().failure(failure);
        }
        return route == null
                ? null
                : knownRequest().answer().stream(knownRoute().deployment()).failure(failure);
    }

    /** The process ends, and waits no longer. */
    void cut(ApiError error) {
        Attempt running = attempts.running();
        if (running != null) {
            running.cut();
        }
        fail(error);
    }

    /** Goes on from wherever it is; several wake it for the same reason, where the body came while its caller was looked for. */
    private void walk() {
        if (ended || awaiting) {
            return;
        }
        try {
            if (knowsCaller()
                    && body != null
                    && isFirst(body)
                    && isComplete(body)
                    && isRouted(body)
                    && isAdmitted()
                    && isAnsweredHere(body)
                    && isGuarded()) {
                attempts.first();
            }
        } catch (ApiException refused) {
            fail(refused.error());
        } catch (RuntimeException unexpected) {
            failUnexpectedly(unexpected);
        }
    }

    /** Ends the request with an error that is ours. */
    void failUnexpectedly(Throwable why) {
        LOG.error("request {} failed on its way to an engine", client.id(), why);
        fail(ApiError.of(ErrorCode.INTERNAL_ERROR));
    }

    private boolean knowsCaller() {
        if (caller != null && origin != null) {
            return true;
        }
        if (caller == null) {
            InternalRequest inside = client.internal();
            switch (inside == null
                    ? gateway.callers().find(client.authorization(), client.project(), client.use())
                    : CallerStage.find(inside)) {
                case CallerStage.Found found -> caller = found.caller();
                case CallerStage.Later later -> {
                    return wakeAfter(later.known());
                }
            }
        }
        switch (gateway.callers().logOf(caller.tenant())) {
            case CallerStage.Log log -> origin = log.origin();
            case CallerStage.Later later -> {
                return wakeAfter(later.known());
            }
        }
        times.mark(Stage.CALLER);
        return true;
    }

    private InferenceRequest read(byte[] bytes) {
        InferenceRequest known = request;
        if (known == null) {
            known = client.protocol().reader().read(client.answers(), bytes);
            request = known;
            times.mark(Stage.READ);
        }
        return known;
    }

    /** A request with an idempotency key that can be read is claimed, before anything is looked for or held. */
    private boolean isFirst(byte[] bytes) {
        String key = client.idempotencyKey();
        if (key == null || keyed != null) {
            return true;
        }
        if (!claiming) {
            read(bytes);
            claiming = true;
            gateway.keyed()
                    .claim(Repetition.request(knownCaller(), client, key, bytes), client.id())
                    .whenComplete((claimed, failure) -> channel.eventLoop().execute(() -> claimed(claimed, failure)));
        }
        return false;
    }

    private void claimed(@Nullable Claimed claimed, @Nullable Throwable failure) {
        if (ended) {
            if (claimed instanceof Claimed.Mine(var late)) {
                gateway.keyed().release(late);
            }
            return;
        }
        switch (claimed) {
            case null -> fail(failure == null ? ApiError.of(ErrorCode.INTERNAL_ERROR) : reason(failure));
            case Claimed.Mine(var claim) -> {
                keyed = new KeyedRun(gateway.keyed(), claim);
                walk();
            }
            case Claimed.Answered(var by, var kept)
            when isDeferred() -> {
                var before = new BackgroundReply(this, gateway.kept());
                reply = before;
                before.again(ResponseId.of(by), kept.streamed());
            }
            case Claimed.Answered(var by, var kept) -> {
                end(null);
                answer.repeat(by, kept);
            }
            case Claimed.Running running -> fail(Repetition.running(running, gateway.clock()));
            case Claimed.NotKept notKept -> fail(Repetition.notKept(notKept));
            case Claimed.Reused _ -> fail(Repetition.reused());
        }
    }

    /** What it refers to that is kept for its tenant is brought, where it does. */
    private boolean isComplete(byte[] bytes) {
        InferenceRequest asked = read(bytes);
        KeptContext context = complete ? null : asked.context();
        if (context == null) {
            return true;
        }
        complete = true;
        if (context.isEmpty()) {
            request = context.with(asked, knownCaller(), List.of(), List.of(), none -> Map.of());
            return true;
        }
        return await(gateway.kept().bring(knownCaller(), asked, context), whole -> request = whole);
    }

    private boolean isRouted(byte[] bytes) {
        if (route != null) {
            return true;
        }
        InferenceRequest asked = read(bytes);
        return switch (gateway.resolve().resolve(knownCaller(), asked, client.priority())) {
            case Route found -> {
                if (asked.needs().remoteImages()) {
                    yield bringImages(asked);
                }
                route = found;
                times.mark(Stage.RESOLVE);
                yield true;
            }
            case Resolution.Later later -> wakeAfter(later.known());
        };
    }

    private boolean isAdmitted() {
        return holdings.isTaken() ? !attempts.haveTurn() : holdings.take();
    }

    /** What its client gets at once, and its answer later; null for one whose client waits. */
    private @Nullable Deferred deferred() {
        return isDeferred() ? knownRequest().answer().deferred() : null;
    }

    private boolean isDeferred() {
        return client.internal() == null && knownRequest().answer().isDeferred();
    }

    /** One that is answered in the background is put there, by a gateway that could answer it now. */
    private boolean isAnsweredHere(byte[] bytes) {
        Deferred deferred = reply == null ? deferred() : null;
        if (deferred != null) {
            var first = new BackgroundReply(this, gateway.kept());
            reply = first;
            first.put(deferred, bytes);
        }
        return reply == null;
    }

    /**
     * It was put: nothing is held for it here any more.
     *
     * @param then answers its client
     */
    void deferred(Deferred put, Runnable then) {
        holdings.giveBack();
        KeyedRun run = keyed;
        if (run == null) {
            answer(then);
            return;
        }
        run.keep(
                new KeptAnswer(put.streamed(), "", "", new byte[0]),
                _ -> channel.eventLoop().execute(() -> answer(then)));
    }

    private void answer(Runnable then) {
        if (unattended) {
            end(null);
        } else if (!ended) {
            then.run();
        }
    }

    private boolean isGuarded() {
        if (gateway.guard().isEmpty() || guarded != null) {
            return true;
        }
        return await(gateway.guard().guard(knownCaller(), client.id(), knownRoute(), knownRequest()), found -> {
            request = found.request();
            guarded = found.by();
            times.mark(Stage.GUARD_IN);
        });
    }

    /** Then it is resolved once more: it is longer. */
    private boolean bringImages(InferenceRequest named) {
        return await(gateway.images().bring(named), whole -> request = whole);
    }

    /** Goes on with what is computed elsewhere; false. */
    private <T> boolean await(CompletionStage<T> stage, Consumer<T> take) {
        awaiting = true;
        stage.whenComplete((found, failure) -> channel.eventLoop().execute(() -> {
            awaiting = false;
            if (failure == null) {
                take.accept(found);
                walk();
                return;
            }
            Throwable cause = cause(failure);
            if (cause instanceof ApiException refused) {
                fail(refused.error());
            } else {
                failUnexpectedly(cause);
            }
        }));
        return false;
    }

    /** The filters of one more attempt at the answer; null where nothing guards it. */
    @Nullable
    GuardedAnswer guardedAnswer() {
        GuardedRequest by = guarded;
        return by == null || !knownRequest().body().operation().generates() ? null : new GuardedAnswer(by);
    }

    /** Walks on once this is known; false. */
    boolean wakeAfter(CompletionStage<?> stage) {
        wakeAfter(stage, this::walk);
        return false;
    }

    /** Goes on, on the event loop, once this is known. */
    void wakeAfter(CompletionStage<?> stage, Runnable goOn) {
        stage.whenComplete((known, failure) -> channel.eventLoop().execute(() -> {
            if (failure != null) {
                fail(reason(failure));
            } else {
                goOn.run();
            }
        }));
    }

    private static ApiError reason(Throwable failure) {
        return cause(failure) instanceof ApiException refused
                ? refused.error()
                : ApiError.of(ErrorCode.STORE_UNAVAILABLE);
    }

    static Throwable cause(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause == null ? failure : cause;
    }

    /** From now on it is to be answered by another deployment. */
    void leadTo(Route next, RateHold hold) {
        route = next;
        holdings.move(hold);
    }

    /** Another attempt begins. */
    void restart() {
        if (keyed != null) {
            keyed.restart();
        }
    }

    /**
     * The attempt settled the whole request: what it cost replaces what was held.
     *
     * @param mayBeCredited what of it is given back if the body cannot be written
     */
    void settle(NanoWon cost, NanoWon mayBeCredited) {
        answer.costs(cost);
        holdings.settle(cost, mayBeCredited);
    }

    /** The client gets these: what comes again with the same key gets them too. */
    void relaying(byte[] bytes, int length) {
        if (keyed != null) {
            keyed.add(bytes, length);
        }
    }

    /**
     * Keeps what is to be had again of an answer that is whole, where something is.
     *
     * @param then runs on the event loop with what the client gets
     */
    void keep(Ending ending, Consumer<byte[]> then) {
        Ending.Keepsake keepsake = ending.keepsake();
        if (keepsake == null) {
            then.accept(ending.bytes());
            return;
        }
        keeping = true;
        boolean inBackground = isInBackground();
        gateway.kept()
                .keep(knownCaller(), keepsake, inBackground)
                .whenComplete((done, failure) -> channel.eventLoop().execute(() -> {
                    boolean kept = Boolean.TRUE.equals(done);
                    unwanted = inBackground && !kept;
                    then.accept(kept ? ending.bytes() : keepsake.unkept().get());
                }));
    }

    /**
     * The answer is whole but for this, and everything of it was recorded but its end: settles it. Where it has a key, it is
     * kept first, so that it is billed only if whoever repeats it gets it.
     *
     * @param last the end of the answer
     * @param then runs on the event loop once that may be sent
     */
    void conclude(AttemptRecord record, byte[] last, Runnable then) {
        if (unwanted) {
            // It is cancelled, or is answered again: nobody gets this answer.
            record.waive(false, then);
            return;
        }
        KeyedRun run = keyed;
        if (run == null) {
            record.settle(Outcome.COMPLETED, false, then);
            return;
        }
        run.add(last, last.length);
        ServingDeployment by = knownRoute().deployment();
        run.keep(
                new KeptAnswer(
                        knownRequest().stream(), by.id().text(), by.site().country(), new byte[0]),
                kept -> channel.eventLoop().execute(() -> {
                    if (kept) {
                        record.settle(Outcome.COMPLETED, false, then);
                    } else {
                        record.waive(false, then);
                    }
                }));
    }

    /** Whether its answer stays to be had when it cannot be written now. */
    boolean isKeyed() {
        return keyed != null;
    }

    /** The name of its claim, or null. */
    @Nullable
    String claimName() {
        return keyed == null ? null : keyed.claim().name();
    }

    /** The last write was handed over, or never will be. */
    void end(@Nullable ApiError error) {
        if (ended) {
            return;
        }
        ended = true;
        if (keyed != null) {
            keyed.end();
        }
        attempts.end();
        holdings.giveBack();
        BackgroundReply inBackground = reply;
        if (inBackground != null) {
            inBackground.stop();
        }
        Attempt running = attempts.running();
        AttemptResult result = running == null ? null : running.result();
        InferenceRequest read = request;
        RequestMetadata metadata = read == null ? RequestMetadata.NONE : read.metadata();
        gateway.telemetry().ended(new ExchangeSummary(client, times, route, result, attempts.count(), metadata, error));
    }

    Gateway gateway() {
        return gateway;
    }

    EngineConnections connections() {
        return connections;
    }

    Channel channel() {
        return channel;
    }

    ClientRequest client() {
        return client;
    }

    ClientAnswer answer() {
        return answer;
    }

    StageTimes times() {
        return times;
    }

    Caller knownCaller() {
        return known(caller);
    }

    Holdings holdings() {
        return holdings;
    }

    Attempts attempts() {
        return attempts;
    }

    String knownOrigin() {
        return known(origin);
    }

    InferenceRequest knownRequest() {
        return known(request);
    }

    Route knownRoute() {
        return known(route);
    }

    static <T> T known(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("a stage was entered before the one that feeds it");
        }
        return value;
    }
}
