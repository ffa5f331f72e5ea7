package cloud.hanok.content.object;

import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/** Reads an object of a bucket. What breaks meanwhile is the store's failure, not a client's. */
final class S3Reader extends InputStream {
    private final ResponseInputStream<?> in;
    private boolean ended;

    S3Reader(ResponseInputStream<?> in) {
        this.in = in;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) {
        try {
            int count = in.read(into, from, length);
            ended = count < 0;
            return count;
        } catch (IOException e) {
            throw new ObjectStoreUnavailableException("an object of the bucket broke off: " + e.getMessage(), e);
        } catch (SdkException e) {
            throw S3Failures.of(e);
        }
    }

    /** What was not read is not fetched. */
    @Override
    public void close() {
        if (!ended) {
            in.abort();
        }
        try {
            in.close();
        } catch (IOException | SdkException alreadyEnded) {
            // Nothing is asked of it any more.
        }
    }
}
