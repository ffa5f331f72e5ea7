package cloud.hanok.compliance.receipt;

import cloud.hanok.compliance.receipt.LogSequencer.Pass;
import cloud.hanok.platform.id.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when which log is worked on. A log without waiting leaves costs nothing: one is worked on when this process
 * appended to it, or when a sweep finds leaves that another process left behind.
 */
final class LogSequencing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogSequencing.class);
    /** Logs worked on at once by this process. */
    private static final int MOST_AT_ONCE = 8;
    /** A log held elsewhere is looked at again after this long: its holder integrates our leaves, or lets go. */
    private static final Duration ASK_HOLDER_AGAIN = Duration.ofMillis(300);

    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final int MOST_DOUBLINGS = 6;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final LogSequencer sequencer;
    private final LeafInbox inbox;
    private final InboxBlocks blocks;
    private final Duration sweepInterval;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("log-timer").daemon().factory());
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("log-", 0).factory());
    private final Semaphore permits = new Semaphore(MOST_AT_ONCE);
    private final Map<TenantId, Work> works = new ConcurrentHashMap<>();
    private volatile boolean started;

    LogSequencing(LogSequencer sequencer, LeafInbox inbox, InboxBlocks blocks, Duration sweepInterval) {
        this.sequencer = sequencer;
        this.inbox = inbox;
        this.blocks = blocks;
        this.sweepInterval = sweepInterval;
    }

    /**
     * A log that is being worked on.
     *
     * @param again leaves arrived since the pass began
     * @param failures passes in a row that failed
     */
    private record Work(boolean again, int failures) {}

    void start() {
        started = true;
        schedule(this::sweep, Duration.ZERO);
    }

    /** Leaves of this tenant wait; before the start they wait for a sweep. */
    void wake(TenantId tenant) {
        if (!started) {
            return;
        }
        works.compute(tenant, (key, work) -> {
            if (work == null) {
                schedule(() -> run(tenant), Duration.ZERO);
                return new Work(false, 0);
            }
            return new Work(true, work.failures());
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (TenantId tenant : sequencer.holding()) {
            release(tenant);
        }
    }

    private void run(TenantId tenant) {
        works.computeIfPresent(tenant, (key, work) -> new Work(false, work.failures()));
        Duration wait = attempt(tenant);
        works.computeIfPresent(tenant, (key, work) -> {
            if (wait.isNegative() && !work.again()) {
                return null;
            }
            schedule(() -> run(tenant), wait.isNegative() ? Duration.ZERO : wait);
            return work;
        });
    }

    /** Works on a log and says after how long it must be worked on again; negative when it need not. */
    private Duration attempt(TenantId tenant) {
        try {
            permits.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Duration.ofSeconds(-1);
        }
        try {
            Pass pass = sequencer.pass(tenant);
            works.computeIfPresent(tenant, (key, work) -> new Work(work.again(), 0));
            return switch (pass) {
                case Pass.Clean clean -> settle(tenant);
                case Pass.More more -> Duration.ZERO;
                case Pass.TooEarly early -> early.remaining();
                case Pass.HeldByAnother another -> ASK_HOLDER_AGAIN;
            };
        } catch (LeaseLostException e) {
            LOG.info("{}; its new holder goes on", e.getMessage());
            return ASK_HOLDER_AGAIN;
        } catch (RuntimeException e) {
            return failed(tenant, e);
        } finally {
            permits.release();
        }
    }

    private Duration settle(TenantId tenant) {
        Work work = works.get(tenant);
        if (work == null || !work.again()) {
            release(tenant);
        }
        return Duration.ofSeconds(-1);
    }

    private Duration failed(TenantId tenant, RuntimeException e) {
        Work work = works.computeIfPresent(tenant, (key, old) -> new Work(old.again(), old.failures() + 1));
        int doublings = work == null ? 0 : Math.min(work.failures() - 1, MOST_DOUBLINGS);
        Duration wait = FIRST_RETRY.multipliedBy(1L << doublings);
        LOG.warn(
                "the log of {} was not extended; its leaves are kept and tried again in {} ms",
                tenant,
                wait.toMillis(),
                e);
        return wait;
    }

    private void release(TenantId tenant) {
        try {
            sequencer.release(tenant);
        } catch (RuntimeException e) {
            LOG.debug("the lease on the log of {} ends by itself", tenant, e);
        }
    }

    private void sweep() {
        try {
            inbox.forgetExpired();
            blocks.sweep().forEach(this::wake);
        } catch (RuntimeException e) {
            LOG.warn("leaves left behind could not be looked for; tried again in {}", sweepInterval, e);
        }
        schedule(this::sweep, sweepInterval);
    }

    private void schedule(Runnable task, Duration wait) {
        try {
            var unused = timer.schedule(() -> workers.execute(task), wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the sequencing of logs has ended", e);
        }
    }
}
