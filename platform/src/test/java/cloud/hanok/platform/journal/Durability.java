package cloud.hanok.platform.journal;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A listener a test can wait on. */
final class Durability implements DurableListener {
    private final CompletableFuture<Boolean> outcome = new CompletableFuture<>();

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

    /** Whether the record became durable. */
    boolean get() throws Exception {
        return outcome.get(20, TimeUnit.SECONDS);
    }
}
