package cloud.hanok.platform.journal;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps the writer's thread busy until a test lets it go. */
final class BlockedListener implements DurableListener {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    public void durable() {
        entered.countDown();
        try {
            if (!released.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody released the writer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void failed(IOException why) {
        throw new IllegalStateException(why);
    }

    void awaitEntered() throws InterruptedException {
        if (!entered.await(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the writer never came");
        }
    }

    void release() {
        released.countDown();
    }
}
