package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ErrorBody;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.error.ErrorForm;
import cloud.hanok.api.error.Language;
import cloud.hanok.cluster.engine.Bytes;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.platform.answer.KeptAnswer;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.money.NanoWon;
import cloud.hanok.tenant.limit.RateHold;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The answer to one request, written to its client's connection. Belongs to the connection's event loop. */
// In Netty a write or close that fails ends the channel, and channelInactive hears of it.
@SuppressWarnings("FutureReturnValueIgnored")
final class ClientAnswer {
    static final AsciiString X_REQUEST_ID = AsciiString.cached("x-request-id");
    private static final AsciiString REQUEST_ID = AsciiString.cached("request-id");
    private static final AsciiString X_RECEIPT_ID = AsciiString.cached("x-receipt-id");
    private static final AsciiString X_RESIDENCY = AsciiString.cached("x-residency");
    private static final AsciiString X_SERVED_BY = AsciiString.cached("x-served-by");
    private static final AsciiString X_IDEMPOTENT_REPLAY = AsciiString.cached("x-idempotent-replay");
    private static final AsciiString X_ORIGINAL_REQUEST_ID = AsciiString.cached("x-original-request-id");
    private static final AsciiString X_COST_KRW = AsciiString.cached("x-cost-krw");
    private static final AsciiString X_ACCEL_BUFFERING = AsciiString.cached("x-accel-buffering");
    private static final AsciiString PROCESSING_MS = AsciiString.cached("openai-processing-ms");
    private static final AsciiString EVENT_STREAM = AsciiString.cached("text/event-stream; charset=utf-8");
    private static final AsciiString JSON = AsciiString.cached("application/json");
    private static final AsciiString TRUE = AsciiString.cached("true");
    private static final AsciiString NO = AsciiString.cached("no");
    /** Names are constants and values our own ids and numbers: there is nothing to validate in the heads of good answers. */
    private static final HttpHeadersFactory OWN_HEADERS =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false);

    private static final byte[] ERROR_EVENT = "event: error\ndata: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_LINE = "\r\n".getBytes(StandardCharsets.US_ASCII);
    /** A size in hexadecimal and two line ends. */
    private static final int CHUNK_FRAME_BYTES = 12;

    private static final byte[] END_OF_EVENT = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private final ChannelHandlerContext ctx;
    private final ClientRequest request;
    private final ChannelFutureListener whenEnded;
    private boolean keepAlive;
    private boolean begun;
    private boolean answering;
    private int bodyBytes;
    private @Nullable ServingDeployment servedBy;
    private @Nullable RateHold limits;
    private @Nullable Clock clock;
    private @Nullable NanoWon cost;
    private @Nullable RequestId repeats;
    private @Nullable KeptAnswer repeated;

    /**
     * @param whenEnded hears of the last write
     */
    ClientAnswer(ChannelHandlerContext ctx, ClientRequest request, ChannelFutureListener whenEnded) {
        this.ctx = ctx;
        this.request = request;
        this.whenEnded = whenEnded;
        this.keepAlive = request.keepAlive();
    }

    /** Whether its head was written: what goes wrong from now on is told as an event. */
    boolean begun() {
        return begun;
    }

    /** Bytes of a body that was written at once. */
    int bodyBytes() {
        return bodyBytes;
    }

    /** Whether something of an engine's answer was written: until then another engine may give it. */
    boolean answering() {
        return answering;
    }

    /** Whether the connection stays open after the answer. */
    boolean keepAlive() {
        return keepAlive;
    }

    /** The connection ends with this answer. */
    void closeAfterwards() {
        keepAlive = false;
    }

    /** An OPEN exists: from now on the answer says where it was computed, by what, and that there is a receipt. */
    void recordedAt(ServingDeployment deployment) {
        servedBy = deployment;
    }

    /** From now on the answer says how the caller's limits stand. */
    void limitedBy(RateHold hold, Clock timeOfDay) {
        limits = hold;
        clock = timeOfDay;
    }

    /** The answer is settled: it says what it costs, to a client that wants to know. */
    void costs(NanoWon settled) {
        if (request.wantsCost()) {
            cost = settled;
        }
    }

    /** The whole answer is an error. */
    void error(ApiError error) {
        FullHttpResponse response = errorResponse(error, request.protocol().errors(), request.language(), request.id());
        if (error.code() == ErrorCode.METHOD_NOT_ALLOWED) {
            response.headers()
                    .set(
                            HttpHeaderNames.ALLOW,
                            GatewayRoutes.verbs(request.protocol().path()));
        }
        ownHeaders(response.headers());
        if (response.status().equals(HttpResponseStatus.UNAUTHORIZED)) {
            // How long a key was looked for would say whether its id is somebody's.
            response.headers().remove(PROCESSING_MS);
        }
        begun = true;
        ctx.writeAndFlush(response).addListener(whenEnded);
    }

    /** An error as an answer, but for the headers that say whose it is. */
    static FullHttpResponse errorResponse(ApiError error, ErrorForm form, Language language, RequestId id) {
        byte[] body = form.bytes(error, language, id.text());
        var status = HttpResponseStatus.valueOf(error.code().status());
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        ErrorBody.headers(error, language).forEach(response.headers()::set);
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return response;
    }

    /** The whole answer is this. */
    void whole(FullHttpResponse response) {
        ownHeaders(response.headers());
        begun = true;
        ctx.writeAndFlush(response).addListener(whenEnded);
    }

    /** The whole answer is this JSON. */
    ChannelFuture body(byte[] json) {
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.OK,
                Unpooled.wrappedBuffer(json),
                OWN_HEADERS.newHeaders(),
                EmptyHttpHeaders.INSTANCE);
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, JSON);
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, json.length);
        ownHeaders(response.headers());
        NanoWon settled = cost;
        if (settled != null) {
            response.headers().set(X_COST_KRW, settled.toWonText());
        }
        begun = true;
        answering = true;
        bodyBytes = json.length;
        return ctx.writeAndFlush(response).addListener(whenEnded);
    }

    /** The whole answer is the one that this request got before. */
    void repeat(RequestId first, KeptAnswer kept) {
        repeats = first;
        repeated = kept;
        if (kept.streamed()) {
            end(kept.body());
        } else {
            body(kept.body());
        }
    }

    /**
     * Says that the answer is still to come; the head goes first. Who will give it is not decided yet, so that a head that goes
     * now does not say so.
     */
    void heartbeat() {
        if (!begun) {
            servedBy = null;
        }
        begin();
        byte[] event = Heartbeats.event(request.protocol().errors());
        write(event, event.length);
    }

    /**
     * Hands some events to the socket; the head goes first. The bytes are copied before this returns. They go past the HTTP
     * encoder, which would make three buffers of what is one chunk.
     */
    ChannelFuture events(Bytes events) {
        begin();
        answering = true;
        return write(events.array(), events.length());
    }

    private ChannelFuture write(byte[] bytes, int length) {
        ChannelHandlerContext codec = ctx.pipeline().context(HttpServerCodec.class);
        if (codec == null) {
            // HTTP/2 frames what it is given.
            ByteBuf frame = ctx.alloc().ioBuffer(length).writeBytes(bytes, 0, length);
            return ctx.writeAndFlush(new DefaultHttpContent(frame));
        }
        ByteBuf buffer = ctx.alloc().ioBuffer(length + CHUNK_FRAME_BYTES);
        if (request.http10()) {
            buffer.writeBytes(bytes, 0, length);
        } else {
            buffer.writeCharSequence(Integer.toHexString(length), StandardCharsets.US_ASCII);
            buffer.writeBytes(END_OF_LINE).writeBytes(bytes, 0, length).writeBytes(END_OF_LINE);
        }
        return codec.writeAndFlush(buffer);
    }

    /** Ends a stream that is whole, with its last events. */
    void end(byte[] events) {
        begin();
        NanoWon settled = cost;
        byte[] last = settled == null ? events : withCost(settled, events);
        ctx.writeAndFlush(new DefaultLastHttpContent(Unpooled.wrappedBuffer(last)))
                .addListener(whenEnded);
    }

    /** A comment, which every reader of an event stream passes over: the head is long gone. */
    private static byte[] withCost(NanoWon settled, byte[] events) {
        byte[] comment = (": " + X_COST_KRW + " " + settled.toWonText() + "\n\n").getBytes(StandardCharsets.US_ASCII);
        return new Bytes().add(comment).add(events).copy();
    }

    /**
     * Ends a stream that broke: an error event and no {@code [DONE]}.
     *
     * @param own how the stream's protocol says it, or null: as its errors are written
     */
    void errorEvent(ApiError error, byte @Nullable [] own) {
        begin();
        ctx.writeAndFlush(new DefaultLastHttpContent(Unpooled.wrappedBuffer(own == null ? errorEvent(error) : own)))
                .addListener(whenEnded);
    }

    private byte[] errorEvent(ApiError error) {
        byte[] body = request.protocol()
                .errors()
                .bytes(error, request.language(), request.id().text());
        return new Bytes().add(ERROR_EVENT).add(body).add(END_OF_EVENT).copy();
    }

    private void begin() {
        if (begun) {
            return;
        }
        begun = true;
        var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, OWN_HEADERS);
        HttpHeaders headers = response.headers();
        headers.set(HttpHeaderNames.CONTENT_TYPE, EVENT_STREAM);
        headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE);
        headers.set(X_ACCEL_BUFFERING, NO);
        if (request.http10()) {
            keepAlive = false;
        } else {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        ownHeaders(headers);
        ctx.write(response, isMultiplexed() ? ctx.newPromise() : ctx.voidPromise());
    }

    /** Whether this is one of several requests at once on a connection, which has no void promises. */
    private boolean isMultiplexed() {
        return ctx.channel() instanceof Http2StreamChannel;
    }

    private void ownHeaders(HttpHeaders headers) {
        headers.set(X_REQUEST_ID, request.id().text());
        if (request.protocol().errors() == ErrorForm.ANTHROPIC) {
            headers.set(REQUEST_ID, request.id().text());
        }
        String origin = request.use().origin();
        if (origin != null) {
            CrossOrigin.readable(headers, origin);
        }
        ServingDeployment by = servedBy;
        if (by != null) {
            headers.set(X_RECEIPT_ID, request.id().text());
            headers.set(X_RESIDENCY, by.site().country().toLowerCase(Locale.ROOT));
            headers.set(X_SERVED_BY, by.id().text());
        }
        if (repeats != null && repeated != null) {
            headers.set(X_IDEMPOTENT_REPLAY, TRUE);
            headers.set(X_ORIGINAL_REQUEST_ID, repeats.text());
            headers.set(X_RECEIPT_ID, repeats.text());
            headers.set(X_RESIDENCY, repeated.country().toLowerCase(Locale.ROOT));
            headers.set(X_SERVED_BY, repeated.servedBy());
        }
        RateHold limited = limits;
        Clock timeOfDay = clock;
        if (limited != null && timeOfDay != null) {
            RateHeaders.set(headers, limited, timeOfDay.millis());
        }
        long sinceMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - request.receivedNanos());
        headers.set(PROCESSING_MS, Long.toString(sinceMillis));
        if (!keepAlive) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (request.http10()) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
    }
}
