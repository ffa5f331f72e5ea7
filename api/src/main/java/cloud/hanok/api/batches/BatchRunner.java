package cloud.hanok.api.batches;

import cloud.hanok.api.gateway.InternalAnswer;
import cloud.hanok.api.gateway.InternalClient;
import cloud.hanok.api.gateway.InternalRequest;
import cloud.hanok.api.security.StandingCallers;
import cloud.hanok.content.batch.Batch;
import cloud.hanok.content.batch.BatchState;
import cloud.hanok.content.batch.Batches;
import cloud.hanok.content.batch.Batches.Open;
import cloud.hanok.content.file.Files;
import cloud.hanok.content.file.Uploads;
import cloud.hanok.content.webhook.WebhookEventType;
import cloud.hanok.content.webhook.WebhookEvents;
import cloud.hanok.platform.id.BatchId;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers batches. One gateway works on one, and says so; when it dies another one takes it up from what is stored. Two at once would harm
 * nothing: of a segment the first outcome holds, and a line is paid once.
 */
public final class BatchRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);

    /** An entry without a batch is what a crash between two writes left; after this long its maker cannot come back. */
    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(10);

    /** Of one list, at each look. */
    private static final int LOOKED_AT = 64;

    private static final int LOOKS_PER_HOLD = 4;

    private final Batches store;
    private final Files files;
    private final Uploads uploads;
    private final WebhookEvents events;
    private final Asking client;
    private final StandingCallers.Judging callers;
    private final Ulids ids;
    private final BatchSettings settings;
    private final Clock clock;
    private final String holder;
    private final Map<BatchId, Working> running = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("batch-", 0).factory());
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Asks the byte path of this process. */
    @FunctionalInterface
    public interface Asking {
        /** As {@link InternalClient#ask}. */
        InternalClient.Running ask(InternalRequest request, InternalAnswer answer);
    }

    private record Working(BatchRun run, Future<?> thread) {}

    /**
     * @param events are told what each came to
     * @param client asks the byte path of this process
     */
    public BatchRunner(
            Batches store,
            Files files,
            Uploads uploads,
            WebhookEvents events,
            Asking client,
            StandingCallers.Judging callers,
            Ulids ids,
            BatchSettings settings,
            Clock clock) {
        this.store = store;
        this.files = files;
        this.uploads = uploads;
        this.events = events;
        this.client = client;
        this.callers = callers;
        this.ids = ids;
        this.settings = settings;
        this.clock = clock;
        this.holder = ids.next().toString();
    }

    /** Takes up, from now on, what waits. */
    public void start() {
        threads.execute(this::lookAgainAndAgain);
    }

    /** Ends what runs here; others go on with it. */
    @Override
    public void close() {
        closing.countDown();
        running.values().forEach(working -> {
            working.run().leave();
            working.thread().cancel(true);
        });
        threads.shutdown();
    }

    /** How many are worked on here at this moment. */
    public int size() {
        return running.size();
    }

    /** One that was just made: begun here where there is room, and else by whoever has it next. */
    void made(TenantId tenant, BatchId id) {
        beginIfFree(new Open(tenant, id));
    }

    /** One that nobody wants any more: where it is worked on here, that is over now. */
    void cancelled(TenantId tenant, BatchId id) {
        Working here = running.get(id);
        if (here != null) {
            here.run().cancel();
        }
    }

    /** One has ended: whoever wants to know is told, and it waits no more. */
    void ended(TenantId tenant, Batch batch) {
        Instant at = batch.course().endedAt().orElseGet(this::now);
        events.put(tenant, batch.asked().project(), typeOf(batch.state()), batch.id(), at);
        store.forget(new Open(tenant, batch.id()));
    }

    private static WebhookEventType typeOf(BatchState ended) {
        return switch (ended.end()) {
            case COMPLETED -> WebhookEventType.BATCH_COMPLETED;
            case EXPIRED -> WebhookEventType.BATCH_EXPIRED;
            case CANCELLED -> WebhookEventType.BATCH_CANCELLED;
            default -> WebhookEventType.BATCH_FAILED;
        };
    }

    private void lookAgainAndAgain() {
        try {
            for (int look = 0; !closing.await(settings.look().toMillis(), TimeUnit.MILLISECONDS); look++) {
                lookAfter(look);
                lookForMore();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookAfter(int look) {
        boolean hold = look % LOOKS_PER_HOLD == 0;
        running.forEach((id, working) -> threads.execute(() -> {
            try {
                if (!working.run().tend(hold)) {
                    LOG.warn("{} was taken up by another gateway, or is not there any more: it is left", id);
                    working.run().leave();
                    working.thread().cancel(true);
                }
            } catch (RuntimeException away) {
                LOG.warn("{} could not be looked after: {}", id, away.getMessage());
            }
        }));
    }

    private void lookForMore() {
        try {
            for (int list = 0; list < Batches.LISTS && running.size() < settings.running(); list++) {
                store.open(list, LOOKED_AT).forEach(this::lookAt);
            }
        } catch (RuntimeException away) {
            LOG.warn("batches that wait could not be looked at: {}", away.getMessage());
        }
    }

    private void lookAt(Open open) {
        if (running.containsKey(open.id())) {
            return;
        }
        try {
            Batch batch = store.find(open.tenant(), open.id()).orElse(null);
            if (batch == null) {
                Instant made = Instant.ofEpochMilli(open.id().ulid().epochMillis());
                if (now().isAfter(made.plus(ABANDONED_AFTER))) {
                    store.forget(open);
                }
            } else if (batch.course().heldUntil().map(now()::isAfter).orElse(true)) {
                beginIfFree(open);
            }
        } catch (RuntimeException away) {
            // The home of one tenant may be away while the others are not.
            LOG.warn("{} could not be looked at: {}", open.id(), away.getMessage());
        }
    }

    private synchronized void beginIfFree(Open open) {
        if (isFull(open.tenant())
                || running.containsKey(open.id())
                || closing.getCount() == 0
                || !store.take(open.tenant(), open.id(), holder, now().plus(settings.hold()))) {
            return;
        }
        var run = new BatchRun(this, open.tenant(), open.id());
        try {
            running.put(open.id(), new Working(run, threads.submit(() -> run(run, open))));
        } catch (RejectedExecutionException closed) {
            LOG.debug("{} is left to others", open.id());
        }
    }

    /** One tenant leaves room for others. */
    private boolean isFull(TenantId tenant) {
        long ofTenant = running.values().stream()
                .filter(working -> working.run().tenant().equals(tenant))
                .count();
        return running.size() >= settings.running() || ofTenant >= Math.max(1, settings.running() / 2);
    }

    private void run(BatchRun run, Open open) {
        try {
            run.run();
        } catch (InterruptedException left) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            if (closing.getCount() > 0) {
                LOG.error("{} is left to the next look", open.id(), failure);
            }
        } finally {
            run.leave();
            end(open);
        }
    }

    /** What failed here is held for a while longer, so that it is not tried at once again. */
    private void end(Open open) {
        synchronized (this) {
            running.remove(open.id());
        }
        if (closing.getCount() > 0) {
            return;
        }
        try {
            store.hold(open.tenant(), open.id(), holder, now());
        } catch (RuntimeException away) {
            LOG.debug("{} waits until this gateway is believed to be dead: {}", open.id(), away.getMessage());
        }
    }

    void pause(Duration wait) throws InterruptedException {
        closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    Batches store() {
        return store;
    }

    Files files() {
        return files;
    }

    Uploads uploads() {
        return uploads;
    }

    Asking client() {
        return client;
    }

    StandingCallers.Judging callers() {
        return callers;
    }

    BatchSettings settings() {
        return settings;
    }

    String holder() {
        return holder;
    }

    RequestId nextRequest() {
        return new RequestId(ids.next());
    }

    Instant now() {
        return clock.instant();
    }
}
