package cloud.hanok.content.webhook;

import cloud.hanok.content.webhook.WaitingEvents.Due;
import cloud.hanok.content.webhook.WaitingEvents.Key;
import cloud.hanok.content.webhook.WaitingEvents.State;
import cloud.hanok.content.webhook.WaitingEvents.Stored;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.id.WebhookDeliveryId;
import cloud.hanok.platform.id.WebhookEventId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells endpoints of what happened. Of several processes one has an event at a time, under a lease. An event is marked after the endpoint
 * took it: a process that dies between the two leaves one that is sent again once its lease ended, with the same id; nothing else makes it
 * arrive twice. Each attempt has a thread of its own, and an endpoint and a tenant only so many, so that one that hangs delays nobody else.
 */
public final class WebhookSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);

    /** An entry without an event is what a crash between two writes left; after this long its writer cannot come back. */
    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(10);

    /** Entries of a list that are passed at one look: far more than may be sent at once. */
    private static final int MOST_PASSED = 5_000;

    /** Between two looks, however much waits for room. */
    private static final Duration LOOK_APART = Duration.ofMillis(50);

    /** Pauses are so much longer or shorter, so that what failed together does not come back together. */
    private static final double JITTER = 0.2;

    private final WebhookRows rows;
    private final Webhooks webhooks;
    private final WaitingEvents waiting;
    private final DeliveryLog log;
    private final WebhookTransport transport;
    private final WebhookSettings settings;
    private final Ulids ulids;
    private final RandomGenerator random;
    private final Clock clock;
    private final String holder;
    private final Set<Key> underWay = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("webhook-", 0).factory());
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Semaphore wakes = new Semaphore(0);
    private volatile boolean passedOver;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private @Nullable Thread looker;

    WebhookSender(
            WebhookRows rows,
            Webhooks webhooks,
            WaitingEvents waiting,
            DeliveryLog log,
            WebhookTransport transport,
            WebhookSettings settings,
            Ulids ulids,
            RandomGenerator random,
            Clock clock) {
        this.rows = rows;
        this.webhooks = webhooks;
        this.waiting = waiting;
        this.log = log;
        this.transport = transport;
        this.settings = settings;
        this.ulids = ulids;
        this.random = random;
        this.clock = clock;
        this.holder = ulids.next().toString();
    }

    /** Works from now on, on threads of its own. */
    public synchronized void start() {
        if (looker == null && closing.getCount() > 0) {
            looker = Thread.ofVirtual().name("webhook-sender").start(this::lookAgainAndAgain);
        }
    }

    /** Begins nothing more; what is under way is ended, within the time of an attempt. */
    @Override
    public void close() {
        closing.countDown();
        wakes.release();
        Thread looking;
        synchronized (this) {
            looking = looker;
        }
        try {
            if (looking != null) {
                looking.join();
            }
            threads.shutdown();
            if (!threads.awaitTermination(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{} events are sent again by whoever takes them up", underWay.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Attempts that are under way here. */
    public int size() {
        return underWay.size();
    }

    /** Attempts of this process that an endpoint took. */
    public long taken() {
        return taken.get();
    }

    /** Attempts of this process that came to nothing. */
    public long failed() {
        return failed.get();
    }

    /**
     * Tells an endpoint of something that does not exist, at once, and waits for what comes of it. What came is in its log, and is not tried
     * again. Blocks.
     *
     * @throws WebhookProblemException when the endpoint is disabled, or not there
     */
    public WebhookDelivery test(TenantId tenant, Webhook webhook, WebhookEventType type) {
        Webhooks.requireEnabled(webhook);
        WebhookRows.Stored to = rows.find(tenant, webhook.id())
                .orElseThrow(() -> new WebhookProblemException(new WebhookProblem.ChangedMeanwhile(webhook.id())));
        var event = new WebhookEvent(
                new WebhookEventId(ulids.next()), type, type.objectPrefix() + ulids.next(), clock.instant());
        var id = new WebhookDeliveryId(ulids.next());
        long begunNanos = System.nanoTime();
        WebhookResult result = post(event, to);
        var took = Duration.ofNanos(System.nanoTime() - begunNanos);
        var delivery = new WebhookDelivery(id, event.id(), type, event.object(), 1, result, took, Optional.empty());
        count(result);
        log.add(tenant, webhook.id(), delivery);
        return delivery;
    }

    private void lookAgainAndAgain() {
        try {
            while (!closing.await(LOOK_APART.toMillis(), TimeUnit.MILLISECONDS)) {
                boolean unused = wakes.tryAcquire(settings.look().toMillis(), TimeUnit.MILLISECONDS);
                wakes.drainPermits();
                if (closing.getCount() > 0) {
                    look();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Begins what is due and has room. Never throws. */
    void look() {
        passedOver = false;
        for (int list = 0; list < WaitingEvents.LISTS && closing.getCount() > 0; list++) {
            try {
                look(list);
            } catch (RuntimeException away) {
                LOG.warn("events that wait could not be looked at: {}", away.getMessage());
                return;
            }
        }
    }

    private void look(int list) {
        int passed = 0;
        for (Row row : waiting.due(list, now())) {
            if (underWay.size() >= settings.sending() || ++passed > MOST_PASSED || closing.getCount() == 0) {
                passedOver = true;
                return;
            }
            Due due = WaitingEvents.due(row);
            if (!hasRoom(due.key())) {
                passedOver = true;
            } else if (underWay.add(due.key())) {
                begin(due);
            }
        }
    }

    private boolean hasRoom(Key key) {
        int ofTenant = 0;
        int ofWebhook = 0;
        for (Key each : underWay) {
            ofTenant += each.tenant().equals(key.tenant()) ? 1 : 0;
            ofWebhook += each.webhook().equals(key.webhook()) ? 1 : 0;
        }
        return ofTenant < settings.ofTenant() && ofWebhook < settings.ofWebhook();
    }

    private void begin(Due due) {
        try {
            threads.execute(() -> {
                try {
                    attempt(due);
                } catch (RuntimeException away) {
                    // The home of one tenant may be away while the others are not.
                    LOG.warn(
                            "{} for {} is sent later: {}",
                            due.key().event(),
                            due.key().webhook(),
                            away.getMessage());
                } finally {
                    underWay.remove(due.key());
                    if (passedOver) {
                        wakes.release();
                    }
                }
            });
        } catch (RejectedExecutionException closed) {
            underWay.remove(due.key());
        }
    }

    private void attempt(Due due) {
        Stored found = waiting.find(due.key()).orElse(null);
        if (found == null) {
            if (now().isAfter(due.at().plus(ABANDONED_AFTER))) {
                waiting.forget(due);
            }
            return;
        }
        if (found.state() != State.WAITING) {
            waiting.forget(due);
            return;
        }
        if (found.nextAt().isAfter(now())) {
            waiting.move(due, found.nextAt());
            return;
        }
        Instant until = now().plus(settings.lease());
        Optional<Stored> mine = waiting.take(found, holder, until);
        if (mine.isPresent()) {
            waiting.move(due, until);
            send(mine.get(), new Due(due.key(), until));
        }
    }

    private void send(Stored event, Due due) {
        var to = rows.find(due.key().tenant(), due.key().webhook()).orElse(null);
        if (to == null) {
            // It was deleted, with its log.
            waiting.end(event, State.GIVEN_UP, now());
            waiting.forget(due);
            return;
        }
        var delivery = new WebhookDeliveryId(ulids.next());
        long begunNanos = System.nanoTime();
        WebhookResult result = to.webhook().disabled().isPresent()
                ? new WebhookResult.NotAnswered(WebhookResult.Why.DISABLED)
                : post(event.event(), to);
        var took = Duration.ofNanos(System.nanoTime() - begunNanos);
        Optional<Instant> next = next(event, result);
        count(result);
        if (result instanceof WebhookResult.Answered answered && answered.isGone()) {
            webhooks.disableGone(due.key().tenant(), to.webhook());
        }
        WebhookEvent what = event.event();
        log.add(
                due.key().tenant(),
                due.key().webhook(),
                new WebhookDelivery(
                        delivery, what.id(), what.type(), what.object(), event.attempts(), result, took, next));
        if (next.isPresent()) {
            waiting.defer(event, next.get());
            waiting.move(due, next.get());
        } else {
            waiting.end(event, isTaken(result) ? State.TAKEN : State.GIVEN_UP, now());
            waiting.forget(due);
        }
    }

    private WebhookResult post(WebhookEvent event, WebhookRows.Stored to) {
        Instant now = clock.instant();
        byte[] body = event.body();
        String id = event.id().text();
        String signatures = to.signing(now).stream()
                .map(secret -> secret.sign(id, now, body))
                .collect(Collectors.joining(" "));
        return transport.post(
                to.webhook().url(),
                Map.of(
                        "content-type",
                        "application/json",
                        "webhook-id",
                        id,
                        "webhook-timestamp",
                        Long.toString(now.getEpochSecond()),
                        "webhook-signature",
                        signatures),
                body);
    }

    private void count(WebhookResult result) {
        if (isTaken(result)) {
            taken.incrementAndGet();
        } else {
            failed.incrementAndGet();
        }
    }

    private static boolean isTaken(WebhookResult result) {
        return result instanceof WebhookResult.Answered answered && answered.isTaken();
    }

    /** When it is tried again; empty when it is not. */
    private Optional<Instant> next(Stored event, WebhookResult result) {
        boolean isOver = switch (result) {
            case WebhookResult.Answered answered -> answered.isTaken() || answered.isGone();
            case WebhookResult.NotAnswered(var why) -> why == WebhookResult.Why.DISABLED;
        };
        if (isOver || event.attempts() > settings.retries().size()) {
            return Optional.empty();
        }
        long millis = settings.retries().get(event.attempts() - 1).toMillis();
        return Optional.of(now().plusMillis(Math.round(millis * (1 + JITTER * (2 * random.nextDouble() - 1)))));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
