package cloud.hanok.platform.journal;

import cloud.hanok.platform.id.Ulid;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Records on their way to the disk, one after the other as they will lie there, and who waits for each. */
final class Batch {
    private static final int FIRST_LISTENERS = 256;

    private final ByteBuffer bytes;
    private @Nullable DurableListener[] listeners = new DurableListener[FIRST_LISTENERS];
    private int count;
    private int awaited;
    private long firstNanos;

    Batch(int capacityBytes) {
        this.bytes = ByteBuffer.allocateDirect(capacityBytes);
    }

    /** Whether a record of this size keeps the batch within the limit. */
    boolean fits(int sizeBytes, int limitBytes) {
        return bytes.position() + sizeBytes <= limitBytes;
    }

    void add(
            RecordKind kind,
            Ulid request,
            int attempt,
            byte[] payload,
            int offset,
            int length,
            DurableListener listener,
            boolean isAwaited) {
        if (count == 0) {
            firstNanos = System.nanoTime();
        }
        RecordLayout.put(bytes, kind, request, attempt, payload, offset, length);
        if (count == listeners.length) {
            listeners = Arrays.copyOf(listeners, 2 * count);
        }
        listeners[count++] = listener;
        if (isAwaited) {
            awaited++;
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    int sizeBytes() {
        return bytes.position();
    }

    int count() {
        return count;
    }

    /** How many of its records somebody waits for. */
    int awaited() {
        return awaited;
    }

    /** When its first record came, of {@link System#nanoTime()}. */
    long firstNanos() {
        return firstNanos;
    }

    /** The records; its position is behind the last. */
    ByteBuffer bytes() {
        return bytes;
    }

    DurableListener listener(int index) {
        DurableListener listener = listeners[index];
        if (listener == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return listener;
    }

    void clear() {
        bytes.clear();
        Arrays.fill(listeners, 0, count, null);
        count = 0;
        awaited = 0;
    }
}
