package cloud.hanok.api.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

class OutgoingBodyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LENGTH = 3 * OutgoingBody.CHUNK_BYTES + 17;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Transfers transfers = new Transfers(0, 1L << 30);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final byte[] content = new byte[LENGTH];

    {
        new Random(1).nextBytes(content);
    }

    @AfterEach
    void end() {
        threads.close();
    }

    @Test
    void aContentIsSentWholeAndInOrderHoweverItsStreamGivesIt() throws Exception {
        var some = new ByteArrayInputStream(content) {
            @Override
            public synchronized int read(byte[] into, int from, int wanted) {
                return super.read(into, from, Math.min(wanted, 1_000));
            }
        };
        assertThat(sent(some, LENGTH)).isEqualTo(content);
        assertEnded();
    }

    @Test
    void asMuchIsSentAsWasAskedFor() throws Exception {
        assertThat(sent(new ByteArrayInputStream(content), 300)).hasSize(300);
        assertThat(sent(new ByteArrayInputStream(content), 0)).isEmpty();
    }

    @Test
    void aContentThatIsTooShortOrFailsBreaksOff() throws Exception {
        assertThatThrownBy(() -> sent(new ByteArrayInputStream(content), LENGTH + 1))
                .rootCause()
                .hasMessageContaining("1 bytes before its length");
        assertEnded();
        var damaged = new InputStream() {
            @Override
            public int read() {
                throw new IllegalStateException("damaged");
            }
        };
        assertThatThrownBy(() -> sent(new SequenceInputStream(new ByteArrayInputStream(content), damaged), LENGTH + 1))
                .rootCause()
                .hasMessage("damaged");
    }

    @Test
    void aClientThatTakesNothingIsNotWaitedForForEver() throws Exception {
        var client = new Client();
        body(new ByteArrayInputStream(content), LENGTH, Duration.ofMillis(50))
                .chunks(chunk -> chunk)
                .subscribe(client);
        client.subscription.get().request(1);
        assertEnded();
        assertThatThrownBy(() -> client.ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .rootCause()
                .hasMessageContaining("took nothing");
    }

    @Test
    void aClientThatLeavesEndsIt() throws Exception {
        var client = new Client();
        body(new ByteArrayInputStream(content), LENGTH, PATIENCE)
                .chunks(chunk -> chunk)
                .subscribe(client);
        Subscription subscription = client.subscription.get();
        subscription.request(1);
        assertThat(client.chunks.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
        subscription.cancel();
        assertEnded();
    }

    @Test
    void noMoreIsReadThanIsTaken() throws Exception {
        var read = new AtomicInteger();
        var counted = new ByteArrayInputStream(content) {
            @Override
            public synchronized int read(byte[] into, int from, int wanted) {
                int count = super.read(into, from, wanted);
                read.addAndGet(count);
                return count;
            }
        };
        var client = new Client();
        body(counted, LENGTH, Duration.ofMillis(200)).chunks(chunk -> chunk).subscribe(client);
        assertEnded();
        assertThat(read).hasValueLessThanOrEqualTo(3 * OutgoingBody.CHUNK_BYTES);
        assertThat(client.chunks).isEmpty();
    }

    private void assertEnded() throws InterruptedException {
        assertThat(closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private OutgoingBody body(InputStream of, long length, Duration patience) {
        InputStream watched = new FilterInputStream(of) {
            @Override
            public void close() throws IOException {
                super.close();
                closed.countDown();
            }
        };
        return new OutgoingBody(watched, length, transfers.outgoing(), threads, patience);
    }

    private byte[] sent(InputStream of, long length) throws Exception {
        var client = new Client();
        body(of, length, PATIENCE).chunks(chunk -> chunk).subscribe(client);
        client.subscription.get().request(Long.MAX_VALUE);
        client.ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        var all = new ByteArrayOutputStream();
        for (byte[] chunk : List.copyOf(client.chunks)) {
            all.write(chunk);
        }
        return all.toByteArray();
    }

    /** Takes what it is told to. */
    private static final class Client implements Subscriber<byte[]> {
        private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
        private final BlockingQueue<byte[]> chunks = new LinkedBlockingQueue<>();
        private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

        @Override
        public void onSubscribe(Subscription begun) {
            subscription.complete(begun);
        }

        @Override
        public void onNext(byte[] chunk) {
            chunks.add(chunk);
        }

        @Override
        public void onError(Throwable failure) {
            ended.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            ended.complete(null);
        }
    }
}
