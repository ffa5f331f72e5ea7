package cloud.hanok.api.gateway;

import io.netty.channel.EventLoop;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests under way at the byte path, of all event loops. Nothing is counted while they go: who wants to know, which is the
 * end of the process, asks each loop.
 */
@Singleton
final class LiveRequests {
    private static final Logger LOG = LoggerFactory.getLogger(LiveRequests.class);

    private final List<OfLoop> loops = new CopyOnWriteArrayList<>();

    private record OfLoop(EventLoop loop, Watches watches) {}

    /** An event loop has its first. */
    void add(EventLoop loop, Watches watches) {
        loops.add(new OfLoop(loop, watches));
    }

    /** How many there are. Waits for the event loops, so not to be called on one. */
    int count() throws InterruptedException {
        int all = 0;
        for (OfLoop each : loops) {
            all += ask(each, each.watches::size);
        }
        return all;
    }

    /** Ends those that are left: streams with an error, and billed as far as they came. */
    void cut() throws InterruptedException {
        for (OfLoop each : loops) {
            ask(each, () -> {
                each.watches.cut();
                return 0;
            });
        }
    }

    private static int ask(OfLoop of, Callable<Integer> question) throws InterruptedException {
        if (of.loop.isShuttingDown()) {
            return 0;
        }
        Future<Integer> answer = of.loop.submit(question);
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            LOG.error("an event loop could not be asked for its requests", failed);
            return 0;
        }
    }
}
