package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.security.ClientAddresses;
import cloud.hanok.tenant.key.IpAddress;
import cloud.hanok.tenant.key.KeyUse;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The byte path's place on a client's connection, in front of Micronaut: takes the requests it has routes for and lets
 * the others through. Requests of one connection are answered in order, whoever answers them; the connection is read on
 * while an answer is pending, so that a client's close is seen at once.
 */
// In Netty a write or close that fails ends the channel, and channelInactive hears of it.
@SuppressWarnings("FutureReturnValueIgnored")
final class GatewayHandler extends ChannelDuplexHandler implements Watches.Watched {
    /** Messages of pipelined requests that wait their turn; a client that sends more is not waited for. */
    private static final int MAX_WAITING_MESSAGES = 64;

    /** How long the rest of a refused body is read, so that its sender gets to read the answer. */
    private static final long LINGER_MILLIS = 1_000;

    private static final long USUAL_BODY_BYTES = 2_048;

    private final GatewayDoor door;
    private final Protocols protocols;
    private final EngineConnections connections;
    private final GatewaySettings settings;
    private final ClientAddresses addresses;
    private final ArrayDeque<Object> waiting = new ArrayDeque<>();
    private final RequestHeadRules headRules;
    private final RequestBody body = new RequestBody();
    private final Watches.Watch watch = new Watches.Watch(this);

    /** Who gets the content that comes now. */
    private enum Receiver {
        NOBODY,
        EXCHANGE,
        MICRONAUT,
        DISCARD
    }

    private Receiver receiver = Receiver.NOBODY;
    private int micronautAnswersDue;
    private @Nullable Exchange exchange;
    private @Nullable ClientAnswer answer;
    private boolean bodyComplete;
    private boolean answerWritten;
    private boolean draining;
    /** Whether something came since the connection was read last; begun heads do not count, which the decoder keeps. */
    private boolean heard;
    /** What a connection is read for first may be its handshake. */
    private boolean fresh = true;

    private long headBegunNanos;
    private long answeredNanos;
    private @Nullable ChannelHandlerContext context;

    /** The same for all requests of one protocol on a connection but a proxy's. */
    private @Nullable KeyUse directUse;

    GatewayHandler(
            GatewayDoor door,
            Protocols protocols,
            EngineConnections connections,
            GatewaySettings settings,
            ClientAddresses addresses) {
        this.door = door;
        this.protocols = protocols;
        this.addresses = addresses;
        this.connections = connections;
        this.settings = settings;
        this.headRules = new RequestHeadRules(settings.maxBodyBytes());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        heard = true;
        boolean between = receiver == Receiver.NOBODY;
        if ((between && isBusy()) || !waiting.isEmpty()) {
            if (waiting.size() >= MAX_WAITING_MESSAGES) {
                ReferenceCountUtil.release(message);
                ctx.close();
                return;
            }
            waiting.add(message);
            return;
        }
        take(ctx, message);
    }

    private boolean isBusy() {
        return answer != null || micronautAnswersDue > 0;
    }

