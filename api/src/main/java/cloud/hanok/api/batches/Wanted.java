package cloud.hanok.api.batches;

import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.gateway.InternalClient;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether the lines of a batch are still to be answered: one word for all who answer them here. */
final class Wanted {
    private final Set<InternalClient.Running> asked = new HashSet<>();
    private @Nullable ErrorCode stopped;

    /** No more lines are asked, and those that are being answered are cut; the first reason holds. */
    synchronized void stop(ErrorCode why) {
        if (stopped == null) {
            stopped = why;
            asked.forEach(running -> running.cancel(false));
            notifyAll();
        }
    }

    /** Why no more lines are asked; null while they are. */
    synchronized @Nullable ErrorCode stopped() {
        return stopped;
    }

    /** Asks, and waits for the end of the answer; nothing where no more lines are asked. */
    void ask(Supplier<InternalClient.Running> question, LineAnswer answer) throws InterruptedException {
        InternalClient.Running running;
        synchronized (this) {
            if (stopped != null) {
                return;
            }
            running = question.get();
            asked.add(running);
        }
        try {
            answer.await();
        } finally {
            synchronized (this) {
                asked.remove(running);
            }
        }
    }

    /** Waits, but no longer than lines are wanted. */
    synchronized void pause(Duration wait) throws InterruptedException {
        long untilNanos = System.nanoTime() + wait.toNanos();
        long leftMillis = wait.toMillis();
        while (leftMillis > 0 && stopped == null) {
            wait(leftMillis);
            leftMillis = (untilNanos - System.nanoTime()) / 1_000_000;
        }
    }
}
