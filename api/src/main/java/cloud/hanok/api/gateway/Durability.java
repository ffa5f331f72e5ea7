package cloud.hanok.api.gateway;

import cloud.hanok.platform.journal.DurableListener;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Joins a record's way to the disk with a request's way on its event loop: whoever comes second goes on. When the disk
 * was first, as it usually is for an OPEN, no thread is woken.
 */
final class Durability implements DurableListener {
    private static final int WRITTEN = 1;
    private static final int AWAITED = 2;

    private final EventLoop loop;
    private final Runnable then;
    private final Runnable otherwise;
    private final AtomicInteger state = new AtomicInteger();

    /**
     * @param then runs on the event loop once the record is durable and {@link #await()} was called
     * @param otherwise runs on the event loop when the record could not be written
     */
    Durability(EventLoop loop, Runnable then, Runnable otherwise) {
        this.loop = loop;
        this.then = then;
        this.otherwise = otherwise;
    }

    /**
     * On the event loop: true when the record is durable already; else false, and what comes then is run later. Call it
     * again only after it answered true.
     */
    boolean await() {
        return (state.getAndUpdate(seen -> seen | AWAITED) & WRITTEN) != 0;
    }

    @Override
    public void durable() {
        if ((state.getAndUpdate(seen -> seen | WRITTEN) & AWAITED) != 0) {
            loop.execute(then);
        }
    }

    @Override
    public void failed(IOException why) {
        loop.execute(otherwise);
    }
}
