package cloud.hanok.api.scripted;

import cloud.hanok.api.scripted.ScriptedRequest.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Plays one answer to one connection, on its event loop, and keeps its record. One event is one flush, one packet. */
// A write that fails closes the connection, and its end is what is recorded.
@SuppressWarnings("FutureReturnValueIgnored")
final class ScriptedExchange {
    private final ChannelHandlerContext context;
    private final Script script;
    private final boolean stream;
    private final List<byte[]> parts;
    private final ScriptedRequests.Entry record;
    private final Runnable done;
    private int next;
    private int events;
    private boolean waiting;
    private boolean ended;

    /**
     * @param parts the events of a stream, or the one body
     * @param record where to note how it goes
     * @param done runs when the connection may take its next request
     */
    ScriptedExchange(
            ChannelHandlerContext context,
            Script script,
            boolean stream,
            List<byte[]> parts,
            ScriptedRequests.Entry record,
            Runnable done) {
        this.context = context;
        this.script = script;
        this.stream = stream;
        this.parts = parts;
        this.record = record;
        this.done = done;
    }

    void begin() {
        if (script.hangBeforeHead()) {
            return;
        }
        long before =
                stream ? script.firstMillis() : script.firstMillis() + (long) script.tokens() * script.gapMillis();
        after(before, this::head);
    }

    /** The connection can take more, or the pause is over. */
    void proceed() {
        while (stream && next > 0 && !waiting && !ended && context.channel().isWritable()) {
            playEvent();
        }
    }

    /** The other side has gone. */
    void aborted() {
        end(Outcome.ABORTED);
    }

    private void head() {
        if (ended) {
            return;
        }
        if (script.dieBeforeHead()) {
            die();
        } else if (script.status() != HttpResponseStatus.OK.code()) {
            write(full(HttpResponseStatus.valueOf(script.status()), parts.getFirst()), Outcome.REFUSED);
        } else if (stream) {
            HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            head.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream")
                    .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE)
                    .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            context.write(head);
            playEvent();
            proceed();
        } else {
            body();
        }
    }

    private void playEvent() {
        int tokens = tokensIn(next);
        if (tokens == script.dieAfterTokens() && next > 0) {
            die();
        } else if (tokens == script.hangAfterTokens() && next > 0) {
            waiting = true;
        } else {
            writeEvent(parts.get(next++));
            if (next == parts.size()) {
                write(LastHttpContent.EMPTY_LAST_CONTENT, Outcome.COMPLETED);
            } else if (script.gapMillis() > 0) {
                waiting = true;
                after(script.gapMillis(), () -> {
                    waiting = false;
                    proceed();
                });
            }
        }
    }

    private void writeEvent(byte[] event) {
        int cut = script.split() ? insideACharacter(event) : 0;
        if (cut > 0) {
            context.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(event, 0, cut)));
        }
        ByteBuf rest = Unpooled.wrappedBuffer(event, cut, event.length - cut);
        context.writeAndFlush(new DefaultHttpContent(rest)).addListener((ChannelFutureListener) written -> {
            if (written.isSuccess() && !ended) {
                events++;
                record.written(events, tokensIn(events));
            }
        });
    }

    private void body() {
        byte[] body = parts.getFirst();
        if (script.dieAfterTokens() < 0) {
            write(full(HttpResponseStatus.OK, body), Outcome.COMPLETED);
            return;
        }
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        context.write(head);
        context.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(body, 0, body.length / 2)))
                .addListener(written -> die());
    }

    private DefaultFullHttpResponse full(HttpResponseStatus status, byte[] body) {
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        if (status.equals(HttpResponseStatus.TOO_MANY_REQUESTS)) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, 1);
        }
        return response;
    }

    private void write(Object last, Outcome outcome) {
        ChannelFuture written = context.writeAndFlush(last);
        written.addListener(result -> {
            if (result.isSuccess() && !ended) {
                end(outcome);
                done.run();
            }
        });
    }

    private void end(Outcome outcome) {
        if (!ended) {
            ended = true;
            if (!stream && outcome == Outcome.COMPLETED) {
                record.written(1, script.tokens());
            }
            record.end(outcome);
        }
    }

    /** A reset, as when the process is gone. */
    private void die() {
        end(Outcome.DIED);
        if (context.channel().config() instanceof SocketChannelConfig socket) {
            socket.setOption(ChannelOption.SO_LINGER, script.dieBeforeHead() ? 0 : -1);
        }
        context.close();
    }

    private int tokensIn(int eventsWritten) {
        return Math.clamp(eventsWritten - ScriptedAnswer.EVENTS_BEFORE_TOKENS, 0, script.tokens());
    }

    private void after(long millis, Runnable step) {
        if (millis <= 0) {
            step.run();
        } else {
            context.executor().schedule(step, millis, TimeUnit.MILLISECONDS);
        }
    }

    /** A place behind the first byte of a character of several; 0 when there is none. */
    private static int insideACharacter(byte[] event) {
        for (int i = 0; i < event.length; i++) {
            if (event[i] < 0) {
                return i + 1;
            }
        }
        return 0;
    }
}
