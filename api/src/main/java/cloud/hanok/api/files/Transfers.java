package cloud.hanok.api.files;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.content.object.ObjectStore;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Contents that go in or out of this process now. Each holds a mebibyte, and one that comes in also what the store's writer holds, so
 * there is a bound: of their number, and of a part of the heap.
 */
@Singleton
final class Transfers {
    /** More than a machine's network serves well. */
    private static final int MOST = 128;

    /** Of the heap all of them have one in so many. */
    private static final int SHARE = 4;

    private static final int MEBIBYTE = 1 << 20;

    private final Semaphore contents = new Semaphore(MOST);
    private final Semaphore mebibytes;
    private final int incoming;

    @Inject
    Transfers(ObjectStore store) {
        this(store.writerBytes(), Runtime.getRuntime().maxMemory());
    }

    /**
     * @param writerBytes that the store's writer holds
     * @param heapBytes of this process
     */
    Transfers(int writerBytes, long heapBytes) {
        incoming = 1 + Math.ceilDiv(writerBytes, MEBIBYTE);
        mebibytes =
                new Semaphore((int) Math.min(MOST * (long) incoming, Math.max(incoming, heapBytes / MEBIBYTE / SHARE)));
    }

    /**
     * What goes out, to be closed.
     *
     * @throws ApiException {@code server_overloaded} when there are too many
     */
    Transfer outgoing() {
        return begin(1);
    }

    /**
     * What comes in, to be closed.
     *
     * @throws ApiException {@code server_overloaded} when there are too many
     */
    Transfer incoming() {
        return begin(incoming);
    }

    private Transfer begin(int held) {
        if (!contents.tryAcquire()) {
            throw new ApiException(ApiError.of(ErrorCode.SERVER_OVERLOADED));
        }
        if (!mebibytes.tryAcquire(held)) {
            contents.release();
            throw new ApiException(ApiError.of(ErrorCode.SERVER_OVERLOADED));
        }
        return new Transfer(() -> {
            mebibytes.release(held);
            contents.release();
        });
    }

    /** One of them. */
    static final class Transfer implements AutoCloseable {
        private final Runnable end;
        private final AtomicBoolean open = new AtomicBoolean(true);

        private Transfer(Runnable end) {
            this.end = end;
        }

        @Override
        public void close() {
            if (open.getAndSet(false)) {
                end.run();
            }
        }
    }
}
