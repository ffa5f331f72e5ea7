package cloud.hanok.api.gateway;

import cloud.hanok.cluster.engine.Bytes;
import cloud.hanok.cluster.engine.TokenCounts;
import java.io.IOException;

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
    byte[] end();

    /** Raised for an event whose brackets match and that is no JSON all the same. */
    final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public UnreadableException(IOException cause) {
            super("an event of the engine's stream is no JSON", cause);
        }
    }
}
