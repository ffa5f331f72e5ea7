package cloud.hanok.api.gateway;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to requests when the process is told to end, before its server stops: no new ones are taken (503, with the time to
 * come back, and the connection ends), those under way go on for a while, and what is left then ends with an error event, billed as
 * far as it came.
 */
@Singleton
public final class OrderlyEnd {
    private static final Logger LOG = LoggerFactory.getLogger(OrderlyEnd.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final GatewayDoor door;
    private final LiveRequests live;
    private final Duration patience;

    OrderlyEnd(GatewayDoor door, LiveRequests live, GatewaySettings settings) {
        this.door = door;
        this.live = live;
        this.patience = settings.drainTimeout();
    }

    /** Returns when nothing is under way any more. */
    public void drain() throws InterruptedException {
        long begunNanos = System.nanoTime();
        door.shutDown();
        int left = live.count();
        LOG.info("no new requests are taken; {} may go on for {}", left, patience);
        while (left > 0 && System.nanoTime() - begunNanos < patience.toNanos()) {
            LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
            left = live.count();
        }
        if (left > 0) {
            LOG.warn("{} requests are cut after {}", left, patience);
            live.cut();
        }
    }
}
