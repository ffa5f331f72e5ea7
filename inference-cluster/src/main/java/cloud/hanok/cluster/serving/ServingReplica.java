package cloud.hanok.cluster.serving;

import cloud.hanok.platform.id.ReplicaId;
import cloud.hanok.platform.secret.Secret;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One running engine. The object lives as long as the engine does: snapshots of the directory share it, so that the
 * count of requests in flight survives a new snapshot. Every method is safe on an event loop: memory only, no lock.
 *
 * <p>One request: {@link #begin()}; when true, exchange; then {@link #end()} exactly once, on every path.
 */
public final class ServingReplica {
    /** Above every possible count of requests in flight. */
    private static final int CLOSED = 1 << 30;

    /** How many requests it computes at once is not known. */
    public static final int UNKNOWN_CONCURRENCY = 0;

    private final ReplicaId id;
    private final EngineEndpoint endpoint;
    private final @Nullable Secret credential;
    /** Requests in flight, plus {@link #CLOSED} once it is closed. */
    private final AtomicInteger state = new AtomicInteger();

    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean healthy;
    private volatile int concurrency;

    /** One of which nobody said how many requests it computes at once. */
    public ServingReplica(ReplicaId id, EngineEndpoint endpoint, @Nullable Secret credential, boolean healthy) {
        this(id, endpoint, credential, healthy, UNKNOWN_CONCURRENCY);
    }

    /**
     * @param credential what the engine wants as a bearer token; null when it wants none
     * @param healthy whether it may be used before the next probe
     * @param concurrency requests it computes at once: the slots it was started with, vLLM's {@code max-num-seqs}; what it
     *     is given beyond them waits inside it, in an order that is nobody's; or {@link #UNKNOWN_CONCURRENCY}
     */
    public ServingReplica(
            ReplicaId id, EngineEndpoint endpoint, @Nullable Secret credential, boolean healthy, int concurrency) {
        this.id = id;
        this.concurrency = concurrency;
        this.endpoint = endpoint;
        this.credential = credential;
        this.healthy = healthy;
    }

    /** Names it. A restarted engine is another replica. */
    public ReplicaId id() {
        return id;
    }

    /** Where it listens. */
    public EngineEndpoint endpoint() {
        return endpoint;
    }

    /** What it wants as a bearer token, or null when it wants none. */
    public @Nullable Secret credential() {
        return credential;
    }

    /** Requests it computes at once, or {@link #UNKNOWN_CONCURRENCY}. */
    public int concurrency() {
        return concurrency;
    }

    /** Says anew how many requests it computes at once; those in flight go on. */
    public void setConcurrency(int changed) {
        concurrency = changed;
    }

    /**
     * Starts one request, unless there are so many already.
     *
     * @return false when there are, or the replica is being stopped: do not call {@link #end()}
     */
    public boolean beginBelow(int limit) {
        while (true) {
            int seen = state.get();
            if (seen >= limit) {
                return false;
            }
            if (state.compareAndSet(seen, seen + 1)) {
                return true;
            }
        }
    }

    /**
     * Starts one request.
     *
     * @return false when the replica is being stopped: take another, and do not call {@link #end()}
     */
    public boolean begin() {
        while (true) {
            int seen = state.get();
            if (seen >= CLOSED) {
                return false;
            }
            if (state.compareAndSet(seen, seen + 1)) {
                return true;
            }
        }
    }

    /** Ends a request that {@link #begin()} started. */
    public void end() {
        state.decrementAndGet();
    }

    /** Requests between {@link #begin()} and {@link #end()}. */
    public int inFlight() {
        return state.get() & (CLOSED - 1);
    }

    /** Lets no further request begin. Requests in flight go on. */
    public void close() {
        state.updateAndGet(seen -> seen | CLOSED);
    }

    /** Whether requests should be sent to it. */
    public boolean isHealthy() {
        return healthy && state.get() < CLOSED;
    }

    /**
     * The gateway could not connect, or the engine closed before it answered: the replica is unhealthy until a probe
     * that starts after this call succeeds.
     */
    public void reportFailure() {
        failures.incrementAndGet();
        healthy = false;
    }

    /** Taken before a probe starts, and handed back with its result. */
    public int probeMark() {
        return failures.get();
    }

    /**
     * The result of a probe. A success that began before the last reported failure says nothing and is dropped.
     *
     * @param mark of {@link #probeMark()} before the probe
     */
    public void probed(int mark, boolean answered) {
        if (!answered) {
            healthy = false;
        } else if (failures.get() == mark) {
            healthy = true;
            if (failures.get() != mark) {
                healthy = false;
            }
        }
    }

    @Override
    public String toString() {
        return "ServingReplica[" + id + ", " + endpoint.url("") + ", healthy=" + healthy + ", inFlight=" + inFlight()
                + "]";
    }
}
