package cloud.hanok.platform.saga;

import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.SagaId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.saga.SagaProgress.StepState;
import cloud.hanok.platform.saga.SagaStore.EndedStep;
import cloud.hanok.platform.saga.SagaStore.Stored;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries sagas to their end. A saga is moved under a lease with a fencing epoch, by whoever asked for it as long as they have patience,
 * and from then on, or when that process died, by the background of any process. A refused step unwinds the saga; whatever else fails
 * is repeated. {@code docs/decisions/0011-sagas.md} says what that promises. Blocks.
 */
public final class Sagas implements AutoCloseable {
    /** What a step may take; with a lease of {@link SagaSettings#lease()} nobody else takes the saga over meanwhile. */
    public static final Duration LONGEST_STEP = Duration.ofSeconds(30);

    /** An input is a request, not a document. */
    public static final int MAX_INPUT_CHARS = 16_384;

    private static final Logger LOG = LoggerFactory.getLogger(Sagas.class);
    /** Sagas of the background that run at once in this process. */
    private static final int MOST_AT_ONCE = 4;
    /** Entries read at a time. */
    private static final int SWEEP_PAGE = 500;
    /** An entry without a saga is what a crash between two writes left; after this long its maker cannot come back. */
    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(10);
    /** Whoever waits for a saga that another process moves looks again after this. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final SagaStore store;
    private final SagaSettings settings;
    private final Clock clock;
    private final Ulids ulids;
    private final Map<String, SagaDefinition> definitions = new HashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("saga-timer").daemon().factory());
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("saga-", 0).factory());
    private final Semaphore permits = new Semaphore(MOST_AT_ONCE);
    private volatile int open;
    private volatile int stuck;

    /** @param definitions every saga, in every version of which one may be open */
    public Sagas(
            Keyspaces keyspaces, Clock clock, Ulids ulids, SagaSettings settings, List<SagaDefinition> definitions) {
        this.store = new SagaStore(keyspaces, clock, settings.lease());
        this.clock = clock;
        this.ulids = ulids;
        this.settings = settings;
        for (SagaDefinition definition : definitions) {
            if (this.definitions.put(definition.key(), definition) != null) {
                throw new IllegalArgumentException("two sagas are " + definition.key());
            }
        }
    }

