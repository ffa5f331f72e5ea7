package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.cluster.engine.Bytes;
import cloud.hanok.platform.id.ResponseId;
import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the client of a background request gets on its connection: that its request waits, or the events of the answer as they come, wherever
 * it is computed. Belongs to the connection's event loop; what blocks runs beside it.
 */
// In Netty a write or close that fails ends the channel, and channelInactive hears of it.
@SuppressWarnings("FutureReturnValueIgnored")
final class BackgroundReply {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundReply.class);

    private final Exchange exchange;
    private final BackgroundAnswers answers;
    private final Executor workers;
    private long saidNanos;
    private boolean putting;
    private boolean writing;
    private volatile boolean stopped;
    private volatile @Nullable Thread follower;

    BackgroundReply(Exchange exchange, KeptStage kept) {
        this.exchange = exchange;
        this.answers = kept.background();
        this.workers = kept.workers();
        this.saidNanos = System.nanoTime();
    }

    /** Puts the request, and answers. */
    void put(Deferred deferred, byte[] body) {
        putting = true;
        beside(() -> {
                    answers.put(
                            exchange.knownCaller(),
                            deferred,
                            body,
                            exchange.client().language().tag());
                    return deferred;
                })
                .whenComplete((put, failure) -> loop(() -> {
                    putting = false;
                    if (failure == null) {
                        exchange.deferred(deferred, () -> reply(deferred.id(), deferred.streamed(), deferred.begun()));
                    } else {
                        fail(failure);
                    }
                }));
    }

    /** Answers a request that was put before. */
    void again(ResponseId id, boolean streamed) {
        if (streamed) {
            follow(id);
            return;
        }
        beside(() -> answers.now(exchange.knownCaller().tenant(), id))
                .whenComplete((object, failure) -> loop(() -> {
                    if (failure == null) {
                        reply(id, false, object);
                    } else {
                        fail(failure);
                    }
                }));
    }

    /** Whether the client may leave, and its request is put all the same. */
    boolean isPutting() {
        return putting;
    }

    /** Looks at whether the client takes too long, and whether it wants to hear that the answer is still to come. */
    void look(long nowNanos) {
        long quietNanos = nowNanos - saidNanos;
        if (writing) {
            if (quietNanos > exchange.gateway().settings().slowReaderPatience().toNanos()) {
                exchange.channel().close();
            }
            return;
        }
        int heartbeatSeconds = exchange.client().heartbeatSeconds();
        if (exchange.answer().begun()
                && heartbeatSeconds > 0
                && quietNanos >= TimeUnit.SECONDS.toNanos(heartbeatSeconds)) {
            saidNanos = nowNanos;
            exchange.answer().heartbeat();
        }
    }

    /** The client is gone, or the process ends. */
    void stop() {
        stopped = true;
        Thread following = follower;
        if (following != null) {
            following.interrupt();
        }
    }

    private void reply(ResponseId id, boolean streamed, byte[] object) {
        if (streamed) {
            follow(id);
        } else {
            exchange.answer().body(object);
            exchange.end(null);
        }
    }

    private void follow(ResponseId id) {
        workers.execute(() -> {
            follower = Thread.currentThread();
            try {
                EventSource events = answers.follow(exchange.knownCaller().tenant(), id, -1);
                byte[] next = events.next();
                while (next != null && !stopped) {
                    written(next).join();
                    next = events.next();
                }
                loop(this::end);
            } catch (InterruptedException left) {
                LOG.debug("nobody follows {} here any more", id);
            } catch (RuntimeException failure) {
                loop(() -> fail(failure));
            } finally {
                follower = null;
            }
        });
    }

    /** Completes once the client's socket took them, or its connection is gone. */
    private CompletableFuture<Void> written(byte[] events) {
        var written = new CompletableFuture<Void>();
        exchange.channel().eventLoop().execute(() -> {
            if (exchange.ended()) {
                stopped = true;
                written.complete(null);
                return;
            }
            writing = true;
            saidNanos = System.nanoTime();
            exchange.answer().events(new Bytes().add(events)).addListener(done -> {
                writing = false;
                saidNanos = System.nanoTime();
                if (!done.isSuccess()) {
                    stopped = true;
                    exchange.channel().close();
                }
                written.complete(null);
            });
        });
        return written;
    }

    private void end() {
        exchange.answer().end(new byte[0]);
        exchange.end(null);
    }

    private void fail(Throwable failure) {
        Throwable cause = Exchange.cause(failure);
        ApiException refused = cause instanceof ApiException known
                ? known
                : cause instanceof RuntimeException unchecked ? StoreRefusals.of(unchecked) : null;
        if (refused == null) {
            LOG.error(
                    "{} could not be put into the background, or followed there",
                    exchange.client().id(),
                    cause);
        }
        exchange.fail(refused == null ? ApiError.of(ErrorCode.INTERNAL_ERROR) : refused.error());
    }

    private <T> CompletionStage<T> beside(Supplier<T> call) {
        return CompletableFuture.supplyAsync(call, workers);
    }

    private void loop(Runnable run) {
        Channel channel = exchange.channel();
        channel.eventLoop().execute(() -> {
            if (!exchange.ended()) {
                run.run();
            }
        });
    }
}
