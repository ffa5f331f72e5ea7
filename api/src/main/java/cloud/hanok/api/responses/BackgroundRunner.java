package cloud.hanok.api.responses;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.gateway.BackgroundAnswers;
import cloud.hanok.api.gateway.Deferred;
import cloud.hanok.api.gateway.Ending;
import cloud.hanok.api.gateway.EventSource;
import cloud.hanok.api.gateway.InternalClient;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.StandingCallers;
import cloud.hanok.content.background.BackgroundResponse;
import cloud.hanok.content.background.BackgroundResponses;
import cloud.hanok.content.background.BackgroundResponses.Open;
import cloud.hanok.content.background.Outcome;
import cloud.hanok.content.background.Standing;
import cloud.hanok.content.response.Responses;
import cloud.hanok.content.response.StoredResponse;
import cloud.hanok.content.webhook.WebhookEvents;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.ResponseId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.tenant.key.Caller;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what nobody waits for. The gateway that took a request begins it at once; when that gateway dies, or has too many, another one takes
 * it up from what is stored. That only one of them is paid is the business of the request's idempotency key.
 */
public final class BackgroundRunner implements BackgroundAnswers, AutoCloseable {
    /** Parts of events that are read at a time. */
    static final int PARTS_AT_ONCE = 16;

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundRunner.class);

    /** An entry without a response is what a crash between two writes left; after this long its maker cannot come back. */
    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(10);

    /** Of one list, at each look. */
    private static final int LOOKED_AT = 64;

    private static final int LOOKS_PER_HOLD = 3;

    /** Between two looks of whoever follows what another gateway answers. */
    private static final Duration FOLLOW_EVERY = Duration.ofMillis(300);

    /** How long a deletion waits for an answer that is being kept at this moment. */
    private static final Duration KEPT_SOON = Duration.ofSeconds(5);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final BackgroundResponses store;
    private final Responses kept;
    private final WebhookEvents events;
    private final InternalClient client;
    private final StandingCallers.Judging callers;
    private final Ulids ids;
    private final BackgroundSettings settings;
    private final Clock clock;
    private final Map<ResponseId, BackgroundRun> running = new ConcurrentHashMap<>();
    private final Semaphore places;
    /** One tenant leaves room for others. */
    private final int mostOfOne;

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("background-", 0).factory());
    private final CountDownLatch closing = new CountDownLatch(1);

    /**
     * @param events are told what each came to
     * @param client asks the byte path of this process
     */
    public BackgroundRunner(
            BackgroundResponses store,
            Responses kept,
            WebhookEvents events,
            InternalClient client,
            StandingCallers.Judging callers,
            Ulids ids,
            BackgroundSettings settings,
            Clock clock) {
        this.store = store;
        this.kept = kept;
        this.events = events;
        this.client = client;
        this.callers = callers;
        this.ids = ids;
        this.settings = settings;
        this.clock = clock;
        this.places = new Semaphore(settings.running());
        this.mostOfOne = Math.max(1, settings.running() / 2);
    }

    /** Takes up, from now on, what others left. */
    public void start() {
        threads.execute(this::lookAgainAndAgain);
    }

    /** Ends what runs here; others go on with it. */
    @Override
    public void close() {
        closing.countDown();
        running.values().forEach(BackgroundRun::close);
        threads.shutdown();
    }

    /** How many are answered here at this moment. */
    public int size() {
        return running.size();
    }

    @Override
    public void put(Caller caller, Deferred deferred, byte[] body, String language) {
        if (isFull(caller.tenant())) {
            throw new ApiException(ApiError.of(ErrorCode.BACKGROUND_FULL, Integer.toString(mostOfOne))
                    .withRetryAfter(RETRY_AFTER));
        }
        store.put(
                caller.tenant(),
                new BackgroundResponse(
                        deferred.id(),
                        projectOf(caller),
                        caller.id(),
                        language,
                        deferred.streamed(),
                        deferred.before(),
                        body,
                        deferred.input(),
                        deferred.begun()),
                deferred.events());
        begin(caller.tenant(), deferred.id());
    }

    private static ProjectId projectOf(Caller caller) {
        return Objects.requireNonNull(caller.project(), "only callers with a project come so far");
    }

    /** What is taken is answered here, and soon; what nobody has room for is said at once. */
    private boolean isFull(TenantId tenant) {
        return places.availablePermits() == 0
                || running.values().stream()
                                .filter(run -> run.tenant().equals(tenant))
                                .count()
                        >= mostOfOne;
    }

    @Override
    public boolean keep(Caller caller, Ending.KeptResponse response) {
        BackgroundRun run = running.get(response.id());
        if (run != null && run.goesOn()) {
            return false;
        }
        if (store.decide(caller.tenant(), response.id(), Outcome.ANSWERED) != Outcome.ANSWERED) {
            return false;
        }
        kept.keep(caller.tenant(), response.stored(projectOf(caller)));
        return true;
    }

    @Override
    public byte[] now(TenantId tenant, ResponseId id) {
        BackgroundResponse response = store.find(tenant, id).orElse(null);
        if (response == null) {
            return kept.find(tenant, id).map(StoredResponse::output).orElseThrow(() -> Thing.RESPONSE.missing(id));
        }
        Standing standing = store.standing(tenant, id).orElseThrow(() -> Thing.RESPONSE.missing(id));
        ObjectNode object = (ObjectNode) StoredItems.tree(response.begun());
        if (standing.outcome() == Outcome.CANCELLED) {
            ResponseObject.cancel(object);
        } else if (standing.by() != null) {
            object.put("status", ResponseObject.IN_PROGRESS);
        }
        return StoredItems.bytes(object);
    }

    /** What was asked of one that has not ended. */
    Optional<BackgroundResponse> find(TenantId tenant, ResponseId id) {
        return store.find(tenant, id);
    }

    /** How one stands. */
    Optional<Standing> standing(TenantId tenant, ResponseId id) {
        return store.standing(tenant, id);
    }

    /**
     * Ends one that nobody wants any more; one that has ended stays as it is.
     *
     * @return the response as it is now
     */
    public byte[] cancel(TenantId tenant, ResponseId id) {
        Outcome outcome = store.decide(tenant, id, Outcome.CANCELLED);
        if (outcome == Outcome.CANCELLED) {
            BackgroundRun here = running.get(id);
            if (here != null) {
                here.cancel();
            }
            store.find(tenant, id).ifPresent(response -> endCancelled(tenant, response));
        } else if (outcome != null) {
            awaitEnd(tenant, id);
        }
        return now(tenant, id);
    }

    /** Deletes one, whether it has ended or not. */
    void delete(TenantId tenant, ResponseId id) {
        Outcome outcome = store.decide(tenant, id, Outcome.CANCELLED);
        if (outcome == Outcome.ANSWERED || outcome == Outcome.FAILED) {
            awaitEnd(tenant, id);
        }
        store.delete(tenant, id);
        BackgroundRun here = running.get(id);
        if (here != null) {
            here.cancel();
        }
    }

    /** What was decided a moment ago is being kept. */
    private void awaitEnd(TenantId tenant, ResponseId id) {
        long begunNanos = System.nanoTime();
        while (store.standing(tenant, id).filter(standing -> !standing.ended()).isPresent()) {
            if (System.nanoTime() - begunNanos > KEPT_SOON.toNanos()) {
                throw new ApiException(ApiError.of(ErrorCode.RESPONSE_NOT_ENDED, id.text()));
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    void endCancelled(TenantId tenant, BackgroundResponse response) {
        ObjectNode object = (ObjectNode) StoredItems.tree(response.begun());
        ResponseObject.cancel(object);
        kept.keep(tenant, BackgroundRun.stored(response, object));
        end(tenant, response);
    }

    /** The last that is written of one: what it came to is kept. Whoever dies before the end says it again. */
    void end(TenantId tenant, BackgroundResponse response) {
        if (events.isAwaited(tenant, response.project())) {
            kept.find(tenant, response.id())
                    .flatMap(it -> ResponseObject.event(StoredItems.tree(it.output())))
                    .ifPresent(type -> events.put(tenant, response.project(), type, response.id(), now()));
        }
        store.end(tenant, response.id());
    }

    @Override
    public EventSource follow(TenantId tenant, ResponseId id, long after) {
        return new EventSource() {
            private final EventLines lines = new EventLines();
            private int part;
            private long next;
            private long seen = -1;

            @Override
            public byte @Nullable [] next() throws InterruptedException {
                while (closing.getCount() > 0) {
                    BackgroundRun here = running.get(id);
                    boolean ended =
                            store.standing(tenant, id).map(Standing::ended).orElse(true);
                    byte[] events = some();
                    if (events != null) {
                        return events;
                    }
                    if (ended) {
                        return null;
                    }
                    if (here == null) {
                        closing.await(FOLLOW_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                    } else {
                        seen = here.awaitChange(seen, FOLLOW_EVERY);
                    }
                }
                throw new ApiException(ApiError.of(ErrorCode.SHUTTING_DOWN));
            }

            private byte @Nullable [] some() {
                byte[] found = null;
                List<BackgroundResponses.Part> parts = store.events(tenant, id, part, PARTS_AT_ONCE);
                while (found == null && !parts.isEmpty()) {
                    List<EventLines.Line> wanted = new ArrayList<>();
                    for (BackgroundResponses.Part each : parts) {
                        for (EventLines.Line line : lines.add(each.bytes())) {
                            if (next > after) {
                                wanted.add(line);
                            }
                            next++;
                        }
                        part++;
                    }
                    found = EventLines.joined(wanted).orElse(null);
                    if (found == null) {
                        parts = store.events(tenant, id, part, PARTS_AT_ONCE);
                    }
                }
                return found;
            }
        };
    }

    private void begin(TenantId tenant, ResponseId id) {
        if (!places.tryAcquire()) {
            return;
        }
        var run = new BackgroundRun(this, tenant, id);
        if (closing.getCount() == 0 || running.putIfAbsent(id, run) != null) {
            places.release();
            return;
        }
        try {
            threads.execute(() -> run(run, id));
        } catch (RejectedExecutionException closed) {
            end(id);
        }
    }

    private void run(BackgroundRun run, ResponseId id) {
        try {
            run.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            LOG.error("{} is left to the next look", id, failure);
        } finally {
            end(id);
        }
    }

    private void end(ResponseId id) {
        running.remove(id);
        places.release();
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
        running.forEach((id, run) -> threads.execute(() -> {
            try {
                run.tend(hold);
            } catch (RuntimeException away) {
                LOG.warn("{} could not be looked after: {}", id, away.getMessage());
            }
        }));
    }

    private void lookForMore() {
        try {
            for (int list = 0; list < BackgroundResponses.LISTS && places.availablePermits() > 0; list++) {
                store.open(list, LOOKED_AT).forEach(this::lookAt);
            }
        } catch (RuntimeException away) {
            LOG.warn("what waits in the background could not be looked at: {}", away.getMessage());
        }
    }

    private void lookAt(Open open) {
        if (running.containsKey(open.id())) {
            return;
        }
        try {
            Standing standing = store.standing(open.tenant(), open.id()).orElse(null);
            Instant made = Instant.ofEpochMilli(open.id().ulid().epochMillis());
            if (standing == null ? now().isAfter(made.plus(ABANDONED_AFTER)) : standing.ended()) {
                store.forget(open);
            } else if (standing != null && !standing.isHeld(now()) && now().isAfter(made.plus(settings.look()))) {
                begin(open.tenant(), open.id());
            }
        } catch (RuntimeException away) {
            // The home of one tenant may be away while the others are not.
            LOG.warn("{} could not be looked at: {}", open.id(), away.getMessage());
        }
    }

    BackgroundResponses store() {
        return store;
    }

    Responses kept() {
        return kept;
    }

    InternalClient client() {
        return client;
    }

    StandingCallers.Judging callers() {
        return callers;
    }

    BackgroundSettings settings() {
        return settings;
    }

    Instant now() {
        return clock.instant();
    }

    RequestId nextRequest() {
        return new RequestId(ids.next());
    }
}
