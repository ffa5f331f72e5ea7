package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.cluster.engine.Bytes;
import cloud.hanok.cluster.engine.EngineCodec;
import cloud.hanok.cluster.engine.EngineError;
import cloud.hanok.cluster.engine.SseSplitter;
import cloud.hanok.cluster.engine.StreamTranslator;
import cloud.hanok.cluster.engine.TokenCounts;
import cloud.hanok.cluster.serving.ServingDeployment;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Relays a stream, whole events at a time. A token counts when its chunk was handed to the client's socket: the running
 * count is in the progress slot before the write, and the engine is read again only after it.
 */
// In Netty a write or close that fails ends the channel, and channelInactive hears of it.
@SuppressWarnings("FutureReturnValueIgnored")
final class StreamRelay implements Relay {
    private static final int OK = 200;

    private final Exchange exchange;
    private final Attempt attempt;
    private final AttemptRecord record;
    private final TokenCounts counts = new TokenCounts();
    private final StreamTranslator translator;
    private final StreamForm form;
    private final @Nullable GuardedAnswer guarded;
    private final Bytes pending = new Bytes();
    private @Nullable EngineRefusal refusal;
    private @Nullable ApiError notAllowed;
    private int status;
    private boolean writing;
    private long writingSinceNanos;
    private long waitedNanos;
    private boolean unusable;
    private boolean engineEnded;
    private boolean completing;

    StreamRelay(Exchange exchange, Attempt attempt, AttemptRecord record, EngineCodec codec) {
        this.exchange = exchange;
        this.attempt = attempt;
        this.record = record;
        InferenceRequest request = exchange.knownRequest();
        ServingDeployment by = exchange.knownRoute().deployment();
        this.form = request.answer().stream(by);
        this.guarded = exchange.guardedAnswer();
        this.translator = new StreamTranslator(
                codec, request.answer().id(), by.name(), request.body().includeUsage(), counts);
    }

    @Override
    public void answered(int engineStatus) {
        status = engineStatus;
        if (engineStatus != OK) {
            refusal = new EngineRefusal();
        }
    }

    @Override
    public void received(ByteBuf bytes) {
        if (refusal != null) {
            refusal.received(bytes);
            return;
        }
        if (unusable || notAllowed != null) {
            return;
        }
        int length = bytes.readableBytes();
        byte[] scratch = exchange.connections().scratch(length);
        bytes.readBytes(scratch, 0, length);
        try {
            translator.feed(scratch, 0, length);
            guard(translator.output());
            form.add(translator.output(), counts, pending);
        } catch (ApiException refused) {
            notAllowed = refused.error();
        } catch (SseSplitter.OversizedEventException | StreamForm.UnreadableException _) {
            unusable = true;
        }
    }

    private void guard(Bytes events) {
        GuardedAnswer by = guarded;
        if (by != null) {
            by.filter(events);
            if (translator.isDone()) {
                by.end(events);
            }
        }
    }

    @Override
    public void receivedAll() {
        if (refusal == null) {
            flush();
        } else {
            attempt.readOn();
        }
    }

    @Override
    public void engineEnded() {
        engineEnded = true;
        if (refusal != null) {
            refusal.tell(exchange, attempt, status);
        } else {
            flush();
        }
    }

    @Override
    public void openDurable() {
        flush();
    }

    @Override
    public byte @Nullable [] failure(StreamForm.Failure error) {
        return form.failure(error);
    }

    @Override
    public boolean waitsForClient() {
        return writing;
    }

    @Override
    public long waitedForClientNanos(long nowNanos) {
        return writing ? waitedNanos + nowNanos - writingSinceNanos : waitedNanos;
    }

    private void flush() {
        if (writing || completing) {
            return;
        }
        if (pending.length() == 0) {
            next();
            return;
        }
        if (!attempt.mayAnswer()) {
            return;
        }
        record.relaying(counts);
        record.hash(pending.array(), pending.length());
        exchange.relaying(pending.array(), pending.length());
        exchange.times().markFirstToken();
        if (exchange.isUnattended()) {
            pending.clear();
            relayed();
            return;
        }
        writing = true;
        ChannelFuture written = exchange.answer().events(pending);
        pending.clear();
        if (written.isDone()) {
            written(written);
        } else {
            writingSinceNanos = System.nanoTime();
            written.addListener(this::writtenLater);
        }
    }

    private void writtenLater(Future<?> write) {
        waitedNanos += System.nanoTime() - writingSinceNanos;
        written(write);
    }

    private void written(Future<?> write) {
        writing = false;
        if (!write.isSuccess() && !exchange.goesOnAlone()) {
            exchange.channel().close();
            return;
        }
        relayed();
    }

    private void relayed() {
        record.delivered();
        if (!exchange.ended()) {
            attempt.touch();
            flush();
        }
    }

    private void next() {
        EngineError error = translator.error();
        ApiError refused = notAllowed;
        if (refused != null) {
            attempt.answerRefused(refused);
        } else if (error != null && !exchange.answer().answering() && error.kind() != EngineError.Kind.FAILED) {
            attempt.engineRefused(EngineRefusal.told(error, exchange));
        } else if (error != null || unusable) {
            attempt.engineBroke(null);
        } else if (translator.isDone()) {
            complete();
        } else if (engineEnded) {
            attempt.engineBroke(null);
        } else {
            attempt.readOn();
        }
    }

    private void complete() {
        if (!attempt.mayAnswer()) {
            return;
        }
        completing = true;
        record.relaying(counts);
        record.delivered();
        attempt.completed();
        exchange.times().mark(Stage.EXCHANGE);
        exchange.keep(form.end(), end -> exchange.conclude(record, end, () -> settled(end)));
    }

    private void settled(byte[] end) {
        if (!exchange.ended()) {
            exchange.times().mark(Stage.SETTLE);
            if (!exchange.isUnattended()) {
                exchange.answer().end(end);
            }
            exchange.end(null);
        }
    }
}
