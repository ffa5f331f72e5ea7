package cloud.hanok.billing.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Runs blocking writes side by side on virtual threads, a bounded number at a time. */
final class ParallelWrites {
    /** Far below the 1,024 requests a driver's connection carries, so that reads are not starved by a backlog. */
    private static final int MAX_IN_FLIGHT = 32;

    private ParallelWrites() {}

    /**
     * Runs all; returns when the last has ended.
     *
     * @throws RuntimeException the first failure, after all have ended
     */
    static void run(List<Runnable> writes) {
        if (writes.size() == 1) {
            writes.getFirst().run();
            return;
        }
        Semaphore slots = new Semaphore(MAX_IN_FLIGHT);
        List<Future<?>> running = new ArrayList<>(writes.size());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Runnable write : writes) {
                slots.acquireUninterruptibly();
                running.add(threads.submit(() -> {
                    try {
                        write.run();
                    } finally {
                        slots.release();
                    }
                }));
            }
        }
        for (Future<?> write : running) {
            outcome(write);
        }
    }

    private static void outcome(Future<?> write) {
        try {
            write.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while recording usage", e);
        }
    }
}
