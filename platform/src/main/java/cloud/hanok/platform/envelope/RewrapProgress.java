package cloud.hanok.platform.envelope;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a re-wrap is.
 *
 * @param version of the transit key that everything is wrapped with in the end
 * @param state what it does
 * @param done things it is through with: wrapped data keys, then values sealed again
 * @param total of them, as far as it has counted
 * @param startedAt when it began
 * @param finishedAt when older versions began to be refused
 */
public record RewrapProgress(
        int version, State state, long done, long total, Instant startedAt, Optional<Instant> finishedAt) {
    /** The names are stored: rename none. */
    public enum State {
        /** It works; whoever does has the lease. */
        RUNNING,
        /** Everything that was found is done; what was being made meanwhile is looked for once more, in a minute. */
        SETTLING,
        /** Everything is done, and older versions are refused. */
        DONE
    }
}
