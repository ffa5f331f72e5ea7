package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiException;
import cloud.hanok.cluster.engine.EngineCodec;
import cloud.hanok.cluster.engine.TokenCounts;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Relays an answer that is not streamed. It is one chunk: settled first, then written; when the write fails, its output
 * is credited. It waits for its SETTLE, which cannot be durable before the OPEN is; only one that is kept for its key waits
 * for the OPEN before.
 */
final class BodyRelay implements Relay {
    private static final int OK = 200;
    private static final int FIRST_BYTES = 4 << 10;

    private final Exchange exchange;
    private final Attempt attempt;
    private final AttemptRecord record;
    private final EngineCodec codec;
    private final TokenCounts counts = new TokenCounts();
    private @Nullable EngineRefusal refusal;
    private int status;
    private byte[] body = new byte[FIRST_BYTES];
    private int length;
    private boolean unusable;
    private @Nullable Ending answer;

    BodyRelay(Exchange exchange, Attempt attempt, AttemptRecord record, EngineCodec codec) {
        this.exchange = exchange;
        this.attempt = attempt;
        this.record = record;
        this.codec = codec;
        counts.estimateInput(record.promptEstimateTokens());
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
        int more = bytes.readableBytes();
        if (length + more > exchange.gateway().settings().maxAnswerBytes()) {
            unusable = true;
            return;
        }
        if (length + more > body.length) {
            body = Arrays.copyOf(body, Math.max(length + more, body.length * 2));
        }
        bytes.readBytes(body, length, more);
        length += more;
    }

    @Override
    public void receivedAll() {
        if (unusable) {
            attempt.engineBroke(null);
        } else {
            attempt.readOn();
        }
    }

    @Override
    public void engineEnded() {
        if (refusal != null) {
            refusal.tell(exchange, attempt, status);
            return;
        }
        Ending translated;
        try {
            translated = unusable ? null : translated();
        } catch (ApiException notAsAsked) {
            attempt.engineRefused(notAsAsked.error());
            return;
        }
        if (translated == null) {
            attempt.engineBroke(null);
            return;
        }
        answer = translated;
        complete(translated);
    }

    private @Nullable Ending translated() {
        byte[] whole = Arrays.copyOf(body, length);
        GuardedAnswer guarded = exchange.guardedAnswer();
        if (guarded != null) {
            whole = guarded.body(whole);
        }
        return whole == null
                ? null
                : exchange.knownRequest()
                        .answer()
                        .body(codec, whole, exchange.knownRoute().deployment(), counts);
    }

    @Override
    public void openDurable() {
        Ending ready = answer;
        if (ready != null) {
            complete(ready);
        }
    }

    @Override
    public boolean waitsForClient() {
        return false;
    }

    @Override
    public long waitedForClientNanos(long nowNanos) {
        return 0;
    }

    private void complete(Ending translated) {
        if (exchange.isKeyed() && !attempt.mayAnswer()) {
            return;
        }
        exchange.times().markFirstToken();
        exchange.times().mark(Stage.EXCHANGE);
        record.relaying(counts);
        record.delivered();
        attempt.completed();
        exchange.keep(translated, body -> {
            record.hash(body, body.length);
            exchange.conclude(record, body, () -> settled(body));
        });
    }

    private void settled(byte[] translated) {
        exchange.times().mark(Stage.SETTLE);
        Channel channel = exchange.channel();
        if (exchange.isUnattended() && exchange.isKeyed()) {
            exchange.holdings().conclude();
            exchange.end(null);
            return;
        }
        if (exchange.ended() || (!channel.isActive() && !exchange.isKeyed())) {
            record.creditOutput();
            exchange.end(null);
            return;
        }
        exchange.answer().body(translated).addListener(this::written);
        exchange.end(null);
    }

    private void written(Future<?> write) {
        if (write.isSuccess() || exchange.isKeyed()) {
            exchange.holdings().conclude();
        } else {
            record.creditOutput();
        }
    }
}
