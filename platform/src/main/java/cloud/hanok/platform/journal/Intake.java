package cloud.hanok.platform.journal;

import cloud.hanok.platform.id.Ulid;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where appenders put records and the writer takes them: two batches that change places under one short lock. What the
 * writer does for one batch overlaps with the filling of the other, which is what makes the commits groups.
 */
final class Intake {
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicBoolean writerWaits = new AtomicBoolean();
    private final Space space;
    private final int maximumPayloadBytes;
    private final int maximumSettleBytes;
    private final int batchBytes;
    private final int openLimitBytes;
    private Batch filling;
    private Batch resting;
    private boolean failed;
    private boolean closed;
    private volatile @Nullable Thread writer;

    Intake(JournalSettings settings) {
        this.space = new Space(settings);
        this.maximumPayloadBytes = settings.maximumPayloadBytes();
        this.maximumSettleBytes = settings.maximumSettleBytes();
        this.batchBytes = settings.pendingBytes();
        this.openLimitBytes = batchBytes / 4 * 3;
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
            filling.add(kind, request, attempt, payload, offset, length, listener);
        } finally {
            lock.unlock();
        }
        wakeWriter();
        return Appended.ACCEPTED;
    }

    /**
     * The filled batch, once there is one. For the writer, which gives it back with {@link #release}.
     *
     * @param waitNanos how long to wait for a record; 0 waits until one comes
     * @return null when the time passed, or when the intake is closed and drained
     */
    @Nullable
    Batch take(long waitNanos) {
        writer = Thread.currentThread();
        long deadline = System.nanoTime() + waitNanos;
        while (true) {
            lock.lock();
            try {
                if (!filling.isEmpty()) {
                    Batch taken = filling;
                    filling = resting;
                    return taken;
                }
                if (closed) {
                    return null;
                }
                writerWaits.set(true);
            } finally {
                lock.unlock();
            }
            long left = deadline - System.nanoTime();
            if (waitNanos == 0) {
                LockSupport.park(this);
            } else if (left > 0) {
                LockSupport.parkNanos(this, left);
            }
            boolean unwoken = writerWaits.getAndSet(false);
            if (unwoken && waitNanos != 0 && System.nanoTime() - deadline >= 0) {
                return null;
            }
        }
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
        change(() -> closed = true);
        wakeWriter();
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

    int pendingRecords() {
        return (int) read(() -> filling.count());
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
        if (writerWaits.get() && writerWaits.compareAndSet(true, false)) {
            LockSupport.unpark(writer);
        }
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
