package cloud.hanok.api.gateway;

import cloud.hanok.cluster.engine.Bytes;
import cloud.hanok.platform.answer.Claim;
import cloud.hanok.platform.answer.KeptAnswer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request that holds its idempotency key, and what it has been answered so far. It goes on to its end when its client
 * leaves; the answer is kept before it is billed, and whatever comes to nothing gives the key back. Belongs to the
 * connection's event loop.
 */
final class KeyedRun {
    private final KeyedRequests requests;
    private final Claim claim;
    private @Nullable Bytes gathered = new Bytes();
    private boolean concluded;

    KeyedRun(KeyedRequests requests, Claim claim) {
        this.requests = requests;
        this.claim = claim;
    }

    Claim claim() {
        return claim;
    }

    /** Another attempt begins: nothing of the one before reached anybody. */
    void restart() {
        forget();
        gathered = new Bytes();
    }

    /** The answer goes on with these. */
    void add(byte[] bytes, int length) {
        Bytes so = gathered;
        if (so == null) {
            return;
        }
        if (so.length() + length > requests.maxAnswerBytes() || !requests.takeRoom(length)) {
            forget();
        } else {
            so.add(bytes, 0, length);
        }
    }

    /**
     * The answer is whole: keeps it.
     *
     * @param head how it looked, with a body of no meaning
     * @param then told, on a thread that may not be the event loop's, whether it may be billed
     */
    void keep(KeptAnswer head, Consumer<Boolean> then) {
        concluded = true;
        Bytes whole = gathered;
        KeptAnswer answer =
                whole == null ? null : new KeptAnswer(head.streamed(), head.servedBy(), head.country(), whole.copy());
        forget();
        requests.keep(claim, answer).thenAccept(then);
    }

    /** The request has ended: what was not kept gives its key back. */
    void end() {
        forget();
        if (!concluded) {
            concluded = true;
            requests.release(claim);
        }
    }

    private void forget() {
        Bytes so = gathered;
        gathered = null;
        if (so != null) {
            requests.takeRoom(-so.length());
        }
    }
}
