package cloud.hanok.api.gateway;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, a few times a second, at everything of one event loop that may take too long: one timer for all of it, however much
 * is under way, and none while nothing is. What begins and ends between two looks costs two stores into an array. Every method
 * is called on that event loop.
 */
// The timer is never cancelled: it ends by itself when there is nothing left to look at.
@SuppressWarnings("FutureReturnValueIgnored")
final class Watches {
    /** A time limit is told at most so much late; none is shorter than a second. */
    static final long EVERY_MILLIS = 250;

    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);
    private static final int NOWHERE = -1;

    private final LiveRequests live;
    private final ArrayList<Watch> watched = new ArrayList<>();
    private boolean known;
    private boolean ticking;

    /** @param live knows the watches of all event loops */
    Watches(LiveRequests live) {
        this.live = live;
    }

    /** What may take too long. */
    interface Watched {
        /** Sees to what took too long. May begin and end watches, its own among them. */
        void look(long nowNanos);

        /** The process ends, and does not wait any longer. */
        void cut();
    }

    /** The place of one thing among those that are looked at; made once, for a thing is watched again and again. */
    static final class Watch {
        private final Watched of;
        private int place = NOWHERE;

        Watch(Watched of) {
            this.of = of;
        }
    }

    /** From now on it is looked at. Again: the same. */
    void begin(Watch watch, EventLoop loop) {
        if (watch.place == NOWHERE) {
            watch.place = watched.size();
            watched.add(watch);
            tickLater(loop);
        }
    }

    /** It is looked at no more. Again: the same. */
    void end(Watch watch) {
        int place = watch.place;
        if (place != NOWHERE) {
            watch.place = NOWHERE;
            Watch last = watched.removeLast();
            if (last != watch) {
                watched.set(place, last);
                last.place = place;
            }
        }
    }

    /** How much is looked at. */
    int size() {
        return watched.size();
    }

    /** Ends all of it. */
    void cut() {
        each(Watched::cut);
    }

    private void tickLater(EventLoop loop) {
        if (!ticking) {
            ticking = true;
            loop.schedule(() -> tick(loop), EVERY_MILLIS, TimeUnit.MILLISECONDS);
            if (!known) {
                known = true;
                live.add(loop, this);
            }
        }
    }

    private void tick(EventLoop loop) {
        ticking = false;
        long nowNanos = System.nanoTime();
        each(one -> one.look(nowNanos));
        if (!watched.isEmpty()) {
            tickLater(loop);
        }
    }

    private void each(Consumer<Watched> action) {
        // Backwards: what takes the place of one that ended was seen already.
        for (int place = watched.size() - 1; place >= 0; place--) {
            if (place < watched.size()) {
                try {
                    action.accept(watched.get(place).of);
                } catch (RuntimeException unexpected) {
                    LOG.error("one of what may take too long could not be seen to; the others are", unexpected);
                }
            }
        }
    }
}
