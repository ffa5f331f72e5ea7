package cloud.hanok.cluster.fairness;

import cloud.hanok.cluster.serving.ServingReplica;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A request's place in a deployment: asked for, perhaps waited for, held while an engine works, and given back by
 * {@link #end()} on every path. Belongs to one event loop; only the grant comes from elsewhere.
 */
public final class Turn {
    /** Units a running request may be behind its count: sixteen output tokens cost one addition, not sixteen. */
    static final long STEP_UNITS = 32;

    enum State {
        WAITING,
        HELD,
        OVER
    }

    private final FairQueue queue;
    private final TenantAccount account;
    private final PriorityClass priority;
    private final int share;
    private final long promptUnits;
    final @Nullable ServingReplica except;
    private final @Nullable CompletableFuture<Turn> granted;
    final long askedNanos;

    private volatile State state;
    private @Nullable ServingReplica replica;
    private long heldSinceNanos;
    private long units;
    private long charged;

    /**
     * @param held whose place it took, when nobody waited; null for one that waits
     * @param except a replica whose place it does not take, or null
     */
    Turn(
            FairQueue queue,
            TenantAccount account,
            PriorityClass priority,
            int share,
            long units,
            @Nullable ServingReplica held,
            @Nullable ServingReplica except,
            long nanos) {
        this.queue = queue;
        this.account = account;
        this.priority = priority;
        this.share = share;
        this.promptUnits = units;
        this.units = units;
        this.except = except;
        this.askedNanos = nanos;
        this.granted = held == null ? new CompletableFuture<>() : null;
        this.state = held == null ? State.WAITING : State.HELD;
        if (held != null) {
            take(held, nanos);
        }
    }

    /** Whether it still waits: {@link #granted()} says when it no longer does. */
    public boolean isWaiting() {
        return state == State.WAITING;
    }

    /**
     * Completes, on any thread, when it holds a place; fails with a {@link QueueRefusedException} when it gets none. Only of
     * one that had to wait.
     */
    public CompletionStage<Turn> granted() {
        CompletableFuture<Turn> waited = granted;
        if (waited == null) {
            throw new IllegalStateException("it never waited");
        }
        return waited;
    }

    /** The replica whose place it holds. */
    public ServingReplica replica() {
        ServingReplica held = replica;
        if (held == null) {
            throw new IllegalStateException("it holds no place");
        }
        return held;
    }

    /** The engine counted so far. */
    public void counted(long inputTokens, long outputTokens) {
        long now = Service.units(inputTokens, outputTokens);
        if (now - units >= STEP_UNITS) {
            units = now;
            settle();
        }
    }

    /** These are the exact counts: an estimate that was too high is given back. */
    public void settled(long inputTokens, long outputTokens) {
        units = Service.units(inputTokens, outputTokens);
        settle();
    }

    /** Gives the place back, or no longer waits for one. More than once is once. */
    public void end() {
        if (state == State.HELD) {
            state = State.OVER;
            queue.released(this);
        } else if (state == State.WAITING) {
            queue.left(this);
        }
    }

    /**
     * The engine failed before anybody got anything: the place is given back, and another one is asked for, before everybody
     * who waits, for this request had its turn.
     *
     * @param other a replica not to be asked again, or null
     * @throws QueueRefusedException when no other engine is well
     */
    public Turn again(@Nullable ServingReplica other) {
        end();
        return queue.again(this, other);
    }

    TenantAccount account() {
        return account;
    }

    PriorityClass priority() {
        return priority;
    }

    int share() {
        return share;
    }

    /** What it was charged when it got its place. */
    long promptUnits() {
        return promptUnits;
    }

    long heldSinceNanos() {
        return heldSinceNanos;
    }

    State state() {
        return state;
    }

    /** Under the queue's lock. */
    void state(State next) {
        state = next;
    }

    /** Under the queue's lock: it no longer waits. */
    void hold(ServingReplica taken, long nanos) {
        take(taken, nanos);
        state = State.HELD;
    }

    private void take(ServingReplica taken, long nanos) {
        replica = taken;
        heldSinceNanos = nanos;
        account.running().incrementAndGet();
        settle();
    }

    /** Outside the queue's lock. */
    void tellGranted() {
        CompletableFuture<Turn> waited = granted;
        if (waited != null) {
            waited.complete(this);
        }
    }

    /** Outside the queue's lock. */
    void tellRefused(QueueRefusedException why) {
        CompletableFuture<Turn> waited = granted;
        if (waited != null) {
            waited.completeExceptionally(why);
        }
    }

    private void settle() {
        long due = Service.virtual(units, share);
        if (due != charged) {
            account.charge(due - charged);
            charged = due;
        }
    }
}