    /** Resumes, from now on, what others left. */
    public void start() {
        // Its result is never looked at: the sweep logs what it fails with.
        var unused = timer.scheduleWithFixedDelay(
                this::sweepQuietly, 0, settings.sweepInterval().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends the background; what is under way ends its call, and is resumed elsewhere. */
    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(LONGEST_STEP.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("sagas are still running; they are resumed once their leases end");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Open sagas at the last sweep. */
    public int openCount() {
        return open;
    }

    /** Those of them that are stuck: somebody must look. */
    public int stuckCount() {
        return stuck;
    }

    /**
     * Runs a saga to its end. The same id again finds the same saga, wherever it is.
     *
     * @param input at most {@link #MAX_INPUT_CHARS} characters, nothing secret; that of the first call counts
     * @param patience how long the caller waits when it does not succeed at once
     * @return the saga, done
     * @throws SagaRefusedException when a step was refused: everything is taken back, or is being taken back
     * @throws SagaUnfinishedException when patience ended: it goes on in the background
     * @throws StoreUnavailableException when it is not known whether it was begun at all: the same call again tells
     */
    public SagaProgress run(SagaId id, SagaDefinition definition, String input, Duration patience) {
        if (input.length() > MAX_INPUT_CHARS) {
            throw new IllegalArgumentException("the input of a saga has at most " + MAX_INPUT_CHARS + " characters");
        }
        Stored saga = store.create(id, definition, input);
        Attempts attempts = new Attempts(definitionOf(saga), true);
        long deadline = System.nanoTime() + patience.toNanos();
        Duration pause = settings.firstPause();
        while (true) {
            saga = attempts.next(saga);
            switch (saga.state()) {
                case DONE -> {
                    return progress(saga);
                }
                case UNDONE -> throw refused(saga);
                case RUNNING, UNDOING, STUCK -> {
                    long left = deadline - System.nanoTime();
                    if (left <= 0) {
                        attempts.letGo(saga);
                        if (saga.refusal() != null) {
                            throw refused(saga);
                        }
                        throw new SagaUnfinishedException(progress(saga), attempts.failure);
                    }
                    boolean waits = attempts.failure == null;
                    LockSupport.parkNanos(Math.min(left, (waits ? LOOK_AGAIN : pause).toNanos()));
                    pause = waits ? pause : doubled(pause);
                }
            }
        }
    }

    /**
     * How far a saga is.
     *
     * @throws StoreUnavailableException when it cannot be read
     */
    public Optional<SagaProgress> find(SagaId id) {
        return store.read(id).map(this::progress);
    }

    /** Looks once for open sagas that nobody moves, and moves them until each ended or failed. Called by the timer, and by tests. */
    public void sweep() {
        int found = 0;
        int stuckOnes = 0;
        String after = "";
        List<SagaId> page;
        do {
            page = store.open(after, SWEEP_PAGE);
            for (SagaId id : page) {
                after = id.text();
                Optional<Stored> saga = store.read(id);
                if (saga.isEmpty()) {
                    if (clock.millis() - id.ulid().epochMillis() > ABANDONED_AFTER.toMillis()) {
                        store.close(id);
                    }
                } else if (saga.get().state().isFinal()) {
                    store.close(id);
                } else {
                    found++;
                    stuckOnes += saga.get().state() == SagaState.STUCK ? 1 : 0;
                    resume(saga.get());
                }
            }
        } while (page.size() == SWEEP_PAGE);
        open = found;
        stuck = stuckOnes;
    }

    private void resume(Stored saga) {
        SagaDefinition definition = definitions.get(saga.name() + "/" + saga.version());
        if (definition == null || saga.leaseUntil().isAfter(clock.instant()) || !permits.tryAcquire()) {
            // A newer program's saga, somebody else's, or one for a later sweep.
            return;
        }
        try {
            workers.execute(() -> {
                try {
                    Attempts attempts = new Attempts(definition, false);
                    attempts.letGo(attempts.next(saga));
                } catch (RuntimeException failed) {
                    LOG.warn("{} ({}) could not be resumed", saga.id(), saga.name(), failed);
                } finally {
                    permits.release();
                }
            });
        } catch (RejectedExecutionException closed) {
            permits.release();
        }
    }

    private void sweepQuietly() {
        try {
            sweep();
        } catch (RuntimeException failed) {
            LOG.warn("open sagas could not be read: {}", failed.getMessage());
        }
    }

    private SagaDefinition definitionOf(Stored saga) {
        SagaDefinition definition = definitions.get(saga.name() + "/" + saga.version());
        if (definition == null) {
            throw new IllegalStateException(
                    "this program does not know " + saga.name() + "/" + saga.version() + ", begun as " + saga.id());
        }
        return definition;
    }

    private static SagaRefusedException refused(Stored saga) {
        Refusal refusal = saga.refusal();
        if (refusal == null) {
            throw new IllegalStateException(saga.id() + " was taken back without a reason");
        }
        return new SagaRefusedException(refusal);
    }

    private Duration doubled(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(settings.longestPause()) > 0 ? settings.longestPause() : twice;
    }

    private SagaProgress progress(Stored saga) {
        SagaDefinition definition = definitions.get(saga.name() + "/" + saga.version());
        Map<Integer, EndedStep> ended = new HashMap<>();
        saga.ended().forEach(step -> ended.put(step.position(), step));
        List<SagaProgress.Step> steps = new ArrayList<>();
        int count = definition == null ? ended.size() : definition.steps().size();
        for (int position = 0; position < count; position++) {
            EndedStep step = ended.get(position);
            steps.add(
                    step == null
                            ? new SagaProgress.Step(
                                    definition == null
                                            ? ""
                                            : definition.steps().get(position).name(),
                                    StepState.PENDING,
                                    "",
                                    null)
                            : new SagaProgress.Step(step.name(), step.state(), step.output(), step.changedAt()));
        }
        return new SagaProgress(
                saga.id(),
                saga.name(),
                saga.version(),
                saga.input(),
                saga.state(),
                saga.refusal(),
                steps,
                saga.failures(),
                saga.lastFailure(),
                saga.createdAt(),
                saga.changedAt());
    }

    /** The attempts of one caller, or of the background, each under a lease of its own. */
    private final class Attempts {
        /** Names these attempts and no others, so that they can take up a lease again that they lost sight of. */
        private final String holder = ulids.next().toString();

        private final SagaDefinition definition;
        private final boolean evenIfPaused;
        private @Nullable RuntimeException failure;

        Attempts(SagaDefinition definition, boolean evenIfPaused) {
            this.definition = definition;
            this.evenIfPaused = evenIfPaused;
        }

        /** One attempt; returns the saga as it is after it. */
        Stored next(Stored known) {
            failure = null;
            Stored saga = known;
            try {
                saga = store.read(known.id()).orElse(known);
                if (saga.state().isFinal()) {
                    return saga;
                }
                Optional<Stored> taken = store.take(saga, holder, evenIfPaused);
                if (taken.isEmpty()) {
                    return saga;
                }
                failure = new SagaRunner(store, settings, definition, taken.get()).run();
                saga = store.read(known.id()).orElse(known);
                if (saga.state().isFinal()) {
                    store.close(saga.id());
                } else if (saga.state() == SagaState.STUCK) {
                    LOG.error("{} ({}) cannot be taken back: {}", saga.id(), saga.name(), saga.lastFailure());
                }
            } catch (StoreUnavailableException unknown) {
                failure = unknown;
            } catch (SagaStore.LeaseLostException lost) {
                LOG.info("{}", lost.getMessage());
            }
            return saga;
        }

        /** Leaves the saga to the background, after a pause that grows with its failures. */
        void letGo(Stored saga) {
            if (saga.state().isFinal() || !saga.holder().equals(holder)) {
                return;
            }
            try {
                Duration pause = settings.firstPause();
                for (int failures = 1; failures < saga.failures() && pause.compareTo(settings.longestPause()) < 0; ) {
                    failures++;
                    pause = doubled(pause);
                }
                store.release(saga, pause);
            } catch (StoreUnavailableException unknown) {
                // Then the lease ends by itself.
                LOG.debug("the lease of {} was not given back", saga.id(), unknown);
            }
        }
    }
}
