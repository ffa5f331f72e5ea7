package cloud.hanok.api.responses;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.gateway.EventSource;
import io.micronaut.http.sse.Event;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Streams of responses that are answered elsewhere, to whoever asks for them: the event of a response each, and nothing else. */
@Singleton
final class EventFeeds {
    /** At once in this process; each looks at Cassandra a few times a second. */
    private static final int MOST_FEEDS = 1_000;

    /** Nobody reads a feed that takes nothing for so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration SUBSCRIBED_SOON = Duration.ofMillis(10);
    private static final int BUFFERED_EVENTS = 256;
    private static final Logger LOG = LoggerFactory.getLogger(EventFeeds.class);

    private final AtomicInteger open = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Opens one.
     *
     * @throws ApiException when there are too many
     */
    Publisher<Event<?>> open(EventSource source) {
        if (open.incrementAndGet() > MOST_FEEDS) {
            open.decrementAndGet();
            throw new ApiException(ApiError.of(ErrorCode.SERVER_OVERLOADED));
        }
        var feed = new SubmissionPublisher<Event<?>>(threads, BUFFERED_EVENTS);
        threads.execute(() -> {
            try (feed) {
                if (isSubscribed(feed)) {
                    run(feed, source);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException failure) {
                // The client asks again from where it was.
                LOG.warn("a stream that was asked for later broke off: {}", failure.getMessage());
            } finally {
                open.decrementAndGet();
            }
        });
        return FlowAdapters.toPublisher(feed);
    }

    @PreDestroy
    void close() {
        threads.shutdown();
    }

    private static boolean isSubscribed(SubmissionPublisher<?> feed) {
        long begunNanos = System.nanoTime();
        while (!feed.hasSubscribers() && System.nanoTime() - begunNanos < PATIENCE.toNanos()) {
            LockSupport.parkNanos(SUBSCRIBED_SOON.toNanos());
        }
        return feed.hasSubscribers();
    }

    private static void run(SubmissionPublisher<Event<?>> feed, EventSource source) throws InterruptedException {
        var lines = new EventLines();
        byte[] some = source.next();
        while (some != null && feed.hasSubscribers()) {
            List<EventLines.Line> events = lines.add(some);
            for (EventLines.Line line : events) {
                if (feed.offer(
                                Event.of(line.data()).name(line.type()),
                                PATIENCE.toMillis(),
                                TimeUnit.MILLISECONDS,
                                (subscriber, dropped) -> false)
                        < 0) {
                    return;
                }
            }
            some = source.next();
        }
    }
}
