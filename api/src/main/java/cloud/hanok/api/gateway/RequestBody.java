package cloud.hanok.api.gateway;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** The bytes of one request's body after another. Room grows with what has come, not with what was announced. */
final class RequestBody {
    private static final int LEAST_BYTES = 512;
    /** A client that announces megabytes and sends none must not cost any. */
    private static final int MOST_AT_FIRST_BYTES = 64 << 10;

    private static final byte[] NOTHING = new byte[0];

    private byte[] bytes = NOTHING;
    private int length;

    /** A body begins that is said to have so many bytes. */
    void begin(long announcedBytes) {
        bytes = new byte[Math.clamp(announcedBytes, LEAST_BYTES, MOST_AT_FIRST_BYTES)];
        length = 0;
    }

    /** Adds what came; false when the body would be longer than it may be. */
    boolean append(ByteBuf more, int limitBytes) {
        int count = more.readableBytes();
        if (length + count > limitBytes) {
            return false;
        }
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
        }
        more.readBytes(bytes, length, count);
        length += count;
        return true;
    }

    /** Bytes that came. */
    int length() {
        return length;
    }

    /** The whole body; nothing of it stays here. */
    byte[] take() {
        byte[] whole = bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
        bytes = NOTHING;
        return whole;
    }
}
