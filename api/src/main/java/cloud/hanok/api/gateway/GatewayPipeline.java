package cloud.hanok.api.gateway;

import cloud.hanok.api.security.ClientAddresses;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import jakarta.inject.Singleton;

/** Puts the byte path into the pipeline of every connection that Micronaut's server accepts. */
@Singleton
final class GatewayPipeline implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    private final GatewayDoor door;
    private final Protocols protocols;
    private final GatewaySettings settings;
    private final ClientAddresses addresses;

    /** One set of engine connections for each event loop, which is a thread. */
    private final FastThreadLocal<EngineConnections> connections = new FastThreadLocal<>() {
        @Override
        protected EngineConnections initialValue() {
            return new EngineConnections(settings);
        }
    };

    GatewayPipeline(GatewayDoor door, Protocols protocols, GatewaySettings settings, ClientAddresses addresses) {
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

    private final class ForConnection implements NettyServerCustomizer {
        private final Channel channel;

        ForConnection(Channel channel) {
            this.channel = channel;
        }

        @Override
        public void onStreamPipelineBuilt() {
            EventLoop loop = channel.eventLoop();
            if (loop.inEventLoop()) {
                insert();
            } else {
                loop.execute(this::insert);
            }
        }

        private void insert() {
            channel.pipeline()
                    .addBefore(
                            ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND,
                            "hanok-gateway",
                            new GatewayHandler(door, protocols, connections.get(), settings, addresses));
        }
    }
}
