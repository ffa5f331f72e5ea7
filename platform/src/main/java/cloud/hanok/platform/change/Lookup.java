package cloud.hanok.platform.change;

import java.util.concurrent.CompletionStage;

/**
 * What memory says about a key.
 *
 * @param <V> what is looked up
 */
public sealed interface Lookup<V> {
    /**
     * It is known and fresh enough to be used.
     *
     * @param value what was read
     */
    record Found<V>(V value) implements Lookup<V> {}

    /** It was asked for a short while ago and did not exist. */
    record Absent<V>() implements Lookup<V> {}

    /**
     * It is being read.
     *
     * @param answer completes, never exceptionally and never with another {@code Pending}, on the thread that reads: an
     *     event loop continues on itself
     */
    record Pending<V>(CompletionStage<Lookup<V>> answer) implements Lookup<V> {}

    /** What it says once the read that is under way has ended; blocks until then. */
    default Lookup<V> settled() {
        return this instanceof Pending<V>(var answer)
                ? answer.toCompletableFuture().join()
                : this;
    }

    /**
     * Nothing that may be used is known: what there was is too old, and reading it again failed a moment ago, or too
     * many reads are under way. To be refused, and asked for again later.
     */
    record Stale<V>() implements Lookup<V> {}
}
