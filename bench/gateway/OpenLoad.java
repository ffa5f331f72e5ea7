import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Load that does not wait for answers: requests arrive when they are due, at random and at a mean rate, whether earlier
 * ones were answered or not, and times count from when a request was due. Every answer is read whole and looked at: the
 * text of each event of a stream, in order, the usage, and the end. Says what it saw on one line of JSON.
 *
 * <p>Arguments: port, model, {@code json} or {@code stream}, requests a second, seconds, seed, key file ({@code -}: none),
 * and headers as {@code name: value}.
 */
final class OpenLoad {
    /** A JVM that has just begun is slow: what it measures of its first seconds is itself. */
    private static final int WARM_UP_SECONDS = 4;

    /** More than this on their way, and the rate is not being kept up with. */
    private static final int MAX_IN_FLIGHT = 1_000;

    private static final String TEXT = "서울 ";
    private static final int TOKENS = 28;

    private final EventLoop loop;
    private final Bootstrap connector;
    private final ByteBuf request;
    private final boolean stream;
    private final ArrayDeque<Channel> idle = new ArrayDeque<>();
    private final Times first = new Times();
    private final Times whole = new Times();
    private final Times late = new Times();
    private long countedFromNanos;
    private long answers;
    private int inFlight;
    private long wrong;
    private long dropped;
    private String firstWrong = "";

