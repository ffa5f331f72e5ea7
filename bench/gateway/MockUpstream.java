import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * An engine that computes nothing: canned bytes, one thread, so that it costs less than any gateway before it. A chat
 * request that asks for a stream gets 31 events and {@code [DONE]}, each event a packet of its own, in vLLM's form with
 * running usage; any other gets one JSON body, at once or, of the model {@code mock-late}, as late as a first event. {@code
 * GET /count} tells how many it answered whole.
 *
 * <p>Arguments: port, milliseconds before the first event, microseconds between two events (0: none).
 */
final class MockUpstream {
    private static final int TOKENS = 28;
    private static final byte[] STREAM_ASKED = ascii("\"stream\":true");
    private static final byte[] LATE_ASKED = ascii("\"mock-late\"");
    private static final byte[] LENGTH = ascii("content-length:");
    private static final String ID = "\"id\":\"chatcmpl-mock\"";
    private static final String KNOWN = ",\"created\":1795305600,\"model\":\"mock\"";

    private final long firstNanos;
    private final long gapNanos;
    private final ByteBuffer json = ByteBuffer.wrap(jsonAnswer());
    private final ByteBuffer models = ByteBuffer.wrap(
            ok("{\"object\":\"list\",\"data\":[" + model("mock") + "," + model("mock-late") + "]}"));
    private final List<ByteBuffer> late = List.of(json);
    private final List<ByteBuffer> events = streamAnswer();
    private final ArrayDeque<Connection> playing = new ArrayDeque<>();
    private long jsonAnswers;
    private long streamAnswers;

    private MockUpstream(long firstMillis, long gapMicros) {
        this.firstNanos = firstMillis * 1_000_000;
        this.gapNanos = gapMicros * 1_000;
    }

    public static void main(String[] arguments) throws IOException {
        new MockUpstream(Long.parseLong(arguments[1]), Long.parseLong(arguments[2]))
                .serve(Integer.parseInt(arguments[0]));
    }

    /** One connection; a request is answered before the next is read. */
    private static final class Connection {
        private final SocketChannel socket;
        private final ByteBuffer in = ByteBuffer.allocate(64 << 10);
        private List<ByteBuffer> packets = List.of();
        private int nextPacket;
        private long dueNanos;

        Connection(SocketChannel socket) {
            this.socket = socket;
        }
    }

