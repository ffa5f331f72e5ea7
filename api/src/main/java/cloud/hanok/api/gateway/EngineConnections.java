package cloud.hanok.api.gateway;

import cloud.hanok.cluster.serving.EngineEndpoint;
import cloud.hanok.cluster.serving.ServingReplica;
import cloud.hanok.platform.id.ReplicaId;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Connections to engines, kept for one event loop: a request never changes its thread, so nothing here is shared. Every
 * method is called on that event loop.
 */
final class EngineConnections {
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int CHUNK_BYTES = 64 << 10;

    private final GatewaySettings settings;
    private final Map<ReplicaId, Pool> pools = new HashMap<>();
    private @Nullable SslContext tls;
    private final Watches watches;
    private boolean sweeping;
    private byte[] scratch = new byte[CHUNK_BYTES];

    EngineConnections(GatewaySettings settings, LiveRequests live) {
        this.settings = settings;
        this.watches = new Watches(live);
    }

    /** What may take too long on this event loop. */
    Watches watches() {
        return watches;
    }

    /** Room of this event loop to copy received bytes to; its content is anybody's after the next call. */
    byte[] scratch(int bytes) {
        if (scratch.length < bytes) {
            scratch = new byte[Integer.highestOneBit(bytes) * 2];
        }
        return scratch;
    }

    /** Gives the listener a connection, or tells it why there is none. */
    void connect(Channel client, ServingReplica replica, EngineListener listener) {
        Pool pool = pools.computeIfAbsent(replica.id(), id -> new Pool());
        EngineConnection resting = pool.take();
        if (resting != null) {
            resting.lend(listener);
            listener.connected(resting);
            return;
        }
        pool.open++;
        EngineEndpoint endpoint = replica.endpoint();
        ChannelFuture connecting = new Bootstrap()
                .group(client.eventLoop())
                .channel(socketsOf(client))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        settings.connectTimeout().toMillis())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) throws SSLException {
                        initialise(channel, endpoint, pool);
                    }
                })
                .connect(endpoint.socketAddress());
        connecting.addListener(future -> {
            if (future.isSuccess()) {
                EngineConnection connection = connecting.channel().pipeline().get(EngineConnection.class);
                connection.lend(listener);
                listener.connected(connection);
            } else {
                pool.open--;
                listener.failed(future.cause(), false, false);
            }
        });
        sweepLater(client);
    }

    /** A request of HTTP/2, and one from inside, has a channel of its own, which is no socket. */
    private static Class<? extends Channel> socketsOf(Channel client) {
        return switch (client) {
            case Http2StreamChannel stream -> stream.parent().getClass();
            case InternalChannel internal -> internal.sockets();
            default -> client.getClass();
        };
    }

    private void initialise(Channel channel, EngineEndpoint endpoint, Pool pool) throws SSLException {
        if (endpoint.tls()) {
            SslHandler handler = tls().newHandler(channel.alloc(), endpoint.host(), endpoint.port());
            var parameters = handler.engine().getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            handler.engine().setSSLParameters(parameters);
            channel.pipeline().addLast(handler);
        }
        var decoding = new HttpDecoderConfig()
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxChunkSize(CHUNK_BYTES)
                // None of an engine's headers is handed on.
                .setValidateHeaders(false)
                .setInitialBufferSize(256);
        channel.pipeline().addLast(new HttpResponseDecoder(decoding)).addLast(new EngineConnection(pool, channel));
    }

    private SslContext tls() throws SSLException {
        SslContext context = tls;
        if (context == null) {
            context = SslContextBuilder.forClient().build();
            tls = context;
        }
        return context;
    }

    private void sweepLater(Channel client) {
        if (!sweeping) {
            sweeping = true;
            long everyMillis = Math.max(1, settings.idleConnectionTimeout().toMillis() / 2);
            var sweep = client.eventLoop()
                    .scheduleWithFixedDelay(this::sweep, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
            sweep.addListener(ended -> sweeping = false);
        }
    }

    private void sweep() {
        long restingBeforeNanos =
                System.nanoTime() - settings.idleConnectionTimeout().toNanos();
        pools.values().forEach(pool -> pool.closeRestingSince(restingBeforeNanos));
        pools.values().removeIf(pool -> pool.isEmpty());
    }

    /** The resting connections to one engine, the one used last on top. */
    final class Pool {
        private final ArrayDeque<EngineConnection> resting = new ArrayDeque<>();
        /** Connections made or being made, lent or resting: a pool without any may be dropped. */
        private int open;

        @Nullable
        EngineConnection take() {
            EngineConnection connection = resting.pollFirst();
            while (connection != null && !connection.isUsable()) {
                connection = resting.pollFirst();
            }
            return connection;
        }

        void giveBack(EngineConnection connection) {
            if (resting.size() < settings.idleConnectionsPerReplica()) {
                resting.addFirst(connection);
            } else {
                connection.close();
            }
        }

        void forget(EngineConnection connection) {
            open--;
            resting.remove(connection);
        }

        boolean isEmpty() {
            return open == 0;
        }

        void closeRestingSince(long nanos) {
            EngineConnection oldest = resting.peekLast();
            while (oldest != null && oldest.restingSinceNanos() - nanos < 0) {
                resting.pollLast();
                oldest.close();
                oldest = resting.peekLast();
            }
        }
    }
}
