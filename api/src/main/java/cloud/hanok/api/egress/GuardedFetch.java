package cloud.hanok.api.egress;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Fetches files from addresses that strangers name, over {@link GuardedConnection}. Nothing that the stranger sent goes along: no cookie,
 * no credential, no header of theirs. Blocks; call it from a virtual thread.
 */
public final class GuardedFetch {
    private static final int CHUNK_BYTES = 16 << 10;
    private static final int MAX_HEAD_BYTES = 16 << 10;
    private static final int OK = 200;

    private final FetchSettings settings;
    private final GuardedConnection.Rules rules;
    private final Semaphore places;

    /**
     * @param tls whose trust decides which hosts are who they say
     */
    public GuardedFetch(FetchSettings settings, SSLSocketFactory tls) {
        this.settings = settings;
        this.rules = new GuardedConnection.Rules(settings.addresses(), settings.ports(), tls);
        this.places = new Semaphore(settings.concurrent());
    }

    /**
     * A file.
     *
     * @param mediaType one of those that are taken
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Fetched(String mediaType, byte[] bytes) {}

    /**
     * The file at an address.
     *
     * @throws FetchRefusedException when there is none that may be had
     */
    public Fetched fetch(String address) throws FetchRefusedException {
        if (!places.tryAcquire()) {
            throw new FetchRefusedException(FetchRefusal.BUSY);
        }
        long deadlineNanos = System.nanoTime() + settings.timeout().toNanos();
        try {
            String at = address;
            for (int hop = 0; hop <= settings.redirects(); hop++) {
                Step step = step(GuardedConnection.uri(at), deadlineNanos);
                if (step.file() != null) {
                    return step.file();
                }
                at = step.next();
            }
            throw new FetchRefusedException(FetchRefusal.TOO_MANY_REDIRECTS);
        } catch (SocketTimeoutException late) {
            throw new FetchRefusedException(FetchRefusal.TOO_LATE, late);
        } catch (IOException failed) {
            boolean late = System.nanoTime() >= deadlineNanos;
            throw new FetchRefusedException(late ? FetchRefusal.TOO_LATE : FetchRefusal.FAILED, failed);
        } finally {
            places.release();
        }
    }

    /**
     * @param file what was fetched, or null
     * @param next where to go instead; empty where a file came
     */
    private record Step(@Nullable Fetched file, String next) {}

    private Step step(URI uri, long deadlineNanos) throws FetchRefusedException, IOException {
        try (GuardedConnection connection = GuardedConnection.open(rules, uri, deadlineNanos)) {
            connection.send(request(uri));
            return answer(uri, connection);
        }
    }

    private byte[] request(URI uri) {
        String head = "GET " + GuardedConnection.target(uri) + " HTTP/1.1\r\nhost: " + GuardedConnection.authority(uri)
                + "\r\naccept: "
                + String.join(", ", settings.mediaTypes().stream().sorted().toList())
                + "\r\naccept-encoding: identity\r\nuser-agent: hanok-gateway\r\nconnection: close\r\n\r\n";
        return head.getBytes(StandardCharsets.US_ASCII);
    }

    private Step answer(URI asked, GuardedConnection connection) throws FetchRefusedException, IOException {
        var config = new HttpDecoderConfig().setMaxHeaderSize(MAX_HEAD_BYTES).setMaxChunkSize(CHUNK_BYTES);
        var decoder = new EmbeddedChannel(new HttpResponseDecoder(config));
        var reading = new Reading();
        try {
            byte[] chunk = new byte[CHUNK_BYTES];
            while (!reading.whole) {
                int read = connection.read(chunk);
                if (read < 0) {
                    decoder.finish();
                } else {
                    decoder.writeInbound(Unpooled.copiedBuffer(chunk, 0, read));
                }
                String next = take(decoder, reading);
                if (next != null) {
                    return new Step(null, asked.resolve(next).toString());
                }
                if (read < 0 && !reading.whole) {
                    throw new IOException("the host ended before the file did");
                }
            }
            return new Step(new Fetched(reading.mediaType, reading.bytes.toByteArray()), "");
        } catch (IllegalArgumentException unreadable) {
            throw new FetchRefusedException(FetchRefusal.BAD_STATUS, unreadable);
        } finally {
            decoder.finishAndReleaseAll();
        }
    }

    /** Takes what was decoded; returns where the host sends us, if it does. */
    private @Nullable String take(EmbeddedChannel decoder, Reading into) throws FetchRefusedException, IOException {
        for (Object part = decoder.readInbound(); part != null; part = decoder.readInbound()) {
            try {
                if (part instanceof HttpResponse head) {
                    String next = head(head, into);
                    if (next != null) {
                        return next;
                    }
                }
                if (part instanceof HttpContent content) {
                    append(content.content(), into);
                    into.whole |= content instanceof LastHttpContent && into.begun;
                }
            } finally {
                ReferenceCountUtil.release(part);
            }
        }
        return null;
    }

    private @Nullable String head(HttpResponse head, Reading into) throws FetchRefusedException, IOException {
        if (head.decoderResult().isFailure()) {
            throw new IOException("the host's answer is no HTTP");
        }
        HttpStatusClass status = head.status().codeClass();
        if (status == HttpStatusClass.INFORMATIONAL) {
            return null;
        }
        String location = head.headers().get(HttpHeaderNames.LOCATION);
        if (status == HttpStatusClass.REDIRECTION && location != null) {
            return location;
        }
        if (head.status().code() != OK) {
            throw new FetchRefusedException(FetchRefusal.BAD_STATUS);
        }
        CharSequence type = HttpUtil.getMimeType(head);
        into.mediaType = type == null ? "" : type.toString().strip().toLowerCase(Locale.ROOT);
        if (!settings.mediaTypes().contains(into.mediaType)) {
            throw new FetchRefusedException(FetchRefusal.WRONG_TYPE);
        }
        if (HttpUtil.getContentLength(head, 0L) > settings.maxBytes()) {
            throw new FetchRefusedException(FetchRefusal.TOO_LARGE);
        }
        into.begun = true;
        return null;
    }

    private void append(ByteBuf content, Reading into) throws FetchRefusedException, IOException {
        if (into.bytes.size() + content.readableBytes() > settings.maxBytes()) {
            throw new FetchRefusedException(FetchRefusal.TOO_LARGE);
        }
        content.readBytes(into.bytes, content.readableBytes());
    }

    /** What has come of a file. */
    private static final class Reading {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private String mediaType = "";
        private boolean begun;
        private boolean whole;
    }
}
