package cloud.hanok.platform.journal;

import java.time.Duration;

/** The last sequence whose fsync succeeded, and who waits for the next. */
final class SyncSignal {
    private volatile long syncedSequence;
    private volatile boolean closed;
    private int waiting;

    SyncSignal(long syncedSequence) {
        this.syncedSequence = syncedSequence;
    }

    long syncedSequence() {
        return syncedSequence;
    }

    synchronized void synced(long sequence) {
        syncedSequence = sequence;
        if (waiting > 0) {
            notifyAll();
        }
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Waits until that sequence is on the disk; false when the time passed or the journal was closed first. */
    synchronized boolean await(long sequence, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        waiting++;
        try {
            while (syncedSequence < sequence && !closed) {
                long leftMillis = (deadline - System.nanoTime() + 999_999) / 1_000_000;
                if (leftMillis <= 0) {
                    return false;
                }
                wait(leftMillis);
            }
            return syncedSequence >= sequence;
        } finally {
            waiting--;
        }
    }
}
