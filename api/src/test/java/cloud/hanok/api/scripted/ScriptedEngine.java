package cloud.hanok.api.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * An engine with OpenAI's chat completions that plays scripts, on loopback only. As a program it prints
 * {@code scripted engine on PORT} when it listens, and runs until it is killed. Its argument is the port, 0 for any.
 *
 * <p>Besides {@code /v1/chat/completions}: {@code /health}, {@code /v1/models}, {@code GET} and {@code DELETE
 * /script/requests}, {@code /script/connections}.
 */
public final class ScriptedEngine implements AutoCloseable {
    private static final int MAXIMUM_BODY_BYTES = 16 << 20;

    /** Small, so that an engine whose reader is slow stops soon, as a test of back-pressure wants it. */
    private static final WriteBufferWaterMark MARKS = new WriteBufferWaterMark(2 << 10, 8 << 10);

    private final MultiThreadIoEventLoopGroup group;
    private final Channel channel;
    private final ScriptedRequests requests;

    private ScriptedEngine(MultiThreadIoEventLoopGroup group, Channel channel, ScriptedRequests requests) {
        this.group = group;
        this.channel = channel;
        this.requests = requests;
    }

    /** Starts one in this process. */
    public static ScriptedEngine start(int port) throws InterruptedException {
        return start(port, request -> JsonNodeFactory.instance.objectNode());
    }

    /**
     * Starts one for those who cannot say in their requests what they want to be answered.
     *
     * @param otherwise the script of a request, where the request says nothing else
     */
    public static ScriptedEngine start(int port, Function<JsonNode, ObjectNode> otherwise) throws InterruptedException {
        ScriptedRequests requests = new ScriptedRequests();
        Map<ScriptedHandler.AnswerKey, List<byte[]>> answers = new ConcurrentHashMap<>();
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, MARKS)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel socket) {
                        socket.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(MAXIMUM_BODY_BYTES),
                                        new ScriptedHandler(requests, answers, otherwise));
                    }
                });
        Channel channel = bootstrap
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .sync()
                .channel();
        return new ScriptedEngine(group, channel, requests);
    }

    /** Argument: the port, 0 or none for any. */
    public static void main(String[] arguments) throws InterruptedException {
        ScriptedEngine engine = start(arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]));
        System.out.println("scripted engine on " + engine.port());
        engine.channel.closeFuture().sync();
    }

    /** The port it listens on. */
    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** What a deployment's {@code url} is to be. */
    public String url() {
        return "http://127.0.0.1:" + port() + "/v1";
    }

    /** What it has seen, oldest first. */
    public List<ScriptedRequest> requests() {
        return requests.all();
    }

    /** Forgets what it has seen. */
    public void forget() {
        requests.clear();
    }

    /** Closes all connections at once, as a killed process does, and stops. */
    @Override
    public void close() throws InterruptedException {
        channel.close().sync();
        group.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).sync();
    }
}
