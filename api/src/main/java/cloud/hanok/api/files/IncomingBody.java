package cloud.hanok.api.files;

import java.io.IOException;
import java.io.InputStream;

/**
 * The body of a request that passes through. Closed, it is read no further: what still comes of it is dropped, so that a client that
 * writes all of it first gets to reading why it was refused.
 */
record IncomingBody(InputStream stream) implements AutoCloseable {
    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException clientLeft) {
            // Nothing comes any more.
        }
    }
}
