package cloud.hanok.tenant.key;

import cloud.hanok.platform.turn.Turns;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keys need beside the requests: their uses are written, those of an old pepper get their new HMAC, and the peppers
 * are read again, so that a new one is known without a restart. What fails is tried again at the next turn.
 */
public final class KeyUpkeep implements AutoCloseable {
    /** A use is shown within a minute: a note is at most {@link KeyUses#NOTE_MILLIS} old, and a turn follows within this. */
    public static final Duration PERIOD = Duration.ofSeconds(50);

    private static final Logger LOG = LoggerFactory.getLogger(KeyUpkeep.class);

    private final KeyUses uses;
    private final KeyRehashes rehashes;
    private final Peppers peppers;
    private final Turns turns;

    /** @param period between two turns: {@link #PERIOD} */
    public KeyUpkeep(ApiKeys keys, Peppers peppers, Duration period) {
        this.uses = keys.store().uses();
        this.rehashes = keys.rehashes();
        this.peppers = peppers;
        this.turns = new Turns("key-upkeep", period, this::turn);
    }

    /** Begins. */
    public void start() {
        turns.startAfterPause();
    }

    /** One turn. Blocks, never throws. */
    public void turn() {
        attempt("the peppers could not be read again", peppers::refresh);
        attempt("keys could not be hashed again", () -> rehashes.flush());
        attempt("uses of keys could not be written", () -> uses.flush());
    }

    /** Ends it after a last turn. */
    @Override
    public void close() {
        turns.close();
        turn();
    }

    private static void attempt(String failure, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException failed) {
            LOG.warn("{}: {}; they wait for the next turn", failure, failed.getMessage());
        }
    }
}
