package cloud.hanok.api.files;

import cloud.hanok.api.files.Transfers.Transfer;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/**
 * The body of an answer that passes through: a content in large chunks, of which the next are read while one is sent. It breaks off, and the
 * client sees that, when the content does, or when the client takes nothing for too long. Its transfer ends with it.
 */
final class OutgoingBody {
    static final int CHUNK_BYTES = 256 << 10;

    /** Read and not sent yet: with the one that is being sent and what the content's stream holds this stays below a mebibyte. */
    private static final int CHUNKS_AHEAD = 1;

    /** Nobody reads a content of which nothing is taken for so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final InputStream content;
    private final long length;
    private final Transfer transfer;
    private final Executor threads;
    private final Duration patience;

    /**
     * @param content may block, and is closed at the end
     * @param length bytes of it that are sent
     * @param threads where the content is read
     */
    OutgoingBody(InputStream content, long length, Transfer transfer, Executor threads) {
        this(content, length, transfer, threads, PATIENCE);
    }

    OutgoingBody(InputStream content, long length, Transfer transfer, Executor threads, Duration patience) {
        this.content = content;
        this.length = length;
        this.transfer = transfer;
        this.threads = threads;
        this.patience = patience;
    }

    /** Bytes. */
    long length() {
        return length;
    }

    /** For one subscriber, with which it begins. */
    <T> Publisher<T> chunks(Function<byte[], T> form) {
        return client -> {
            var chunks = new SubmissionPublisher<T>(threads, CHUNKS_AHEAD);
            FlowAdapters.toPublisher(chunks).subscribe(client);
            threads.execute(() -> send(chunks, form));
        };
    }

    private <T> void send(SubmissionPublisher<T> chunks, Function<byte[], T> form) {
        try (transfer;
                content) {
            for (long left = length; left > 0 && chunks.hasSubscribers(); ) {
                byte[] chunk = content.readNBytes((int) Math.min(CHUNK_BYTES, left));
                if (chunk.length == 0) {
                    throw new IOException("a content ends " + left + " bytes before its length");
                }
                if (!takes(chunks, form.apply(chunk))) {
                    throw new IOException("a client took nothing of a content for " + patience.toSeconds() + " s");
                }
                left -= chunk.length;
            }
            chunks.close();
        } catch (IOException | RuntimeException failed) {
            chunks.closeExceptionally(failed);
        }
    }

    private <T> boolean takes(SubmissionPublisher<T> chunks, T chunk) {
        return chunks.offer(chunk, patience.toMillis(), TimeUnit.MILLISECONDS, (_, _) -> false) >= 0;
    }
}
