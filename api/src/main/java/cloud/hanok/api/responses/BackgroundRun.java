package cloud.hanok.api.responses;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.error.Language;
import cloud.hanok.api.gateway.GatewayRoutes;
import cloud.hanok.api.gateway.InternalClient;
import cloud.hanok.api.gateway.InternalRequest;
import cloud.hanok.cluster.fairness.PriorityClass;
import cloud.hanok.content.background.BackgroundResponse;
import cloud.hanok.content.background.BackgroundResponses;
import cloud.hanok.content.background.BackgroundResponses.Part;
import cloud.hanok.content.background.Outcome;
import cloud.hanok.content.background.Standing;
import cloud.hanok.content.response.StoredResponse;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.ResponseId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.vault.VaultUnavailableException;
import cloud.hanok.tenant.key.KeyEndpoint;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One response on its way through this gateway: asked as often as it takes, its events kept as they come, and ended as whoever decided first
 * said. Runs on a thread of its own; others look after it, cancel it, and wait for its events.
 */
final class BackgroundRun {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundRun.class);

    /** An engine that breaks off so often would again. */
    private static final int MOST_BREAKS = 3;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Between two writes of events: far more often than a person reads, far less often than a token comes. */
    private static final long EVENTS_EVERY_MILLIS = 100;

    private final BackgroundRunner runner;
    private final BackgroundResponses store;
    private final TenantId tenant;
    private final ResponseId id;
    private int parts;
    private long events;
    private long toSkip;
    private int breaks;
    private @Nullable RequestId unopened;
    private Duration pause = FIRST_PAUSE;
    private boolean streamed;
    private volatile boolean goesOn;

    private boolean cancelled;
    private boolean closing;
    private boolean changing;
    private long changes;
    private InternalClient.@Nullable Running asked;
    private @Nullable RequestId by;

    BackgroundRun(BackgroundRunner runner, TenantId tenant, ResponseId id) {
        this.runner = runner;
        this.store = runner.store();
        this.tenant = tenant;
        this.id = id;
    }

    TenantId tenant() {
        return tenant;
    }

    /** Answers it, or says why not. Returns when there is nothing left to do here. */
    void run() throws InterruptedException {
        BackgroundResponse response = store.find(tenant, id).orElse(null);
        if (response == null) {
            // It has ended, was deleted, or was erased with its tenant's key: nobody can answer it.
            store.forget(new BackgroundResponses.Open(tenant, id));
            return;
        }
        streamed = response.streamed();
        if (streamed) {
            countEvents();
            store.cut(tenant, id, parts);
        }
        while (!isClosing()) {
            Standing standing = store.standing(tenant, id).orElse(null);
            if (standing == null || standing.ended()) {
                return;
            }
            if (standing.outcome() == Outcome.CANCELLED) {
                runner.endCancelled(tenant, response);
                return;
            }
            if (standing.outcome() == Outcome.FAILED) {
                fail(response, lost(response));
                return;
            }
            if (answered(response, standing)) {
                return;
            }
        }
        RequestId held;
        synchronized (this) {
            held = by;
        }
        if (held != null) {
            store.hold(tenant, id, held, runner.now());
        }
    }

    /**
     * Whether events of an attempt before are kept: only that attempt's own answer goes on from them, told again. Another one, however
     * soon it comes, would not be the answer that its events began.
     */
    boolean goesOn() {
        return goesOn;
    }

    /** Whether events of an answer are kept, and not only that one is waited for. */
    private boolean hasBegun() {
        return streamed && events > ResponseStream.EVENTS_OF_QUEUED;
    }

    /** Whether others are to go on with it. */
    private synchronized boolean isClosing() {
        return closing;
    }

    private void countEvents() {
        var lines = new EventLines();
        List<Part> some = store.events(tenant, id, 0, BackgroundRunner.PARTS_AT_ONCE);
        while (!some.isEmpty()) {
            for (Part part : some) {
                events += lines.add(part.bytes()).size();
                parts++;
            }
            some = store.events(tenant, id, parts, BackgroundRunner.PARTS_AT_ONCE);
        }
    }

    /** One attempt; false when it is worth another one. */
    private boolean answered(BackgroundResponse response, Standing standing) throws InterruptedException {
        goesOn = hasBegun();
        RequestId request = nextRequest(standing);
        synchronized (this) {
            changing = true;
        }
        store.hold(tenant, id, request, runner.now().plus(runner.settings().hold()));
        var answer = new BackgroundAnswer();
        synchronized (this) {
            by = request;
            changing = false;
            if (cancelled || closing) {
                return false;
            }
            asked = runner.client()
                    .ask(
                            new InternalRequest(
                                    request,
                                    id.request(),
                                    GatewayRoutes.RESPONSES,
                                    () -> runner.callers()
                                            .find(tenant, response.caller(), response.project(), KeyEndpoint.CHAT),
                                    PriorityClass.INTERACTIVE,
                                    "background/" + id.text(),
                                    response.language(),
                                    response.body()),
                            answer);
        }
        boolean kept;
        try {
            kept = keepEvents(answer);
        } catch (RuntimeException unkept) {
            // Such as: its tenant's key was destroyed. Nobody takes the answer any more, so its engine is to stop.
            cancelAsked(false);
            throw unkept;
        } finally {
            synchronized (this) {
                asked = null;
            }
        }
        unopened = answer.isOpened() ? null : request;
        return kept ? ended(response, answer.end()) : fail(response, lost(response));
    }

    /** Its own, as long as nothing was recorded of one: so that the receipt of a response is found by its id. */
    private RequestId nextRequest(Standing standing) {
        if (standing.by() == null) {
            return id.request();
        }
        return standing.by().equals(unopened) ? standing.by() : runner.nextRequest();
    }

    /** @return false when they do not go on from those that are kept */
    private boolean keepEvents(BackgroundAnswer answer) throws InterruptedException {
        toSkip = events - ResponseStream.EVENTS_OF_QUEUED;
        List<EventLines.Line> lines = answer.take();
        while (!lines.isEmpty()) {
            if (streamed) {
                if (goesOn && !answer.isReplayed()) {
                    cancelAsked(false);
                    return false;
                }
                keep(notKept(lines));
                pauseBetweenEvents();
            }
            lines = answer.take();
        }
        return true;
    }

    /** Without those that an attempt before kept, whose answer is told again. */
    private List<EventLines.Line> notKept(List<EventLines.Line> lines) {
        int skip = (int) Math.clamp(toSkip, 0, lines.size());
        toSkip -= skip;
        return lines.subList(skip, lines.size());
    }

    private synchronized void pauseBetweenEvents() throws InterruptedException {
        wait(EVENTS_EVERY_MILLIS);
    }

    private void keep(List<EventLines.Line> lines) throws InterruptedException {
        byte[] bytes = EventLines.joined(lines).orElse(null);
        if (bytes == null) {
            return;
        }
        parts += insist(() -> store.append(tenant, id, parts, bytes));
        events += lines.size();
        changed();
    }

    private void insist(Runnable write) throws InterruptedException {
        insist(() -> {
            write.run();
            return true;
        });
    }

    /** As long as the store is away what was answered waits, and with it the engine. */
    private <T> T insist(Supplier<T> write) throws InterruptedException {
        Duration wait = FIRST_PAUSE;
        while (true) {
            try {
                return write.get();
            } catch (StoreUnavailableException | VaultUnavailableException away) {
                LOG.warn("events of {} wait to be kept: {}", id, away.getMessage());
                if (isClosing()) {
                    throw away;
                }
                pause(wait);
                wait = longer(wait);
            }
        }
    }

    private boolean ended(BackgroundResponse response, BackgroundAnswer.End end) throws InterruptedException {
        switch (end) {
            case BackgroundAnswer.Answered(var last) -> {
                if (streamed) {
                    keep(notKept(last));
                }
                insist(() -> runner.end(tenant, response));
                changed();
                return true;
            }
            case BackgroundAnswer.NotKept _, BackgroundAnswer.Lost _ -> {
                return isOver(response, lost(response), pause);
            }
            case BackgroundAnswer.Refused refused -> {
                if (!refused.ours() || hasBegun()) {
                    return fail(response, refused);
                }
                breaks += refused.last().isEmpty() ? 0 : 1;
                if (breaks >= MOST_BREAKS) {
                    return fail(response, refused);
                }
                // Another gateway answers it, or did until it died: that is known when its lease ends.
                boolean elsewhere = refused.code().equals(ErrorCode.IDEMPOTENCY_KEY_IN_USE.code());
                pause = elsewhere ? FIRST_PAUSE : pause;
                return isOver(
                        response, refused, elsewhere ? pause : later(Duration.ofSeconds(refused.retryAfterSeconds())));
            }
        }
    }

    private boolean isOver(BackgroundResponse response, BackgroundAnswer.Refused why, Duration wait)
            throws InterruptedException {
        Instant since = Instant.ofEpochMilli(id.ulid().epochMillis());
        if (runner.now().isAfter(since.plus(runner.settings().patience()))) {
            return fail(response, why);
        }
        pause(wait);
        pause = longer(pause);
        return false;
    }

    /** What is asked for counts where it is bearable. */
    private Duration later(Duration asked) {
        return asked.compareTo(pause) > 0 && asked.compareTo(LONGEST_PAUSE) <= 0 ? asked : pause;
    }

    private static Duration longer(Duration wait) {
        Duration twice = wait.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    private synchronized void pause(Duration wait) throws InterruptedException {
        long untilNanos = System.nanoTime() + wait.toNanos();
        long left = wait.toMillis();
        while (left > 0 && !cancelled && !closing) {
            wait(left);
            left = (untilNanos - System.nanoTime()) / 1_000_000;
        }
    }

    /** @return false when somebody else decided otherwise meanwhile */
    private boolean fail(BackgroundResponse response, BackgroundAnswer.Refused why) throws InterruptedException {
        if (store.decide(tenant, id, Outcome.FAILED) != Outcome.FAILED) {
            return false;
        }
        LOG.warn("{} could not be answered in the background: {}", id, why.code());
        ObjectNode object = (ObjectNode) StoredItems.tree(response.begun());
        ResponseObject.fail(object, why.code(), why.message(), why.ours());
        insist(() -> runner.kept().keep(tenant, stored(response, object)));
        if (streamed) {
            keep(
                    why.last().isEmpty()
                            ? new EventLines()
                                    .add(ResponseStream.failed(object, events, why.code(), why.message(), why.param()))
                            : why.last());
        }
        insist(() -> runner.end(tenant, response));
        changed();
        return true;
    }

    static StoredResponse stored(BackgroundResponse response, ObjectNode object) {
        return new StoredResponse(
                response.id(), response.project(), response.before(), response.input(), StoredItems.bytes(object));
    }

    private static BackgroundAnswer.Refused lost(BackgroundResponse response) {
        ApiError error = ApiError.of(ErrorCode.BACKGROUND_LOST);
        return new BackgroundAnswer.Refused(
                error.code().code(), error.message(Language.preferred(response.language())), null, true, 0, List.of());
    }

    /** Says that it lives, and looks at whether it is still wanted. */
    void tend(boolean hold) {
        RequestId before = asking();
        Optional<Standing> standing = store.standing(tenant, id);
        if (standing.isEmpty() || standing.get().outcome() == Outcome.CANCELLED) {
            cancel();
            return;
        }
        if (before == null || standing.get().ended() || !before.equals(asking())) {
            return;
        }
        if (!before.equals(standing.get().by())) {
            LOG.warn("{} was taken up by another gateway, and is left to it", id);
            leave();
        } else if (hold) {
            store.hold(tenant, id, before, runner.now().plus(runner.settings().hold()));
        }
    }

    /** The request that was said to answer it last; null while another one is being said. */
    private synchronized @Nullable RequestId asking() {
        return changing ? null : by;
    }

    /** Nobody wants it any more. */
    synchronized void cancel() {
        if (!cancelled) {
            cancelled = true;
            cancelAsked(streamed);
            changed();
        }
    }

    /** Others go on with it. */
    private synchronized void leave() {
        close();
        by = null;
        cancelAsked(false);
    }

    /** The process ends: others go on. */
    synchronized void close() {
        closing = true;
        notifyAll();
    }

    private synchronized void cancelAsked(boolean shown) {
        InternalClient.Running running = asked;
        if (running != null) {
            running.cancel(shown);
        }
    }

    private synchronized void changed() {
        changes++;
        notifyAll();
    }

    /** Waits until there is more to be seen than at a time before. */
    synchronized long awaitChange(long since, Duration most) throws InterruptedException {
        if (changes == since) {
            wait(most.toMillis());
        }
        return changes;
    }

    @Override
    public String toString() {
        return "BackgroundRun[" + Objects.toString(id) + "]";
    }
}
