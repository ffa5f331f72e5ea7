package cloud.hanok.api.responses;

import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.gateway.InternalAnswer;
import cloud.hanok.cluster.engine.Bytes;
import com.fasterxml.jackson.databind.JsonNode;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one attempt at a background response, between the event loop that brings it and the thread that keeps its events. The last
 * events are held back until it is known what they mean.
 */
final class BackgroundAnswer implements InternalAnswer {
    private static final int OK = 200;
    private static final int MOST_ERROR_BYTES = 64 << 10;

    /** What waits to be kept; then the engine waits. */
    private static final int MOST_WAITING_BYTES = 256 << 10;

    private final EventLines lines = new EventLines();
    private final Bytes error = new Bytes();
    private final List<EventLines.Line> last = new ArrayList<>();
    private List<EventLines.Line> waiting = new ArrayList<>();
    private int waitingBytes;
    private @Nullable CompletableFuture<Void> room;
    private int status;
    private boolean replayed;
    private boolean opened;
    private long retryAfterSeconds;
    private boolean whole;
    private boolean closed;

    /** What an attempt came to. */
    sealed interface End {}

    /**
     * It was answered and kept.
     *
     * @param last its last events
     */
    record Answered(List<EventLines.Line> last) implements End {}

    /** It was answered, and that could not be kept, or nobody wants it. */
    record NotKept() implements End {}

    /**
     * It was refused, or broke off.
     *
     * @param ours whether the request was good: then it is worth another attempt
     * @param last its last events, where its stream has told it; else empty
     */
    record Refused(
            String code,
            String message,
            @Nullable String param,
            boolean ours,
            long retryAfterSeconds,
            List<EventLines.Line> last)
            implements End {}

    /** Nothing is known of its end. */
    record Lost() implements End {}

    @Override
    public synchronized void head(int of, HttpHeaders headers) {
        status = of;
        replayed = headers.contains("x-idempotent-replay");
        opened = headers.contains("x-receipt-id");
        retryAfterSeconds = number(headers.get("retry-after"));
    }

    private static long number(@Nullable String header) {
        try {
            return header == null ? 0 : Long.parseLong(header);
        } catch (NumberFormatException date) {
            return 0;
        }
    }

    @Override
    public synchronized @Nullable CompletionStage<?> body(byte[] bytes) {
        if (status != OK) {
            if (error.length() + bytes.length <= MOST_ERROR_BYTES) {
                error.add(bytes);
            }
            return null;
        }
        for (EventLines.Line line : lines.add(bytes)) {
            if (!last.isEmpty() || line.isLast()) {
                last.add(line);
            } else {
                waiting.add(line);
                waitingBytes += line.bytes().length;
            }
        }
        notifyAll();
        if (waitingBytes > MOST_WAITING_BYTES && room == null) {
            room = new CompletableFuture<>();
        }
        return room;
    }

    @Override
    public synchronized void whole() {
        whole = true;
        notifyAll();
    }

    @Override
    public synchronized void closed() {
        closed = true;
        notifyAll();
    }

    /** Waits for events; empty when no more come. */
    synchronized List<EventLines.Line> take() throws InterruptedException {
        while (waiting.isEmpty() && !closed && !whole) {
            wait();
        }
        List<EventLines.Line> taken = waiting;
        waiting = new ArrayList<>();
        waitingBytes = 0;
        CompletableFuture<Void> free = room;
        room = null;
        if (free != null) {
            free.complete(null);
        }
        return taken;
    }

    /** Whether it is the answer of an attempt before, told again. */
    synchronized boolean isReplayed() {
        return replayed;
    }

    /** Whether something of it was recorded, or may have been. */
    synchronized boolean isOpened() {
        return opened || status == 0;
    }

    /** What it came to; to be asked once no more events come. */
    synchronized End end() {
        if (status != 0 && status != OK && whole) {
            return refused();
        }
        if (!whole || last.isEmpty()) {
            return new Lost();
        }
        EventLines.Line first = last.getFirst();
        if (first.type().equals(ResponseStream.FAILED) || first.type().equals(ResponseStream.ERROR)) {
            return brokeOff();
        }
        JsonNode response = tree(first.data()).path("response");
        return response.path("store").asBoolean() ? new Answered(List.copyOf(last)) : new NotKept();
    }

    private Refused refused() {
        JsonNode told = tree(new String(error.copy(), StandardCharsets.UTF_8)).path("error");
        // A response waits for its organization to be resumed, where a client would not.
        boolean later = status >= 500
                || status == 429
                || status == 409
                || told.path("code").asText().equals(ErrorCode.TENANT_SUSPENDED.code());
        return refused(told, later, List.of());
    }

    private Refused brokeOff() {
        JsonNode failure = tree(last.getFirst().data()).at("/response/error");
        JsonNode told = tree(last.getLast().data());
        return refused(told, failure.path("code").asText().equals("server_error"), List.copyOf(last));
    }

    private Refused refused(JsonNode told, boolean ours, List<EventLines.Line> with) {
        return new Refused(
                told.path("code").asText("server_error"),
                told.path("message").asText(""),
                told.path("param").isTextual() ? told.path("param").asText() : null,
                ours,
                retryAfterSeconds,
                with);
    }

    private static JsonNode tree(String json) {
        try {
            return ResponsesReader.JSON.readTree(json);
        } catch (IOException unreadable) {
            return ResponsesReader.JSON.createObjectNode();
        }
    }
}
