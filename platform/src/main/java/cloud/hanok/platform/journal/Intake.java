package cloud.hanok.platform.journal;

import cloud.hanok.platform.id.Ulid;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where appenders put records and the writer takes them: two batches that change places under one short lock. What the
 * writer does for one batch overlaps with the filling of the other, which is what makes the commits groups.
 */
final class Intake {
    /** Long enough for nobody to notice that the writer looked. */
    static final long LONGEST_WAIT_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** A writer that wakes within this is not woken earlier. */
    private static final long SLACK_NANOS = 50_000;

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition due = lock.newCondition();
    private final Space space;
    private final int maximumPayloadBytes;
    private final int maximumSettleBytes;
    private final int batchBytes;
    private final int openLimitBytes;
    private final int dueBytes;
    private final long unawaitedNanos;
    private final long gatherNanos;
    private Batch filling;
    private Batch resting;
    private boolean failed;
    private boolean closed;
    /** When the writer took the batch before. */
    private long takenNanos;

    private boolean writerWaits;
    /** When a writer that waits goes on by itself. */
    private long writerWaitsUntilNanos;

    Intake(JournalSettings settings) {
        this.space = new Space(settings);
        this.maximumPayloadBytes = settings.maximumPayloadBytes();
        this.maximumSettleBytes = settings.maximumSettleBytes();
        this.batchBytes = settings.pendingBytes();
        this.openLimitBytes = batchBytes / 4 * 3;
        this.dueBytes = batchBytes / 4;
        this.unawaitedNanos = settings.syncInterval().toNanos();
        this.gatherNanos = settings.gatherInterval().toNanos();
        this.takenNanos = System.nanoTime() - gatherNanos;
        this.filling = new Batch(batchBytes);
        this.resting = new Batch(batchBytes);
    }

    Appended append(
            RecordKind kind,
            Ulid request,
            int attempt,
            byte[] payload,
            int offset,
            int length,
            DurableListener listener) {
        boolean open = kind == RecordKind.OPEN;
        if (length > (open ? maximumPayloadBytes : maximumSettleBytes)) {
            return Appended.REFUSED_TOO_LARGE;
        }
        int sizeBytes = RecordLayout.bytesOf(length);
        boolean awaited = listener.isAwaited();
        lock.lock();
        try {
            if (closed) {
                return Appended.REFUSED_CLOSED;
            }
            if (open && failed) {
                return Appended.REFUSED_FAILED;
            }
            if (!filling.fits(sizeBytes, open ? openLimitBytes : batchBytes)) {
                return Appended.REFUSED_BUFFER_FULL;
            }
            if (!space.admit(kind, sizeBytes)) {
                return Appended.REFUSED_NO_SPACE;
            }
            filling.add(kind, request, attempt, payload, offset, length, listener, awaited);
            if (writerWaits && writerWaitsUntilNanos - dueNanos() > SLACK_NANOS) {
                wakeWriter();
            }
        } finally {
            lock.unlock();
        }
        return Appended.ACCEPTED;
    }

    /**
     * The filled batch, once it is due. For the writer, which gives it back with {@link #release}.
     *
     * @param waitNanos how long to wait for it, at most {@link #LONGEST_WAIT_NANOS}
     * @return null when the time passed, or when the intake is closed and drained
     */
    @Nullable
    Batch take(long waitNanos) {
        long deadline = System.nanoTime() + Math.min(waitNanos, LONGEST_WAIT_NANOS);
        lock.lock();
        try {
            while (true) {
                long now = System.nanoTime();
                long dueInNanos = filling.isEmpty() ? Long.MAX_VALUE : dueNanos() - now;
                if (dueInNanos <= 0) {
                    Batch taken = filling;
                    filling = resting;
                    takenNanos = now;
                    return taken;
                }
                if (closed || deadline - now <= 0) {
                    return null;
                }
                writerWaitsUntilNanos = now + Math.min(dueInNanos, deadline - now);
                writerWaits = true;
                await(writerWaitsUntilNanos - now);
                writerWaits = false;
            }
        } finally {
            lock.unlock();
        }
    }

    /** The writer ends when the intake is closed, and at no other sign. */
    private void await(long nanos) {
        try {
            due.awaitNanos(nanos);
        } catch (InterruptedException _) {
            LOG.warn("journal: its writer was interrupted, and goes on");
        }
    }

    /**
     * When the batch, which has a record, has to be written. An fsync costs the same for one record as for twenty: of a crowd,
     * half is waited for, for a while; but not once all of it waits.
     */
    private long dueNanos() {
        int awaited = filling.awaited();
        if (closed || filling.sizeBytes() >= dueBytes) {
            return filling.firstNanos();
        }
        if (awaited == 0) {
            return filling.firstNanos() + unawaitedNanos;
        }
        int live = space.outstanding();
        if (live < JournalSettings.CROWD || awaited >= live) {
            return filling.firstNanos();
        }
        return takenNanos + (2 * awaited >= live ? 1 : JournalSettings.LONGEST_GATHERING) * gatherNanos;
    }

    /** The writer is through with a batch. */
    void release(Batch batch) {
        batch.clear();
        lock.lock();
        try {
            resting = batch;
        } finally {
            lock.unlock();
        }
    }

    void recovered(int unsettled) {
        change(() -> space.recovered(unsettled));
    }

    void currentFound(long freeBytes) {
        change(() -> space.currentFound(freeBytes));
    }

    void settled(int opens) {
        change(() -> space.settled(opens));
    }

    void dropped(int opens, long bytes) {
        change(() -> {
            space.settled(opens);
            space.dropped(bytes);
        });
    }

    void spareReady() {
        change(space::spareReady);
    }

    void spareTaken() {
        change(space::spareTaken);
    }

    void spareLost() {
        change(space::spareLost);
    }

    /** Refuses OPENs from now on; {@code unwrittenBytes} of the writer's batch still count as accepted. */
    void failed(long unwrittenBytes) {
        change(() -> {
            failed = true;
            space.currentLost(unwrittenBytes + filling.sizeBytes());
        });
    }

    void healthy() {
        change(() -> failed = false);
    }

    /** Refuses everything from now on and lets the writer drain what is there. */
    void close() {
        change(() -> {
            closed = true;
            wakeWriter();
        });
    }

    boolean isClosed() {
        return read(() -> closed ? 1 : 0) == 1;
    }

    /** Whether another spare segment is wanted now. */
    boolean wantsSpare() {
        return read(() -> space.isShort() || (failed && !space.hasSpare()) ? 1 : 0) == 1;
    }

    /** Whether one is wanted so much that the limit of all segments gives way: there is nowhere to write. */
    boolean needsSpare() {
        return read(() -> failed && !space.hasSpare() ? 1 : 0) == 1;
    }

    long pendingBytes() {
        return read(() -> filling.sizeBytes());
    }

    long spaceLeftBytes() {
        return read(space::leftBytes);
    }

    long reservedBytes() {
        return read(space::reservedBytes);
    }

    int outstanding() {
        return (int) read(space::outstanding);
    }

    private void wakeWriter() {
        writerWaits = false;
        due.signal();
    }

    private void change(Runnable under) {
        lock.lock();
        try {
            under.run();
        } finally {
            lock.unlock();
        }
    }

    private long read(LongSupplier under) {
        lock.lock();
        try {
            return under.getAsLong();
        } finally {
            lock.unlock();
        }
    }
}
