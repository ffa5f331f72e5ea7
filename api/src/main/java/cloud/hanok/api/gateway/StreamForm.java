package cloud.hanok.api.gateway;

import cloud.hanok.cluster.engine.Bytes;
import cloud.hanok.cluster.engine.TokenCounts;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How one stream looks to its client. Belongs to one exchange. */
public interface StreamForm {
    /**
     * Adds what the client is to get of some events.
     *
     * @param events whole events in OpenAI's form, each {@code data: {...}} and a blank line; maybe none
     * @param counts as of now
     * @throws UnreadableException when they cannot be read: the stream is unusable
     */
    void add(Bytes events, TokenCounts counts, Bytes out);

    /** The events that end the stream, sent once all else is recorded. */
    Ending end();

    /**
     * The events by which a stream breaks off, where its protocol has a form of its own for that; null: the one of its errors.
     *
     * @param error as its client is told it
     */
    default byte @Nullable [] failure(Failure error) {
        return null;
    }

    /**
     * An error in words.
     *
     * @param code stable, for programs
     * @param message in the client's language
     * @param param that it is about, or null
     * @param ours whether the client's request was good
     */
    record Failure(String code, String message, @Nullable String param, boolean ours) {}

    /** Raised for an event whose brackets match and that is no JSON all the same. */
    final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public UnreadableException(IOException cause) {
            super("an event of the engine's stream is no JSON", cause);
        }
    }
}
