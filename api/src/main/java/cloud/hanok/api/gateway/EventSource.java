package cloud.hanok.api.gateway;

import org.jspecify.annotations.Nullable;

/** Events of a response as they become known, wherever it is answered. Belongs to one thread. */
@FunctionalInterface
public interface EventSource {
    /**
     * The next, whole; waits until there are some.
     *
     * @return null when there are no more
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when they cannot be read now
     */
    byte @Nullable [] next() throws InterruptedException;
}
