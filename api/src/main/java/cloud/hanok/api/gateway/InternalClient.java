package cloud.hanok.api.gateway;

import cloud.hanok.api.security.ClientAddresses;
import cloud.hanok.platform.claim.IdempotencyKeyRefusedException;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.function.Supplier;

/**
 * Asks the byte path of this process from inside. What is asked goes through the handler of any connection, so that every stage applies; only
 * who asks is known instead of proved.
 */
// In Netty a write or close that fails ends the channel, and channelInactive hears of it.
@SuppressWarnings("FutureReturnValueIgnored")
public final class InternalClient {
    private final GatewayDoor door;
    private final Protocols protocols;
    private final GatewaySettings settings;
    private final ClientAddresses addresses;
    private final EngineConnectionsOfLoops connections;
    private final Supplier<Loops> loops;

    /**
     * Where requests run.
     *
     * @param group the listener's event loops
     * @param sockets what they make connections of
     */
    record Loops(EventLoopGroup group, Class<? extends Channel> sockets) {}

    /** @param loops asked once something runs */
    InternalClient(
            GatewayDoor door,
            Protocols protocols,
            GatewaySettings settings,
            ClientAddresses addresses,
            EngineConnectionsOfLoops connections,
            Supplier<Loops> loops) {
        this.door = door;
        this.protocols = protocols;
        this.settings = settings;
        this.addresses = addresses;
        this.connections = connections;
        this.loops = loops;
    }

    /** One that runs. */
    @FunctionalInterface
    public interface Running {
        /**
         * Nobody wants the answer any more: the engine stops, and nothing more comes.
         *
         * @param shown whether what came was shown to whoever asked: then it is billed as that of a client who left, and else not
         */
        void cancel(boolean shown);
    }

    /** Asks. */
    public Running ask(InternalRequest request, InternalAnswer answer) {
        Loops here = loops.get();
        EventLoop loop = here.group().next();
        var channel = new InternalChannel(request, answer, here.sockets());
        loop.register(channel).addListener(registered -> {
            if (registered.isSuccess()) {
                begin(channel);
            } else {
                channel.close();
            }
        });
        return shown -> loop.execute(() -> cancel(channel, shown));
    }

    private void begin(InternalChannel channel) {
        channel.pipeline().addLast(new GatewayHandler(door, protocols, connections.here(), settings, addresses));
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.fireChannelRead(head(channel.request()));
        pipeline.fireChannelRead(new DefaultLastHttpContent(
                Unpooled.wrappedBuffer(channel.request().body())));
        pipeline.fireChannelReadComplete();
    }

    private static HttpRequest head(InternalRequest request) {
        var head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, request.path());
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, request.body().length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .set(HttpHeaderNames.ACCEPT_LANGUAGE, request.language())
                .set(IdempotencyKeyRefusedException.FIELD, request.key());
        return head;
    }

    private static void cancel(InternalChannel channel, boolean shown) {
        GatewayHandler handler = channel.pipeline().get(GatewayHandler.class);
        if (handler != null) {
            handler.cancel(shown);
        }
        channel.close();
    }
}
