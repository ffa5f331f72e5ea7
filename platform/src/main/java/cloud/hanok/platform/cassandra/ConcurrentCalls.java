package cloud.hanok.platform.cassandra;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Makes several blocking calls of a store at once, a bounded number of them, each on a virtual thread. */
public final class ConcurrentCalls {
    /**
     * Enough to hide the way to Cassandra, and far below the 1,024 requests that a connection carries, so that reads are
     * not starved by a backlog.
     */
    private static final int MOST_AT_ONCE = 32;

    private final Semaphore permits = new Semaphore(MOST_AT_ONCE);

    /** The results in the calls' order; when calls fail, all have ended and the first failure is thrown. */
    public <T> List<T> all(List<Callable<T>> calls) {
        if (calls.size() == 1) {
            return List.of(called(calls.getFirst()));
        }
        List<Future<T>> futures = new ArrayList<>(calls.size());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Callable<T> call : calls) {
                permits.acquireUninterruptibly();
                futures.add(threads.submit(() -> releasing(call)));
            }
        }
        List<T> results = new ArrayList<>(calls.size());
        for (Future<T> future : futures) {
            results.add(called(future::get));
        }
        return results;
    }

    /** Returns when the last has ended; when some fail, the first failure is thrown after that. */
    public void runAll(List<Runnable> calls) {
        List<Callable<Boolean>> called = new ArrayList<>(calls.size());
        for (Runnable call : calls) {
            called.add(() -> {
                call.run();
                return true;
            });
        }
        all(called);
    }

    private <T> T releasing(Callable<T> call) throws Exception {
        try {
            return call.call();
        } finally {
            permits.release();
        }
    }

    private static <T> T called(Callable<T> call) {
        try {
            return call.call();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while calling the store", e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
