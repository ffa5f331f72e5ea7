package cloud.hanok.api.openai;

import cloud.hanok.api.gateway.Ending;
import cloud.hanok.api.gateway.StreamForm;
import cloud.hanok.cluster.engine.Bytes;
import cloud.hanok.cluster.engine.SseSplitter;
import cloud.hanok.cluster.engine.TokenCounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A chat's stream that is kept: it reaches the client as it is, and what its chunks add up to is kept. */
final class StoredChatStream implements StreamForm {
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    /** A comment, which every reader of an event stream passes over: there are clients that take no chunk without a choice. */
    private static final byte[] UNKEPT = ": store false\n\ndata: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private final StoredChatAnswer answer;
    private final String model;
    private final SseSplitter splitter = new SseSplitter();
    private final ChunkSum sum = new ChunkSum();
    private TokenCounts counts = new TokenCounts();

    /** @param model that answers */
    StoredChatStream(StoredChatAnswer answer, String model) {
        this.answer = answer;
        this.model = model;
    }

    @Override
    public void add(Bytes events, TokenCounts now, Bytes out) {
        counts = now;
        splitter.feed(events.array(), 0, events.length(), this::chunk);
        out.add(events.array(), 0, events.length());
    }

    private void chunk(byte[] bytes, int from, int to) {
        try {
            sum.add(bytes, from, to);
        } catch (IOException unreadable) {
            throw new UnreadableException(unreadable);
        }
    }

    @Override
    public Ending end() {
        byte[] whole = KeptJson.bytes(sum.completion(answer.id(), model, counts));
        return new Ending(DONE, answer.keepsake(model, whole, () -> UNKEPT));
    }
}