    private void serve(int port) throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress("127.0.0.1", port), 1024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        while (true) {
            if (playing.isEmpty()) {
                selector.select();
            } else {
                long waitMillis = (playing.peekFirst().dueNanos - System.nanoTime()) / 1_000_000;
                if (waitMillis > 0) {
                    selector.select(waitMillis);
                } else {
                    selector.selectNow();
                }
            }
            for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); keys.remove()) {
                SelectionKey key = keys.next();
                if (key.isAcceptable()) {
                    SocketChannel socket = server.accept();
                    socket.configureBlocking(false);
                    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    socket.register(selector, SelectionKey.OP_READ, new Connection(socket));
                } else {
                    read((Connection) key.attachment());
                }
            }
            playDue();
        }
    }

    private void read(Connection from) throws IOException {
        try {
            if (from.socket.read(from.in) < 0) {
                close(from);
                return;
            }
            while (answerOne(from)) {}
        } catch (IOException gone) {
            close(from);
        }
    }

    private void close(Connection connection) throws IOException {
        playing.remove(connection);
        connection.socket.close();
    }

    private boolean answerOne(Connection to) throws IOException {
        byte[] bytes = to.in.array();
        int end = to.in.position();
        int head = find(bytes, 0, end, ascii("\r\n\r\n"));
        if (head < 0) {
            return false;
        }
        int bodyStart = head + 4;
        int bodyEnd = bodyStart + contentLength(bytes, head);
        if (bodyEnd > end) {
            return false;
        }
        if (bytes[0] == 'G') {
            boolean count = find(bytes, 0, head, ascii("/count")) >= 0;
            write(
                    to,
                    count
                            ? ByteBuffer.wrap(ok("{\"json\":" + jsonAnswers + ",\"stream\":" + streamAnswers + "}"))
                            : models.duplicate());
        } else if (find(bytes, bodyStart, bodyEnd, STREAM_ASKED) >= 0) {
            play(to, events);
        } else if (find(bytes, bodyStart, bodyEnd, LATE_ASKED) >= 0) {
            play(to, late);
        } else {
            write(to, json.duplicate());
            jsonAnswers++;
        }
        System.arraycopy(bytes, bodyEnd, bytes, 0, end - bodyEnd);
        to.in.position(end - bodyEnd);
        return to.in.position() > 0;
    }

    private void play(Connection to, List<ByteBuffer> packets) {
        to.packets = packets;
        to.nextPacket = 0;
        to.dueNanos = System.nanoTime() + firstNanos;
        playing.add(to);
    }

    /** Plays one packet of each answer that is due; the queue is in the order of what is due next, to within a gap. */
    private void playDue() throws IOException {
        long now = System.nanoTime();
        for (int i = playing.size(); i > 0; i--) {
            Connection next = playing.poll();
            if (next == null) {
                return;
            }
            if (next.dueNanos - now > 0) {
                playing.add(next);
                continue;
            }
            try {
                write(next, next.packets.get(next.nextPacket++).duplicate());
                if (next.nextPacket < next.packets.size()) {
                    next.dueNanos += gapNanos;
                    playing.add(next);
                } else if (next.packets == late) {
                    jsonAnswers++;
                } else {
                    streamAnswers++;
                }
            } catch (IOException gone) {
                next.socket.close();
            }
        }
    }

    private static void write(Connection to, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            to.socket.write(bytes);
        }
    }

    private static int contentLength(byte[] bytes, int head) {
        for (int i = 0; i < head; i++) {
            if (bytes[i] == '\n' && matches(bytes, i + 1, head)) {
                int length = 0;
                for (int at = i + 1 + LENGTH.length; at < head && bytes[at] != '\r'; at++) {
                    if (bytes[at] != ' ') {
                        length = length * 10 + bytes[at] - '0';
                    }
                }
                return length;
            }
        }
        return 0;
    }

    private static boolean matches(byte[] bytes, int from, int to) {
        if (from + LENGTH.length > to) {
            return false;
        }
        for (int i = 0; i < LENGTH.length; i++) {
            if (Character.toLowerCase(bytes[from + i]) != LENGTH[i]) {
                return false;
            }
        }
        return true;
    }

    private static int find(byte[] bytes, int from, int to, byte[] wanted) {
        for (int i = from; i <= to - wanted.length; i++) {
            int same = 0;
            while (same < wanted.length && bytes[i + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return i;
            }
        }
        return -1;
    }

    private static String model(String id) {
        return "{\"id\":\"" + id + "\",\"object\":\"model\",\"owned_by\":\"bench\"}";
    }

    private static byte[] jsonAnswer() {
        String text = "대한민국의 수도는 서울입니다. ".repeat(4).strip();
        return ok("{" + ID + ",\"object\":\"chat.completion\"" + KNOWN + ",\"choices\":[{\"index\":0,\"message\":"
                + "{\"role\":\"assistant\",\"content\":\"" + text + "\"},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                + usage(TOKENS) + "}");
    }

    private static List<ByteBuffer> streamAnswer() {
        List<String> data = new ArrayList<>();
        data.add(chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null", usage(0)));
        for (int token = 1; token <= TOKENS; token++) {
            data.add(chunk("{\"content\":\"서울 \"}", "null", usage(token)));
        }
        data.add(chunk("{}", "\"stop\"", usage(TOKENS)));
        data.add("{" + ID + ",\"object\":\"chat.completion.chunk\"" + KNOWN + ",\"choices\":[]," + usage(TOKENS) + "}");
        List<ByteBuffer> packets = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            String packet = i > 0
                    ? ""
                    : "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n"
                            + "transfer-encoding: chunked\r\n\r\n";
            packet += httpChunk("data: " + data.get(i) + "\n\n");
            if (i == data.size() - 1) {
                packet += httpChunk("data: [DONE]\n\n") + "0\r\n\r\n";
            }
            packets.add(ByteBuffer.wrap(packet.getBytes(StandardCharsets.UTF_8)));
        }
        return packets;
    }

    private static String chunk(String delta, String finish, String usage) {
        return "{" + ID + ",\"object\":\"chat.completion.chunk\"" + KNOWN + ",\"choices\":[{\"index\":0,\"delta\":"
                + delta + ",\"logprobs\":null,\"finish_reason\":" + finish + "}]," + usage + "}";
    }

    private static String usage(int output) {
        return "\"usage\":{\"prompt_tokens\":24,\"total_tokens\":" + (24 + output) + ",\"completion_tokens\":" + output
                + "}";
    }

    private static String httpChunk(String text) {
        return Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n";
    }

    private static byte[] ok(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + bytes.length + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
