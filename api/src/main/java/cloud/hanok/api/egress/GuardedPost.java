package cloud.hanok.api.egress;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sends messages to addresses that strangers name, over {@link GuardedConnection}. Of the answer the status is read and nothing else, so
 * that no host can keep us busy with a long one, and none can lead us on. Blocks; call it from a virtual thread.
 */
public final class GuardedPost {
    private static final int CHUNK_BYTES = 4 << 10;
    private static final int MAX_HEAD_BYTES = 16 << 10;

    private final PostSettings settings;
    private final GuardedConnection.Rules rules;

    /** @param tls whose trust decides which hosts are who they say */
    public GuardedPost(PostSettings settings, SSLSocketFactory tls) {
        this.settings = settings;
        this.rules = new GuardedConnection.Rules(settings.addresses(), settings.ports(), tls);
    }

    /**
     * Judges an address without calling it; what stands there is looked up, and judged again at each call.
     *
     * @throws FetchRefusedException when it may not be called
     */
    public void check(String address) throws FetchRefusedException {
        var unused = rules.judge(GuardedConnection.uri(address));
    }

    /**
     * Sends a message.
     *
     * @param headers in lower case, besides those that every request has
     * @return the status of the answer
     * @throws FetchRefusedException when the address may not be called
     * @throws SocketTimeoutException when there was no status in time
     * @throws IOException when the connection or the host failed
     */
    public int post(String address, Map<String, String> headers, byte[] body)
            throws FetchRefusedException, IOException {
        long deadlineNanos = System.nanoTime() + settings.timeout().toNanos();
        URI uri = GuardedConnection.uri(address);
        try (GuardedConnection connection = GuardedConnection.open(rules, uri, deadlineNanos)) {
            connection.send(request(uri, headers, body));
            return status(connection);
        } catch (IOException failed) {
            if (System.nanoTime() >= deadlineNanos && !(failed instanceof SocketTimeoutException)) {
                var late = new SocketTimeoutException("the time for the host is over");
                late.addSuppressed(failed);
                throw late;
            }
            throw failed;
        }
    }

    private static byte[] request(URI uri, Map<String, String> headers, byte[] body) {
        var head = new StringBuilder("POST " + GuardedConnection.target(uri) + " HTTP/1.1\r\nhost: "
                + GuardedConnection.authority(uri) + "\r\ncontent-length: " + body.length
                + "\r\nuser-agent: hanok-webhooks\r\nconnection: close\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        var all = new ByteArrayOutputStream();
        all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(body);
        return all.toByteArray();
    }

    private static int status(GuardedConnection connection) throws IOException {
        var config = new HttpDecoderConfig().setMaxHeaderSize(MAX_HEAD_BYTES).setMaxChunkSize(CHUNK_BYTES);
        var decoder = new EmbeddedChannel(new HttpResponseDecoder(config));
        try {
            byte[] chunk = new byte[CHUNK_BYTES];
            while (true) {
                int read = connection.read(chunk);
                if (read < 0) {
                    throw new IOException("the host ended before its answer did");
                }
                decoder.writeInbound(Unpooled.copiedBuffer(chunk, 0, read));
                OptionalInt status = status(decoder);
                if (status.isPresent()) {
                    return status.getAsInt();
                }
            }
        } finally {
            decoder.finishAndReleaseAll();
        }
    }

    /** The status of what has come; empty when there is more to come. */
    private static OptionalInt status(EmbeddedChannel decoder) throws IOException {
        for (Object part = decoder.readInbound(); part != null; part = decoder.readInbound()) {
            try {
                if (part instanceof HttpResponse head) {
                    if (head.decoderResult().isFailure()) {
                        throw new IOException("the host's answer is no HTTP");
                    }
                    if (head.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
                        return OptionalInt.of(head.status().code());
                    }
                }
            } finally {
                ReferenceCountUtil.release(part);
            }
        }
        return OptionalInt.empty();
    }
}
