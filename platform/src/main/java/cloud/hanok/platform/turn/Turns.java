package cloud.hanok.platform.turn;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something again and again on a thread of its own, with a pause between two turns, until it is ended. A turn that fails is logged. */
public final class Turns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    private final String name;
    private final Supplier<Duration> pause;
    private final Runnable turn;
    private final CountDownLatch ending = new CountDownLatch(1);
    private @Nullable Thread thread;

    /**
     * @param name of the thread
     * @param pause asked before each pause
     * @param turn may block
     */
    public Turns(String name, Supplier<Duration> pause, Runnable turn) {
        this.name = name;
        this.pause = pause;
        this.turn = turn;
    }

    /** With the same pause each time. */
    public Turns(String name, Duration pause, Runnable turn) {
        this(name, () -> pause, turn);
    }

    /** Begins with a turn. Nothing happens when it has begun, or was ended. */
    public void start() {
        begin(() -> runUntilEnded());
    }

    /** Begins with a pause. Nothing happens when it has begun, or was ended. */
    public void startAfterPause() {
        begin(() -> {
            if (!rests(pause.get())) {
                runUntilEnded();
            }
        });
    }

    /** Whether it was ended: a turn of many steps asks between them. */
    public boolean ended() {
        return ending.getCount() == 0;
    }

    /**
     * A pause within a turn.
     *
     * @return whether it was ended meanwhile, or the thread was interrupted
     */
    public boolean rests(Duration duration) {
        try {
            return ending.await(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** There is no other turn. The one that is under way goes on. */
    public void end() {
        ending.countDown();
    }

    /** Ends it, and waits for the turn that is under way. */
    @Override
    public void close() {
        close(Duration.ofMillis(Long.MAX_VALUE));
    }

    /** Ends it, and waits so long for the turn that is under way. */
    public void close(Duration longest) {
        end();
        Thread running;
        synchronized (this) {
            running = thread;
        }
        if (running != null) {
            try {
                var unused = running.join(longest);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void begin(Runnable run) {
        if (thread == null && !ended()) {
            thread = Thread.ofVirtual().name(name).start(run);
        }
    }

    private void runUntilEnded() {
        do {
            try {
                turn.run();
            } catch (RuntimeException unexpected) {
                LOG.error("{} failed and takes its next turn", name, unexpected);
            }
        } while (!rests(pause.get()));
    }
}
