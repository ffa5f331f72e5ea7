package cloud.hanok.api.gateway;

import cloud.hanok.platform.journal.DurableListener;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Joins an OPEN's way to the disk with its request's way on the event loop: whoever comes second goes on. When the disk
 * was first, as it usually is, no thread is woken.
 */
final class Durability implements DurableListener {
    private static final int WRITTEN = 1;
    private static final int AWAITED = 2;
    private static final int FAILED = 4;

    private final EventLoop loop;
    private final boolean hurries;
    private final Runnable then;
    private final Runnable otherwise;
    private final AtomicInteger state = new AtomicInteger();

    /**
     * @param hurries whether the answer will wait for this record, and not only for its SETTLE
     * @param then runs on the event loop once the record is durable and {@link #await()} was called
     * @param otherwise runs on the event loop when the record could not be written
     */
    Durability(EventLoop loop, boolean hurries, Runnable then, Runnable otherwise) {
        this.loop = loop;
        this.hurries = hurries;
        this.then = then;
        this.otherwise = otherwise;
    }

    /**
     * On the event loop: true when the record is durable already; else false, and what comes then is run later, once.
     */
    boolean await() {
        return (state.getAndUpdate(seen -> seen | AWAITED) & WRITTEN) != 0;
    }

    /** Whether the record is not in the journal, and never will be. From any thread. */
    boolean hasFailed() {
        return (state.get() & FAILED) != 0;
    }

    @Override
    public boolean isAwaited() {
        return hurries;
    }

    @Override
    public void durable() {
        if ((state.getAndUpdate(seen -> seen | WRITTEN) & AWAITED) != 0) {
            loop.execute(then);
        }
    }

    @Override
    public void failed(IOException why) {
        state.getAndUpdate(seen -> seen | FAILED);
        loop.execute(otherwise);
    }
}
