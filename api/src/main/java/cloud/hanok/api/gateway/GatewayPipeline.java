package cloud.hanok.api.gateway;

import cloud.hanok.api.console.ConsolePassages;
import cloud.hanok.api.security.ClientAddresses;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import jakarta.inject.Singleton;

/** Puts the byte path into the pipeline of every connection that Micronaut's server accepts. */
// In Netty a close that fails ends the channel all the same.
@SuppressWarnings("FutureReturnValueIgnored")
@Singleton
final class GatewayPipeline implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    /**
     * What the system may hold of an answer that its reader does not take: it is billed, for it was handed over, so it is kept small;
     * by itself it would grow to megabytes, thousands of tokens.
     */
    static final int SEND_BUFFER_BYTES = 128 << 10;

    private final GatewayDoor door;
    private final Protocols protocols;
    private final GatewaySettings settings;
    private final ClientAddresses addresses;
    private final EngineConnectionsOfLoops connections;
    private final ConnectionBound bound;
    private final ConsolePassages passages;

    GatewayPipeline(
            GatewayDoor door,
            Protocols protocols,
            GatewaySettings settings,
            ClientAddresses addresses,
            EngineConnectionsOfLoops connections,
            ConnectionBound bound,
            ConsolePassages passages) {
        this.passages = passages;
        this.connections = connections;
        this.bound = bound;
        this.addresses = addresses;
        this.door = door;
        this.protocols = protocols;
        this.settings = settings;
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(new ForListener());
        return event.getBean();
    }

    private final class ForListener implements NettyServerCustomizer {
        @Override
        public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
            return role == ChannelRole.CONNECTION ? new ForConnection(channel) : this;
        }
    }

    /** A connection, whose requests follow each other on it (HTTP/1.1), or each have a channel of their own (HTTP/2). */
    private final class ForConnection implements NettyServerCustomizer {
        private final Channel channel;
        private final ConnectionBound.Verdict verdict;

        ForConnection(Channel channel) {
            this.channel = channel;
            this.verdict = bound.judge(channel);
            switch (verdict) {
                case SERVED -> channel.config().setOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES);
                case TOLD -> {}
                case CLOSED -> channel.close();
            }
        }

        @Override
        public NettyServerCustomizer specializeForChannel(Channel stream, ChannelRole role) {
            return role == ChannelRole.REQUEST_STREAM ? new ForStream(stream, verdict) : this;
        }

        @Override
        public void onStreamPipelineBuilt() {
            insert(channel, verdict);
        }
    }

    private final class ForStream implements NettyServerCustomizer {
        private final Channel stream;
        private final ConnectionBound.Verdict verdict;

        ForStream(Channel stream, ConnectionBound.Verdict verdict) {
            this.stream = stream;
            this.verdict = verdict;
        }

        @Override
        public void onStreamPipelineBuilt() {
            insert(stream, verdict);
        }
    }

    private void insert(Channel channel, ConnectionBound.Verdict verdict) {
        EventLoop loop = channel.eventLoop();
        if (loop.inEventLoop()) {
            insertNow(channel, verdict);
        } else {
            loop.execute(() -> insertNow(channel, verdict));
        }
    }

    private void insertNow(Channel channel, ConnectionBound.Verdict verdict) {
        if (verdict == ConnectionBound.Verdict.SERVED) {
            channel.pipeline()
                    .addBefore(ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND, "hanok-console", passages.next());
        }
        ChannelHandler handler = switch (verdict) {
            case SERVED -> new GatewayHandler(door, protocols, connections.here(), settings, addresses);
            case TOLD, CLOSED -> new CrowdedOut(door, settings);
        };
        channel.pipeline().addBefore(ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND, "hanok-gateway", handler);
    }
}
