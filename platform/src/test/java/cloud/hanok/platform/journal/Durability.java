package cloud.hanok.platform.journal;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A listener a test can wait on. */
final class Durability implements DurableListener {
    private final CompletableFuture<Boolean> outcome = new CompletableFuture<>();
    private final boolean awaited;
    private final BooleanSupplier isVoid;

    Durability() {
        this(true, () -> false);
    }

    private Durability(boolean awaited, BooleanSupplier isVoid) {
        this.awaited = awaited;
        this.isVoid = isVoid;
    }

    /** Of a record that nobody waits for. */
    static Durability unawaited() {
        return new Durability(false, () -> false);
    }

    /** Of a record that is void once the other one has failed. */
    static Durability behind(Durability other) {
        return new Durability(true, () -> other.isDone() && !other.outcome.join());
    }

    @Override
    public boolean isAwaited() {
        return awaited;
    }

    @Override
    public boolean isVoid() {
        return isVoid.getAsBoolean();
    }

    @Override
    public void durable() {
        if (!outcome.complete(true)) {
            throw new IllegalStateException("told twice");
        }
    }

    @Override
    public void failed(IOException why) {
        if (!outcome.complete(false)) {
            throw new IllegalStateException("told twice");
        }
    }

    /** Whether it was told. */
    boolean isDone() {
        return outcome.isDone();
    }

    /** Whether the record became durable. */
    boolean get() throws Exception {
        return outcome.get(20, TimeUnit.SECONDS);
    }
}