    private OpenLoad(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        boolean epoll = Epoll.isAvailable();
        var group = new MultiThreadIoEventLoopGroup(1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        this.loop = group.next();
        this.stream = arguments[2].equals("stream");
        this.request = Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(request(arguments, port), StandardCharsets.UTF_8));
        this.connector = new Bootstrap()
                .group(group)
                .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .remoteAddress("127.0.0.1", port)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.pipeline().addLast(new HttpResponseDecoder(), new Answer());
                    }
                });
    }

    public static void main(String[] arguments) throws Exception {
        new OpenLoad(arguments).run(
                Double.parseDouble(arguments[3]), Integer.parseInt(arguments[4]), Long.parseLong(arguments[5]));
        System.exit(0);
    }

    private static String request(String[] arguments, int port) throws IOException {
        String asStream = arguments[2].equals("stream")
                ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"
                : "";
        String body = "{\"model\":\"" + arguments[1] + "\",\"max_tokens\":256,\"temperature\":0.7,\"messages\":["
                + "{\"role\":\"system\",\"content\":\"당신은 친절한 도우미입니다.\"},"
                + "{\"role\":\"user\",\"content\":\"대한민국의 수도는 어디인가요? 한 문장으로 답해 주세요.\"}]" + asStream + "}";
        StringBuilder head = new StringBuilder("POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1:" + port
                + "\r\ncontent-type: application/json\r\ncontent-length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n");
        if (!arguments[6].equals("-")) {
            head.append("authorization: Bearer ").append(Files.readString(Path.of(arguments[6])).strip()).append("\r\n");
        }
        for (int i = 7; i < arguments.length; i++) {
            head.append(arguments[i]).append("\r\n");
        }
        return head + "\r\n" + body;
    }

    private void run(double rate, int seconds, long seed) throws Exception {
        var random = new SplittableRandom(seed);
        long startNanos = System.nanoTime() + 100_000_000;
        countedFromNanos = startNanos + WARM_UP_SECONDS * 1_000_000_000L;
        long endNanos = countedFromNanos + seconds * 1_000_000_000L;
        loop.submit(() -> arrive(startNanos, endNanos, rate, random)).sync();
        while (System.nanoTime() < endNanos || (busy() && System.nanoTime() < endNanos + 10_000_000_000L)) {
            Thread.sleep(20);
        }
        loop.submit(this::report).sync();
    }

    private boolean busy() throws Exception {
        return loop.submit(() -> inFlight > 0).get();
    }

    /** Sends what is due, and comes again when the next is. */
    private void arrive(long dueNanos, long endNanos, double rate, SplittableRandom random) {
        long next = dueNanos;
        while (next - System.nanoTime() <= 0 && next < endNanos) {
            ask(next);
            next += (long) (-Math.log(1 - random.nextDouble()) / rate * 1e9);
        }
        if (next < endNanos) {
            long at = next;
            loop.schedule(() -> arrive(at, endNanos, rate, random), at - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    private void ask(long dueNanos) {
        if (inFlight >= MAX_IN_FLIGHT) {
            dropped++;
            return;
        }
        inFlight++;
        count(late, dueNanos);
        Channel kept = idle.poll();
        while (kept != null && !kept.isActive()) {
            kept = idle.poll();
        }
        if (kept != null) {
            send(kept, dueNanos);
            return;
        }
        connector.connect().addListener((ChannelFutureListener) made -> {
            if (made.isSuccess()) {
                send(made.channel(), dueNanos);
            } else {
                inFlight--;
                wrong(made.cause().toString());
            }
        });
    }

    private void send(Channel to, long dueNanos) {
        to.pipeline().get(Answer.class).begin(dueNanos);
        to.writeAndFlush(request.duplicate());
    }

    private void count(Times times, long dueNanos) {
        if (dueNanos - countedFromNanos >= 0) {
            times.add(System.nanoTime() - dueNanos);
        }
    }

    private void wrong(String what) {
        wrong++;
        if (firstWrong.isEmpty()) {
            firstWrong = what.substring(0, Math.min(300, what.length()));
        }
    }

    private void report() {
        System.out.println("{\"answers\":" + answers + ",\"wrong\":" + wrong + ",\"dropped\":" + dropped
                + ",\"unanswered\":" + inFlight + ",\"firstP50\":" + first.micros(0.5) + ",\"firstP99\":" + first.micros(0.99)
                + ",\"wholeP50\":" + whole.micros(0.5) + ",\"wholeP99\":" + whole.micros(0.99)
                + ",\"lateP99\":" + late.micros(0.99) + ",\"firstWrong\":\""
                + firstWrong.replaceAll("[\"\\\\\\p{Cntrl}]", "'") + "\"}");
    }

    /** The answers on one connection, one after the other. */
    private final class Answer extends SimpleChannelInboundHandler<HttpObject> {
        private final StringBuilder utf8 = new StringBuilder();
        private long dueNanos;
        private boolean asked;
        private boolean answering;
        private int status;

        void begin(long nanos) {
            dueNanos = nanos;
            asked = true;
            answering = false;
            utf8.setLength(0);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
            if (message instanceof HttpResponse head) {
                status = head.status().code();
            }
            if (message instanceof HttpContent content) {
                if (content.content().isReadable()) {
                    if (!answering) {
                        answering = true;
                        count(first, dueNanos);
                    }
                    // As bytes: a character may lie across two packets.
                    utf8.append(content.content().toString(StandardCharsets.ISO_8859_1));
                }
                if (content instanceof LastHttpContent) {
                    end(ctx.channel());
                }
            }
        }

        private void end(Channel from) {
            count(whole, dueNanos);
            answers++;
            inFlight--;
            asked = false;
            String text = new String(utf8.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            if (status != 200 || !(stream ? isWholeStream(text) : text.contains("\"completion_tokens\":" + TOKENS))) {
                wrong(status + " " + text);
            }
            idle.push(from);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (asked) {
                inFlight--;
                asked = false;
                wrong("the connection was closed");
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    private static boolean isWholeStream(String text) {
        StringBuilder words = new StringBuilder();
        boolean usage = false;
        boolean done = false;
        for (String event : text.split("\r?\n\r?\n")) {
            if (!event.startsWith("data: ") || done) {
                return false;
            }
            String content = member(event, "\"content\":");
            words.append(content);
            usage |= event.replace(" ", "").contains("\"completion_tokens\":" + TOKENS);
            done = event.equals("data: [DONE]");
        }
        return done && usage && words.toString().equals(TEXT.repeat(TOKENS));
    }

    /** The text of a member, as no answer of the mock's has anything escaped in it; empty where there is none. */
    private static String member(String event, String name) {
        int at = event.indexOf(name);
        int from = at < 0 ? -1 : at + name.length();
        while (from > 0 && from < event.length() && event.charAt(from) == ' ') {
            from++;
        }
        if (from < 1 || event.charAt(from) != '"') {
            return "";
        }
        return event.substring(from + 1, event.indexOf('"', from + 1));
    }

    /** Nanoseconds, kept all. */
    private static final class Times {
        private long[] nanos = new long[1 << 12];
        private int count;

        void add(long value) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = value;
        }

        long micros(double quantile) {
            long[] sorted = Arrays.copyOf(nanos, count);
            Arrays.sort(sorted);
            return count == 0 ? 0 : sorted[Math.min(count - 1, (int) (quantile * count))] / 1_000;
        }
    }
}