    private void take(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest head) {
            head(ctx, head);
            if (!(message instanceof HttpContent)) {
                return;
            }
        }
        if (message instanceof HttpContent content) {
            content(ctx, content);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private void head(ChannelHandlerContext ctx, HttpRequest head) {
        headBegunNanos = 0;
        Protocol protocol = head.decoderResult().isFailure()
                ? null
                : protocols.of(head.method().name(), head.uri());
        if (protocol == null) {
            connections.watches().end(watch);
            receiver = Receiver.MICRONAUT;
            micronautAnswersDue++;
            if (!(head instanceof HttpContent)) {
                ctx.fireChannelRead(head);
            }
            return;
        }
        begin(ctx, protocol, head);
    }

    /** A browser's question is no request yet: nothing of it is recorded. */
    private void answerQuestion(ClientAnswer reply, HttpRequest head) {
        receiver = Receiver.DISCARD;
        reply.whole(CrossOrigin.yes(head));
    }

    private void begin(ChannelHandlerContext ctx, Protocol protocol, HttpRequest head) {
        long receivedNanos = System.nanoTime();
        int heartbeatSeconds = Heartbeats.seconds(head.headers(), settings.heartbeat());
        var asked = ClientRequest.of(
                door.nextId(), protocol, head, use(ctx, protocol, head), heartbeatSeconds, receivedNanos);
        ClientRequest request = ctx.channel() instanceof InternalChannel inside ? asked.from(inside.request()) : asked;
        var reply = new ClientAnswer(ctx, request, written -> answerWritten(ctx, written.isSuccess()));
        answer = reply;
        answerWritten = false;
        answeredNanos = 0;
        bodyComplete = false;
        connections.watches().begin(watch, ctx.channel().eventLoop());
        if (CrossOrigin.isQuestion(head)) {
            answerQuestion(reply, head);
            return;
        }
        Gateway gateway = door.gateway();
        if (gateway == null) {
            refuse(door.refusal());
            return;
        }
        ApiError refusal = headRules.refusalOf(protocol, head);
        if (refusal == null && heartbeatSeconds == Heartbeats.MALFORMED) {
            refusal = Heartbeats.malformed();
        }
        if (refusal != null) {
            refuse(refusal);
            return;
        }
        var next = new Exchange(gateway, connections, ctx.channel(), request, reply);
        exchange = next;
        receiver = Receiver.EXCHANGE;
        body.begin(HttpUtil.getContentLength(head, USUAL_BODY_BYTES));
        if (HttpUtil.is100ContinueExpected(head)) {
            ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
        next.start();
        if (next.ended() && receiver == Receiver.EXCHANGE) {
            receiver = Receiver.DISCARD;
        }
    }

    private KeyUse use(ChannelHandlerContext ctx, Protocol protocol, HttpRequest head) {
        KeyUse direct = directUse;
        if (direct == null || direct.endpoint() != protocol.family()) {
            direct = new KeyUse(ClientAddresses.peer(ctx.channel().remoteAddress()), protocol.family(), true);
            directUse = direct;
        }
        String origin = head.headers().get(HttpHeaderNames.ORIGIN);
        boolean proxied = addresses.readsHeader(direct.address());
        if (!proxied && origin == null) {
            return direct;
        }
        IpAddress client = proxied
                ? addresses.client(direct.address(), head.headers().getAll(ClientAddresses.HEADER))
                : direct.address();
        return new KeyUse(client, protocol.family(), true, origin);
    }

    /** Answers before the body was read; the connection ends with it unless the body ends soon. */
    private void refuse(ApiError error) {
        ClientAnswer reply = answer;
        if (reply == null) {
            return;
        }
        receiver = Receiver.DISCARD;
        reply.closeAfterwards();
        Exchange refused = exchange;
        if (refused == null) {
            reply.error(error);
        } else {
            refused.fail(error);
        }
    }

    /** Bytes came and no message: a head has begun that is not whole yet. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!heard && !fresh && headBegunNanos == 0 && receiver == Receiver.NOBODY && !isBusy()) {
            headBegunNanos = System.nanoTime();
            connections.watches().begin(watch, ctx.channel().eventLoop());
        }
        fresh = false;
        heard = false;
        ctx.fireChannelReadComplete();
    }

    @Override
    public void look(long nowNanos) {
        ChannelHandlerContext ctx = context;
        ClientAnswer reply = answer;
        Exchange running = exchange;
        if (ctx == null) {
            return;
        }
        if (!ctx.channel().isActive()) {
            lookAtLeftAlone(running, nowNanos);
        } else if (reply == null) {
            lookAtHead(ctx, nowNanos);
        } else if (running != null && !running.ended()) {
            if (!bodyComplete
                    && GatewaySettings.isLate(running.ageNanos(nowNanos), settings.bodyTimeout(), body.length())) {
                refuse(ApiError.of(
                        ErrorCode.REQUEST_TIMEOUT,
                        Long.toString(settings.bodyTimeout().toSeconds())));
            } else {
                running.look(nowNanos);
            }
        } else if (!answerWritten) {
            lookAtReader(ctx, reply, nowNanos);
        }
    }

    /** A request with an idempotency key goes on without its client, and an engine that hangs is as late for it. */
    private void lookAtLeftAlone(@Nullable Exchange running, long nowNanos) {
        if (running == null || running.ended()) {
            exchange = null;
            connections.watches().end(watch);
        } else {
            running.look(nowNanos);
        }
    }

    private void lookAtHead(ChannelHandlerContext ctx, long nowNanos) {
        boolean late = headBegunNanos != 0
                && nowNanos - headBegunNanos > settings.headTimeout().toNanos();
        if (late) {
            connections.watches().end(watch);
            ApiError error = ApiError.of(
                    ErrorCode.HEAD_TIMEOUT, Long.toString(settings.headTimeout().toSeconds()));
            ClosingAnswer.write(ctx, error, "", door.nextId());
        }
    }

    /** The last write waits for its reader. */
    private void lookAtReader(ChannelHandlerContext ctx, ClientAnswer reply, long nowNanos) {
        if (answeredNanos == 0) {
            answeredNanos = nowNanos;
        } else if (GatewaySettings.isLate(nowNanos - answeredNanos, settings.slowReaderPatience(), reply.bodyBytes())) {
            ctx.close();
        }
    }

    @Override
    public void cut() {
        ChannelHandlerContext ctx = context;
        Exchange running = exchange;
        if (running != null && !running.ended()) {
            ClientAnswer reply = answer;
            if (reply != null) {
                reply.closeAfterwards();
            }
            running.cut(door.refusal());
        } else if (ctx != null) {
            ctx.close();
        }
    }

    /** Whoever asked from inside no longer wants the answer. */
    void cancel(boolean shown) {
        Exchange running = exchange;
        if (running != null) {
            running.cancel(shown);
        }
    }

    private void content(ChannelHandlerContext ctx, HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        switch (receiver) {
            case MICRONAUT -> {
                if (last) {
                    receiver = Receiver.NOBODY;
                }
                ctx.fireChannelRead(content);
            }
            case EXCHANGE -> {
                boolean fits = body.append(content.content(), settings.maxBodyBytes());
                content.release();
                if (!fits) {
                    refuse(headRules.tooLarge());
                }
                if (last) {
                    endOfBody(ctx);
                }
            }
            case DISCARD -> {
                content.release();
                if (last) {
                    receiver = Receiver.NOBODY;
                    bodyComplete = true;
                    finishIfDone(ctx);
                }
            }
            case NOBODY -> content.release();
        }
    }

    private void endOfBody(ChannelHandlerContext ctx) {
        receiver = Receiver.NOBODY;
        bodyComplete = true;
        Exchange complete = exchange;
        byte[] whole = body.take();
        if (complete != null) {
            complete.bodyComplete(whole);
        }
        finishIfDone(ctx);
    }

    /** The last write of the answer came to its end. */
    private void answerWritten(ChannelHandlerContext ctx, boolean success) {
        answerWritten = true;
        if (!success) {
            ctx.close();
            return;
        }
        finishIfDone(ctx);
        ClientAnswer answered = answer;
        if (answered != null && !bodyComplete) {
            receiver = Receiver.DISCARD;
            ctx.executor().schedule(() -> stopLingering(ctx, answered), LINGER_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void stopLingering(ChannelHandlerContext ctx, ClientAnswer answered) {
        if (answered == answer) {
            ctx.close();
        }
    }

    private void finishIfDone(ChannelHandlerContext ctx) {
        ClientAnswer reply = answer;
        if (reply == null || !answerWritten || !bodyComplete) {
            return;
        }
        exchange = null;
        answer = null;
        connections.watches().end(watch);
        if (!reply.keepAlive() || door.isShuttingDown()) {
            ctx.close();
        } else {
            takeWaiting(ctx);
        }
    }

    private void takeWaiting(ChannelHandlerContext ctx) {
        if (draining) {
            return;
        }
        draining = true;
        boolean taken = false;
        while (!waiting.isEmpty() && !(receiver == Receiver.NOBODY && isBusy())) {
            take(ctx, waiting.remove());
            taken = true;
        }
        draining = false;
        if (taken) {
            // Micronaut holds what it writes back until the read that it answers is complete.
            ctx.fireChannelReadComplete();
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        boolean endsAnswer = message instanceof LastHttpContent && !isInformational(message);
        ctx.write(message, promise);
        if (endsAnswer && micronautAnswersDue > 0) {
            micronautAnswersDue--;
            if (!waiting.isEmpty()) {
                ctx.executor().execute(() -> takeWaiting(ctx));
            }
        }
    }

    private static boolean isInformational(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        Exchange left = exchange;
        if (left != null) {
            left.clientGone();
        }
        if (left == null || left.ended()) {
            exchange = null;
            connections.watches().end(watch);
        }
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (answer != null) {
            ctx.close();
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }
}
