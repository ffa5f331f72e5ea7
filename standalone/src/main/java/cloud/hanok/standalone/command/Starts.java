package cloud.hanok.standalone.command;

import cloud.hanok.standalone.StandaloneException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Several starts at once, each as soon as those it stands on have succeeded. */
final class Starts implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Start> all = new ArrayList<>();

    /** One of them, for others to come after. */
    record Start(CompletableFuture<Void> end) {}

    /** Begins a start; when one of those it comes after fails, it never begins and fails for the same reason. */
    Start begin(Runnable start, Collection<Start> after) {
        CompletableFuture<?>[] before = after.stream().map(Start::end).toArray(CompletableFuture[]::new);
        Start begun = new Start(CompletableFuture.allOf(before).thenRunAsync(start, threads));
        all.add(begun);
        return begun;
    }

    /**
     * Waits for all of them, also when one fails: a server that was begun is either ready or has failed when this returns.
     *
     * @throws StandaloneException of the first that failed, in the order they were begun
     */
    void await() {
        StandaloneException first = null;
        for (Start each : all) {
            try {
                each.end().join();
            } catch (CompletionException failure) {
                first = first == null ? asStandalone(failure) : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static StandaloneException asStandalone(CompletionException failure) {
        return failure.getCause() instanceof StandaloneException known
                ? known
                : new StandaloneException("Unexpected: " + failure.getCause() + ".", "Run ./hanok doctor.", failure);
    }

    @Override
    public void close() {
        threads.close();
    }
}
