package cloud.hanok.api.files;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.content.object.ObjectStore;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
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

        /**
         * A stream with which it ends. Who sends it away knows that a stream fails as streams do, and no other failure: it would be
         * lost, and the client would wait for the rest.
         */
        InputStream until(InputStream closed) {
            return new FilterInputStream(closed) {
                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
                }

                @Override
                public int read(byte[] into, int from, int length) throws IOException {
                    try {
                        return super.read(into, from, length);
                    } catch (RuntimeException failed) {
                        close();
                        throw new IOException("a content ends before its length: " + failed.getMessage(), failed);
                    }
                }

                @Override
                public void close() throws IOException {
                    try {
                        super.close();
                    } finally {
                        Transfer.this.close();
                    }
                }
            };
        }

        @Override
        public void close() {
            if (open.getAndSet(false)) {
                end.run();
            }
        }
    }
}
