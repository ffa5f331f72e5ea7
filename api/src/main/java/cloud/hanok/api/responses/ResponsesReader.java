package cloud.hanok.api.responses;

import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.gateway.InferenceRequest;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.ResponseId;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;

/**
 * Reads the body of {@code POST /v1/responses} and of {@code POST /v1/responses/input_tokens}. What is not offered here is refused by
 * name where the answer would be another one without it, and passed over where it only advises (caching, tiers).
 */
final class ResponsesReader {
    static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Clock clock;

    ResponsesReader(Clock clock) {
        this.clock = clock;
    }

    /**
     * Reads one body.
     *
     * @param id names the request, and its answer
     * @throws ApiException saying which parameter is wrong and what would be right
     */
    InferenceRequest read(RequestId id, byte[] body) {
        return AskedResponse.toAnswer(ResponseId.of(id), body, clock);
    }

    /**
     * Reads the body of a question of how long it is.
     *
     * @throws ApiException saying which parameter is wrong and what would be right
     */
    InferenceRequest readToCount(RequestId id, byte[] body) {
        return AskedResponse.toCount(ResponseId.of(id), body, clock);
    }
}
