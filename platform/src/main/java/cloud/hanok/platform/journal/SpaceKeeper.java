package cloud.hanok.platform.journal;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes spare segments ahead of the writer, on a thread of its own, because writing 64 MiB of zeros takes a while. */
final class SpaceKeeper implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(SpaceKeeper.class);

    private final SegmentLog segments;
    private final Intake intake;
    private final long maximumBytes;
    private final long segmentBytes;
    private final long retryNanos;
    private final Thread thread;
    /** Says that something changed. A thread's own permit would not do: what is asked below may take it while it waits for a lock. */
    private final Semaphore changed = new Semaphore(0);

    private volatile boolean stopped;
    private boolean failing;

    SpaceKeeper(JournalSettings settings, SegmentLog segments, Intake intake) {
        this.segments = segments;
        this.intake = intake;
        this.maximumBytes = settings.maximumBytes();
        this.segmentBytes = settings.segmentBytes();
        this.retryNanos = settings.probeInterval().toNanos();
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("journal-space-" + settings.gateway())
                .unstarted(this);
    }

    /** Makes what is wanted now, so that the first requests find room; a full disk only stops it. */
    void fill() {
        while (wanted() && add()) {}
    }

    void start() {
        thread.start();
    }

    /** Something changed: look whether a spare segment is wanted. */
    void wake() {
        if (changed.availablePermits() == 0) {
            changed.release();
        }
    }

    void stop() throws InterruptedException {
        stopped = true;
        wake();
        thread.join();
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                if (!wanted()) {
                    changed.acquire();
                } else if (!add() && changed.tryAcquire(retryNanos, TimeUnit.NANOSECONDS)) {
                    changed.drainPermits();
                }
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean wanted() {
        boolean allowed = segments.allocatedBytes() + segmentBytes <= maximumBytes;
        return (allowed && intake.wantsSpare()) || intake.needsSpare();
    }

    private boolean add() {
        try {
            segments.addSpare();
            if (failing) {
                LOG.info("journal: there is space for segments again");
            }
            failing = false;
            return true;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn(
                        "journal: no space for another segment, new requests are refused when this one is full: {}",
                        e.toString());
            }
            failing = true;
            return false;
        }
    }
}
