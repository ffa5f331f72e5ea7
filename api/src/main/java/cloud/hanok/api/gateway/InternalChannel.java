package cloud.hanok.api.gateway;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.SocketAddress;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one {@link InternalRequest}: without a socket, and never more than its own event loop away from the byte path. What is
 * written is taken by an {@link InternalAnswer}, one message after the other; a write is done when it was taken.
 */
final class InternalChannel extends AbstractChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false);

    private final ChannelConfig config = new DefaultChannelConfig(this);
    private final InternalRequest request;
    private final InternalAnswer answer;
    private final Class<? extends Channel> sockets;
    private boolean open = true;
    private boolean taking;

    /** @param sockets what its event loop makes connections of */
    InternalChannel(InternalRequest request, InternalAnswer answer, Class<? extends Channel> sockets) {
        super(null);
        this.request = request;
        this.answer = answer;
        this.sockets = sockets;
    }

    InternalRequest request() {
        return request;
    }

    Class<? extends Channel> sockets() {
        return sockets;
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) {
        while (!taking) {
            Object message = out.current();
            if (message == null) {
                return;
            }
            CompletionStage<?> taken = take(message);
            if (taken == null) {
                out.remove();
            } else {
                taking = true;
                taken.whenComplete((done, failure) -> eventLoop().execute(this::taken));
            }
        }
    }

    private void taken() {
        taking = false;
        ChannelOutboundBuffer out = unsafe().outboundBuffer();
        if (out != null) {
            out.remove();
            unsafe().flush();
        }
    }

    private @Nullable CompletionStage<?> take(Object message) {
        if (message instanceof HttpResponse head) {
            answer.head(head.status().code(), head.headers());
        }
        CompletionStage<?> taken = null;
        if (message instanceof HttpContent content) {
            byte[] bytes = ByteBufUtil.getBytes(content.content());
            taken = bytes.length == 0 ? null : answer.body(bytes);
        }
        if (message instanceof LastHttpContent) {
            answer.whole();
        }
        return taken;
    }

    @Override
    protected void doClose() {
        if (open) {
            open = false;
            answer.closed();
        }
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    protected void doBind(SocketAddress address) {
        throw new UnsupportedOperationException("it has no address");
    }

    /** What comes is put into the pipeline by who asks. */
    @Override
    protected void doBeginRead() {}

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return true;
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        return null;
    }

    @Override
    protected @Nullable SocketAddress remoteAddress0() {
        return null;
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isActive() {
        return open;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new AbstractUnsafe() {
            @Override
            public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
                promise.setFailure(new UnsupportedOperationException("it is connected"));
            }
        };
    }
}
