import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;

/**
 * What the runtime alone costs: a relay that reads HTTP and writes it again, one event loop, kept upstream connections,
 * and nothing of what a gateway is for. Arguments: port, the upstream's port.
 */
final class BareRelay {
    private final EventLoopGroup loop;
    private final int upstreamPort;
    private final ArrayDeque<Channel> idle = new ArrayDeque<>();

    private BareRelay(int upstreamPort) {
        IoHandlerFactory transport = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.loop = new MultiThreadIoEventLoopGroup(1, transport);
        this.upstreamPort = upstreamPort;
    }

    public static void main(String[] arguments) throws InterruptedException {
        System.out.println("transport: " + (Epoll.isAvailable() ? "epoll" : "nio"));
        new BareRelay(Integer.parseInt(arguments[1])).serve(Integer.parseInt(arguments[0]));
    }

    private void serve(int port) throws InterruptedException {
        new ServerBootstrap()
                .group(loop)
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel client) {
                        client.pipeline().addLast(new HttpServerCodec(), new Client());
                    }
                })
                .bind("127.0.0.1", port)
                .sync()
                .channel()
                .closeFuture()
                .sync();
    }

    /** A client's connection; one request at a time. */
    private final class Client extends ChannelInboundHandlerAdapter {
        private final ArrayDeque<Object> waiting = new ArrayDeque<>();
        private Channel engine;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HttpRequest) {
                connect(ctx.channel());
            }
            if (engine == null) {
                waiting.add(message);
            } else {
                engine.write(message, engine.voidPromise());
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            if (engine != null) {
                engine.flush();
            }
        }

        private void connect(Channel client) {
            Channel kept = idle.poll();
            while (kept != null && !kept.isActive()) {
                kept = idle.poll();
            }
            if (kept != null) {
                engine = kept;
                kept.pipeline().get(Engine.class).client = client;
                return;
            }
            engine = null;
            new Bootstrap()
                    .group(loop)
                    .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel made) {
                            made.pipeline().addLast(new HttpClientCodec(), new Engine(client));
                        }
                    })
                    .connect("127.0.0.1", upstreamPort)
                    .addListener((ChannelFutureListener) connected -> {
                        engine = connected.channel();
                        waiting.forEach(engine::write);
                        waiting.clear();
                        engine.flush();
                    });
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (engine != null && engine.pipeline().get(Engine.class) instanceof Engine busy && busy.client != null) {
                engine.close();
            }
        }
    }

    /** A connection to the engine, kept between requests. */
    private final class Engine extends ChannelInboundHandlerAdapter {
        private Channel client;

        Engine(Channel client) {
            this.client = client;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            client.write(message, client.voidPromise());
            if (message instanceof LastHttpContent) {
                client.flush();
                client = null;
                idle.push(ctx.channel());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            if (client != null) {
                client.flush();
            }
        }
    }
}
