package cloud.hanok.api.requests;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.billing.usage.BilledAttempt;
import cloud.hanok.billing.usage.RequestUsage;
import cloud.hanok.billing.usage.UsageWatch;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import io.micronaut.http.sse.Event;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests as they are recorded, as events: {@code request} with what a list says of it, and {@code ping} while there is none. Each
 * feed looks once a second, and ends after some minutes, so that who lost the right to see sees no more than that.
 */
@Singleton
public final class LiveRequestFeeds {
    /** At once in this process; each is a look at Cassandra a second. */
    static final int MOST_FEEDS = 500;

    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration PING_EVERY = Duration.ofSeconds(15);
    /** Nobody reads a feed that takes nothing for so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration SUBSCRIBED_SOON = Duration.ofMillis(10);
    private static final int BUFFERED_EVENTS = 256;
    private static final Logger LOG = LoggerFactory.getLogger(LiveRequestFeeds.class);

    private final AtomicInteger open = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Opens a feed.
     *
     * @param watch what is looked at
     * @param wanted which requests are told
     * @throws ApiException when there are too many
     */
    Publisher<Event<?>> open(UsageWatch watch, Predicate<BilledAttempt> wanted) {
        if (open.incrementAndGet() > MOST_FEEDS) {
            open.decrementAndGet();
            throw new ApiException(ApiError.of(ErrorCode.SERVER_OVERLOADED));
        }
        var feed = new SubmissionPublisher<Event<?>>(threads, BUFFERED_EVENTS);
        threads.execute(() -> {
            try (feed) {
                run(feed, watch, wanted);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                open.decrementAndGet();
            }
        });
        return FlowAdapters.toPublisher(feed);
    }

    @PreDestroy
    void close() {
        closing.countDown();
        threads.shutdown();
    }

    private void run(SubmissionPublisher<Event<?>> feed, UsageWatch watch, Predicate<BilledAttempt> wanted)
            throws InterruptedException {
        long begunNanos = System.nanoTime();
        while (!feed.hasSubscribers()) {
            if (System.nanoTime() - begunNanos > PATIENCE.toNanos() || ends(SUBSCRIBED_SOON)) {
                return;
            }
        }
        // Whoever follows is answered at once, also where nothing is asked.
        offer(feed, ping());
        long saidNanos = System.nanoTime();
        while (feed.hasSubscribers() && System.nanoTime() - begunNanos < LIFE.toNanos()) {
            boolean said = tell(feed, watch, wanted);
            if (!said && System.nanoTime() - saidNanos >= PING_EVERY.toNanos()) {
                said = offer(feed, ping());
            }
            saidNanos = said ? System.nanoTime() : saidNanos;
            if (ends(LOOK_EVERY)) {
                return;
            }
        }
    }

    /** Waits, unless the process ends before. */
    private boolean ends(Duration wait) throws InterruptedException {
        return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static boolean tell(SubmissionPublisher<Event<?>> feed, UsageWatch watch, Predicate<BilledAttempt> wanted) {
        boolean said = false;
        try {
            for (RequestUsage each : watch.look()) {
                if (wanted.test(each.first())) {
                    RequestView view = RequestView.of(each, null);
                    said |= offer(feed, Event.of(view).id(view.id()).name("request"));
                }
            }
        } catch (StoreUnavailableException e) {
            LOG.warn("a feed of requests looks again later: {}", e.getMessage());
        }
        return said;
    }

    private static Event<?> ping() {
        return Event.of(Map.of()).name("ping");
    }

    /** False when nobody took it in time: then nobody reads any more. */
    private static boolean offer(SubmissionPublisher<Event<?>> feed, Event<?> event) {
        boolean taken =
                feed.offer(event, PATIENCE.toMillis(), TimeUnit.MILLISECONDS, (subscriber, dropped) -> false) >= 0;
        if (!taken) {
            feed.close();
        }
        return taken;
    }
}
