package cloud.hanok.api.files;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import jakarta.inject.Singleton;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Contents that go in or out of this process now: each holds a megabyte, so there is a bound. */
@Singleton
final class Transfers {
    /** More than a machine's network serves well, and a small part of its memory. */
    private static final int MOST = 128;

    private final Semaphore permits = new Semaphore(MOST);

    /**
     * What goes in or out, to be closed.
     *
     * @throws ApiException {@code server_overloaded} when there are too many
     */
    Transfer begin() {
        if (!permits.tryAcquire()) {
            throw new ApiException(ApiError.of(ErrorCode.SERVER_OVERLOADED));
        }
        return new Transfer(permits);
    }

    /** One of them. */
    static final class Transfer implements AutoCloseable {
        private final Semaphore permits;
        private final AtomicBoolean open = new AtomicBoolean(true);

        private Transfer(Semaphore permits) {
            this.permits = permits;
        }

        /** A stream with which it ends. */
        InputStream until(InputStream closed) {
            return new FilterInputStream(closed) {
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
                permits.release();
            }
        }
    }
}
