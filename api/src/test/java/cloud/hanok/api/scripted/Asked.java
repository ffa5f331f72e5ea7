package cloud.hanok.api.scripted;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What of the wire form depends on the request.
 *
 * @param stream server-sent events
 * @param includeUsage {@code stream_options.include_usage}: a last chunk with the usage
 * @param timingsPerToken llama.cpp: {@code timings} with running counts on every chunk
 * @param continuousUsage vLLM, {@code stream_options.continuous_usage_stats}: {@code usage} with running counts on every
 *     chunk
 */
record Asked(boolean stream, boolean includeUsage, boolean timingsPerToken, boolean continuousUsage) {
    static Asked of(JsonNode request) {
        JsonNode options = request.path("stream_options");
        return new Asked(
                request.path("stream").asBoolean(),
                options.path("include_usage").asBoolean(),
                request.path("timings_per_token").asBoolean(),
                options.path("continuous_usage_stats").asBoolean());
    }
}
