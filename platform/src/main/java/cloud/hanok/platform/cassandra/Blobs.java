package cloud.hanok.platform.cassandra;

import com.datastax.oss.driver.api.core.data.ByteUtils;
import java.nio.ByteBuffer;

/** Blobs, as rows hold them. */
public final class Blobs {
    private Blobs() {}

    /** The bytes of one, to be read only; the blob stays as it is. */
    public static byte[] bytes(ByteBuffer blob) {
        return ByteUtils.getArray(blob);
    }
}
