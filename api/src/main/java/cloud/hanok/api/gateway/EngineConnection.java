package cloud.hanok.api.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one engine. It reads only when it is asked to, except while it rests in its pool, where one read is
 * always pending so that an engine's close is seen at once.
 */
// In Netty a write or close that fails ends the channel, and channelInactive hears of it.
@SuppressWarnings("FutureReturnValueIgnored")
final class EngineConnection extends ChannelInboundHandlerAdapter {
    /** An engine ends its body at once after the last event; one that does not is not waited for. */
    private static final long DRAIN_MILLIS = 1_000;

    private final EngineConnections.Pool pool;
    private final Channel channel;
    private @Nullable EngineListener listener;
    private boolean readPending;
    private boolean keepAlive = true;
    private boolean answering;
    private boolean bodyEnded;
    private int served;
    private long restingSinceNanos;

    EngineConnection(EngineConnections.Pool pool, Channel channel) {
        this.pool = pool;
        this.channel = channel;
    }

    /** Gives the connection to a request. */
    void lend(EngineListener to) {
        listener = to;
        keepAlive = true;
        answering = false;
        bodyEnded = false;
    }

    boolean isUsable() {
        return channel.isActive();
    }

    long restingSinceNanos() {
        return restingSinceNanos;
    }

    /** Sends the request. Its failure is told to the listener. */
    void send(ByteBuf request) {
        channel.writeAndFlush(request).addListener((ChannelFutureListener) future -> {
            if (!future.isSuccess()) {
                fail(future.cause());
            }
        });
        read();
    }

    /** Asks for more of the answer. */
    void read() {
        if (!readPending && !bodyEnded) {
            readPending = true;
            channel.read();
        }
    }

    /** Breaks off: the engine sees the close and frees its slot. The listener hears nothing more. */
    void abort() {
        listener = null;
        channel.close();
    }

    /**
     * The answer is whole but its last bytes are not read yet: reads them, so that the connection can be used again, and
     * gives up soon.
     */
    void drain() {
        listener = new Draining();
        channel.eventLoop().schedule(this::stopDraining, DRAIN_MILLIS, TimeUnit.MILLISECONDS);
        read();
    }

    private void stopDraining() {
        if (listener instanceof Draining) {
            abort();
        }
    }

    /** Closes a resting connection. */
    void close() {
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        EngineListener to = listener;
        if (to == null) {
            ReferenceCountUtil.release(message);
            channel.close();
            return;
        }
        if (message instanceof HttpResponse response) {
            if (response.decoderResult().isFailure()) {
                fail(response.decoderResult().cause());
                return;
            }
            if (response.status().codeClass() == io.netty.handler.codec.http.HttpStatusClass.INFORMATIONAL) {
                return;
            }
            answering = true;
            keepAlive = HttpUtil.isKeepAlive(response);
            to.answered(response.status().code());
        }
        if (message instanceof HttpContent content) {
            content(content);
        }
    }

    private void content(HttpContent content) {
        ByteBuf bytes = content.content();
        try {
            EngineListener to = listener;
            if (!answering || to == null) {
                return;
            }
            if (content.decoderResult().isFailure()) {
                fail(content.decoderResult().cause());
                return;
            }
            if (bytes.isReadable()) {
                to.received(bytes);
            }
            if (content instanceof LastHttpContent) {
                bodyEnded = true;
            }
        } finally {
            content.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        readPending = false;
        EngineListener to = listener;
        if (to == null) {
            return;
        }
        if (bodyEnded) {
            listener = null;
            rest();
            to.ended();
        } else {
            to.receivedAll();
        }
    }

    private void rest() {
        served++;
        if (keepAlive && channel.isActive()) {
            restingSinceNanos = System.nanoTime();
            bodyEnded = false;
            read();
            pool.giveBack(this);
        } else {
            channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        pool.forget(this);
        fail(new ClosedChannelException());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(cause);
        channel.close();
    }

    private void fail(Throwable cause) {
        EngineListener to = listener;
        listener = null;
        if (to != null) {
            channel.close();
            to.failed(cause, true, served > 0);
        }
    }

    /** Lets the rest of an answer pass by. */
    private final class Draining implements EngineListener {
        @Override
        public void connected(EngineConnection connection) {}

        @Override
        public void answered(int status) {}

        @Override
        public void received(ByteBuf bytes) {}

        @Override
        public void receivedAll() {
            read();
        }

        @Override
        public void ended() {}

        @Override
        public void failed(Throwable cause, boolean connected, boolean reused) {}
    }
}
