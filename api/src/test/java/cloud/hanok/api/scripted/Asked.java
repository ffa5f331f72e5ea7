package cloud.hanok.api.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What of the wire form depends on the request.
 *
 * @param kind what is asked for
 * @param inputs texts to embed, or prompts
 * @param stream server-sent events
 * @param includeUsage {@code stream_options.include_usage}: a last chunk with the usage
 * @param timingsPerToken llama.cpp: {@code timings} with running counts on every chunk
 * @param continuousUsage vLLM, {@code stream_options.continuous_usage_stats}: {@code usage} with running counts on every
 *     chunk
 */
record Asked(
        Kind kind, int inputs, boolean stream, boolean includeUsage, boolean timingsPerToken, boolean continuousUsage) {
    /** The routes that there are. */
    enum Kind {
        CHAT("/v1/chat/completions"),
        COMPLETION("/v1/completions"),
        EMBEDDING("/v1/embeddings"),
        COUNT("/v1/chat/completions/input_tokens"),
        TOKENIZE("/tokenize"),
        DETOKENIZE("/detokenize");

        private final String path;

        Kind(String path) {
            this.path = path;
        }

        static @Nullable Kind at(String path) {
            return Arrays.stream(values())
                    .filter(kind -> kind.path.equals(path))
                    .findFirst()
                    .orElse(null);
        }
    }

    static Asked of(Kind kind, JsonNode request) {
        JsonNode texts = request.path(kind == Kind.EMBEDDING ? "input" : "prompt");
        JsonNode options = request.path("stream_options");
        return new Asked(
                kind,
                texts.isArray() ? texts.size() : 1,
                request.path("stream").asBoolean(),
                options.path("include_usage").asBoolean(),
                request.path("timings_per_token").asBoolean(),
                options.path("continuous_usage_stats").asBoolean());
    }
}
