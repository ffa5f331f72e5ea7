package cloud.hanok.api.batches;

import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.gateway.InternalAnswer;
import cloud.hanok.cluster.engine.Bytes;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The answer to one attempt at a line, between the event loop that brings it and the thread that waits for it. */
final class LineAnswer implements InternalAnswer {
    private static final int OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Bytes body = new Bytes();
    private int status;
    private @Nullable String first;
    private boolean opened;
    private boolean retry;
    private long retryAfterSeconds;
    private boolean whole;
    private boolean over;

    @Override
    public synchronized void head(int of, HttpHeaders headers) {
        status = of;
        first = headers.get("x-original-request-id");
        opened = headers.contains("x-receipt-id");
        retry = headers.contains("x-should-retry", "true", true);
        retryAfterSeconds = headers.getInt("retry-after", 0);
    }

    @Override
    public synchronized @Nullable CompletionStage<?> body(byte[] bytes) {
        body.add(bytes);
        return null;
    }

    @Override
    public synchronized void whole() {
        whole = true;
    }

    @Override
    public synchronized void closed() {
        over = true;
        notifyAll();
    }

    /** Waits until nothing more comes. */
    synchronized void await() throws InterruptedException {
        while (!over) {
            wait();
        }
    }

    /** Whether all of it came. */
    synchronized boolean isWhole() {
        return whole;
    }

    /** Whether asking again may bring another answer: a line waits for its organization to be resumed, where its client would not. */
    synchronized boolean isWorthRetrying() {
        return !whole || (status != OK && (retry || refusedFor(ErrorCode.TENANT_SUSPENDED)));
    }

    private boolean refusedFor(ErrorCode code) {
        if (status != code.status()) {
            return false;
        }
        try {
            return JSON.readTree(body.copy()).at("/error/code").asText().equals(code.code());
        } catch (IOException noJson) {
            return false;
        }
    }

    /** Whether an engine was asked. */
    synchronized boolean isOpened() {
        return opened;
    }

    synchronized int status() {
        return status;
    }

    /** The request that was answered first with the same key; null when it is this one. */
    synchronized @Nullable String first() {
        return first;
    }

    synchronized long retryAfterSeconds() {
        return retryAfterSeconds;
    }

    synchronized byte[] bytes() {
        return body.copy();
    }
}
